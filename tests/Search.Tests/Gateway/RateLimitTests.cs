using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Hosting;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Gateway;

/// <summary>What callers may ask for in a minute, each by itself.</summary>
public sealed class RateLimitTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string List = "{ missions { totalCount nodes { id } } }";
    private World world = null!;

    public async Task InitializeAsync()
    {
        world = await World.Start(new Dictionary<string, string?>
        {
            ["RateLimits:AnonymousCostPerMinute"] = "1000",
            ["RateLimits:KeyCostPerMinute"] = "2000",
        });
        await world.Publish(
            world.Publisher("alpha"), world.Publisher("beta"), world.Key("alpha", "eng_a1"), world.Key("alpha", "eng_a2"), world.Key("beta", "eng_b"),
            world.BrowserKey("alpha", "eng_browser", "https://site.example"), world.Mission("alpha", World.Content("m-1")));
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task An_anonymous_caller_beyond_its_budget_is_told_when_to_come_back_and_nobody_else_is(string mediaType)
    {
        using var caller = Client();
        var answers = await UseUp(caller, mediaType, "203.0.113.7");

        Assert.All(answers[..^1], a => Assert.Equal((HttpStatusCode.OK, "1000"), (a.Status, a.Limit)));
        Assert.Equal(answers[..^1].Select(a => a.Remaining).OrderDescending(), answers[..^1].Select(a => a.Remaining));
        var (refused, body) = (answers[^1], answers[^1].Body);
        output.WriteLine($"{answers.Count - 1} lists, then {refused}");
        Assert.Equal((HttpStatusCode.TooManyRequests, mediaType), (refused.Status, refused.MediaType));
        Assert.Equal("TOO_MANY_REQUESTS", body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.False(body.TryGetProperty("data", out _));
        Assert.InRange(refused.RetryAfter, 1, 60);
        Assert.InRange(refused.Reset, 1, 61);
        // Its neighbours of one network share the budget; the next network, a key and another service of ours do not.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Ask(caller, mediaType, "203.0.113.200")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(caller, mediaType, "203.0.114.7")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(caller, mediaType, "203.0.113.7", "eng_b")).Status);
        await world.Data(List);
    }

    [Fact]
    public async Task The_networks_of_IPv6_are_those_of_subscribers()
    {
        using var caller = Client();
        await UseUp(caller, "application/json", "2001:db8:1:2::1");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Ask(caller, "application/json", "2001:db8:1:2:ffff::9")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(caller, "application/json", "2001:db8:1:3::1")).Status);
    }

    [Fact]
    public async Task Each_key_has_a_budget_of_its_own_wherever_it_is_used()
    {
        using var caller = Client();
        var answers = await UseUp(caller, "application/json", "203.0.113.7", "eng_a1");

        Assert.All(answers, a => Assert.Equal("2000", a.Limit));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Ask(caller, "application/json", "198.51.100.1", "eng_a1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(caller, "application/json", "203.0.113.7", "eng_a2")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Ask(caller, "application/json", "203.0.113.7")).Status);
    }

    [Fact]
    public async Task A_key_that_stands_in_a_page_is_charged_to_the_visitors_network_and_its_page_reads_the_headers()
    {
        using var caller = Client();
        HttpResponseMessage? last = null;
        for (var i = 0; i < 1000 && last?.StatusCode != HttpStatusCode.TooManyRequests; i++)
        {
            last?.Dispose();
            using var request = Request("application/json", "203.0.113.7", "eng_browser");
            request.Headers.Add("Origin", "https://site.example");
            last = await caller.SendAsync(request);
        }

        Assert.Equal("https://site.example", last!.Headers.GetValues("Access-Control-Allow-Origin").Single());
        var readable = last.Headers.GetValues("Access-Control-Expose-Headers").Single().Split(", ");
        Assert.Equal([], new[] { "retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset" }.Except(readable));
        last.Dispose();
        using var visitor = Request("application/json", "203.0.115.7", "eng_browser");
        visitor.Headers.Add("Origin", "https://site.example");
        using var other = await caller.SendAsync(visitor);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, other.StatusCode);
    }

    [Fact]
    public async Task Whoever_sends_documents_that_are_refused_or_introspects_is_charged_too()
    {
        foreach (var (network, query) in new[] { (1, "{ nothing { is { here } } }"), (2, "{ __schema { types { name fields { name type { name } } } } }"), (3, "{" + new string(' ', 9_000)) })
        {
            using var caller = Client();
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < 1000 && statuses.LastOrDefault() != HttpStatusCode.TooManyRequests; i++)
            {
                statuses.Add((await Ask(caller, "application/json", $"198.51.{network}.1", null, query)).Status);
            }

            output.WriteLine($"{query[..20]}: {statuses.Count - 1} answered");
            Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        }
    }

    [Theory]
    [InlineData("POST", "/graphql", "this is no JSON", "application/json")]
    [InlineData("POST", "/graphql", "[1, 2]", "application/json")]
    [InlineData("POST", "/graphql", "{\"query\": \"query A { missions { totalCount } }\", \"operationName\": \"B\"}", "application/json")]
    [InlineData("POST", "/graphql", "{\"query\": \"query A($n: Int!) { missions(first: $n) { totalCount } }\"}", "application/json")]
    [InlineData("POST", "/graphql", "{\"query\": \"{ missions { totalCount } }\"}", "image/png")]
    [InlineData("GET", "/graphql?query=mutation%20%7B%20withdrawMission(clientId:%22a%22)%20%7B%20clientId%20%7D%20%7D", null, "application/json")]
    [InlineData("GET", "/graphql?query=%7B", null, "application/json")]
    [InlineData("DELETE", "/graphql", null, "application/json")]
    public async Task Requests_that_are_not_executed_are_charged_too(string method, string path, string? body, string accept)
    {
        using var caller = Client();
        var last = default(HttpStatusCode);
        for (var i = 0; i < 1_100 && last != HttpStatusCode.TooManyRequests; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Accept", accept);
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            request.Content = body is null ? null : new StringContent(body, null, "application/json");
            using var answer = await caller.SendAsync(request);
            Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task Wrong_keys_pages_and_files_are_charged_to_their_network()
    {
        foreach (var (network, path, key) in new[] { (1, "/graphql", "eng_wrong"), (2, "/", null), (3, "/graphql/schema.graphql", null), (4, "/graphql/explorer/explorer.js", null) })
        {
            using var caller = Client();
            var last = default(HttpStatusCode);
            for (var i = 0; i < 1000 && last != HttpStatusCode.TooManyRequests; i++)
            {
                using var request = Request("application/json", $"198.51.{network}.1", key, path);
                using var answer = await caller.SendAsync(request);
                last = answer.StatusCode;
                Assert.True((int)last < 500);
                Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
            }

            Assert.Equal((path, HttpStatusCode.TooManyRequests), (path, last));
        }
    }

    [Fact]
    public async Task With_the_defaults_one_key_may_ask_for_fifty_lists_a_second()
    {
        var answer = await world.Ask("""
            { missions(search: "aide aux enfants des quartiers", first: 20, filter: { domains: ["sport", "education"], place: { departments: ["75", "69"] } }) {
                totalCount pageInfo { hasNextPage endCursor }
                nodes { id clientId title type domain { code label } activities { code label } remote startAt endAt applicationUrl tags
                    addresses { city postalCode department { code label } location { lat lon } } organization { id name } publisher { id name } }
                facets { domains { code label count } departments { code label count } activities { code label count } } } }
            """);
        var cost = answer.GetProperty("extensions").GetProperty("cost").GetDouble();

        output.WriteLine($"A list of 20 with facets costs {cost}.");
        Assert.True(50 * 60 * cost <= new RateLimitsOptions().KeyCostPerMinute, $"A list costs {cost}.");
        Assert.True(5 * 60 * cost <= new RateLimitsOptions().AnonymousCostPerMinute * 2);
    }

    [Theory]
    [InlineData("true", HttpStatusCode.OK)]
    [InlineData("false", HttpStatusCode.TooManyRequests)]
    public async Task What_a_proxy_forwards_tells_callers_apart_if_the_operator_says_so(string isBehindProxy, HttpStatusCode ofAnother)
    {
        await using var behind = await World.Start(new Dictionary<string, string?>
        {
            ["RateLimits:AnonymousCostPerMinute"] = "100",
            ["ForwardedHeaders_Enabled"] = isBehindProxy,
        });
        using var caller = new HttpClient { BaseAddress = behind.Host.Address };
        async Task<HttpStatusCode> From(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = List }) };
            request.Headers.Add("X-Forwarded-For", address);
            using var answer = await caller.SendAsync(request);
            return answer.StatusCode;
        }

        var last = HttpStatusCode.OK;
        for (var i = 0; i < 50 && last == HttpStatusCode.OK; i++)
        {
            last = await From("203.0.113.7");
        }

        Assert.Equal((HttpStatusCode.TooManyRequests, ofAnother), (last, await From("198.51.100.7")));
    }

    private async Task<List<Answer>> UseUp(HttpClient caller, string mediaType, string address, string? key = null)
    {
        var answers = new List<Answer>();
        while (answers.Count < 1000 && answers.LastOrDefault()?.Status != HttpStatusCode.TooManyRequests)
        {
            answers.Add(await Ask(caller, mediaType, address, key));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1].Status);
        return answers;
    }

    private async Task<Answer> Ask(HttpClient caller, string mediaType, string address, string? key = null, string query = List)
    {
        using var request = Request(mediaType, address, key, query: query);
        using var answer = await caller.SendAsync(request);
        return new Answer(
            answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, Header(answer, "X-RateLimit-Limit") ?? "",
            int.Parse(Header(answer, "X-RateLimit-Remaining") ?? "-1"), int.Parse(Header(answer, "X-RateLimit-Reset") ?? "-1"),
            int.Parse(Header(answer, "Retry-After") ?? "-1"), await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    /// <summary>A caller without the service secret.</summary>
    private HttpClient Client() => new() { BaseAddress = world.Host.Address };

    /// <summary>A request that the front door forwards from an address.</summary>
    private static HttpRequestMessage Request(string mediaType, string address, string? key, string path = "/graphql", string query = List)
    {
        var request = path == "/graphql"
            ? new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { query }) }
            : new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(mediaType);
        request.Headers.Add(InternalApi.FrontDoorHeader, InternalApi.FrontDoorToken(new InternalOptions { Secret = ServiceHost.Secret }));
        request.Headers.Add(InternalApi.ClientHeader, address);
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }

        return request;
    }

    private sealed record Answer(
        HttpStatusCode Status, string? MediaType, string Limit, int Remaining, int Reset, int RetryAfter, JsonElement Body);
}
