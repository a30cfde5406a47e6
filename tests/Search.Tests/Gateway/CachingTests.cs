using System.Net;
using System.Text.Json;
using Engagement.GraphQL.Execution;

namespace Engagement.Search.Tests.Gateway;

/// <summary>Callers with and without keys behind one caching proxy: each gets its own answer, and only what is everybody's is shared.</summary>
[Collection(nameof(GatewaySample))]
public sealed class CachingTests(GatewaySample sample)
{
    // Who asks, and what each must see: the private publisher one mission more, each its own name.
    private static readonly (string? Key, int Total, string? Name)[] Callers =
    [
        (null, GatewaySample.MissionCount, null),
        (GatewaySample.PrivateKey, GatewaySample.MissionCount + 1, "Partenaire prive"),
        (GatewaySample.SiteKey, GatewaySample.MissionCount, "Partenaire site"),
        (GatewaySample.OtherKey, GatewaySample.MissionCount, "Partenaire autre"),
    ];

    public static TheoryData<string> Registered() => new(ByDocumentId(GatewaySample.Totals), "?documentId=sha256:" + PersistedDocuments.IdOf(GatewaySample.TotalsOfManifest), ByExtension(GatewaySample.Totals), ByExtension(GatewaySample.TotalsOfManifest));

    [Theory]
    [MemberData(nameof(Registered))]
    public async Task No_answer_reaches_another_caller(string parameters)
    {
        await using var proxy = await CachingProxy.Start(sample.World.Host.Address);

        Assert.Empty(await Leaks(proxy, parameters));
    }

    [Fact]
    public async Task A_cache_that_ignores_vary_leaks_and_this_test_would_notice()
    {
        await using var broken = await CachingProxy.Start(sample.World.Host.Address, honoursVary: false);

        Assert.NotEmpty(await Leaks(broken, ByDocumentId(GatewaySample.Totals)));
    }

    [Theory]
    [MemberData(nameof(Registered))]
    public async Task An_anonymous_answer_to_a_registered_document_is_shared_for_a_minute(string parameters)
    {
        await using var proxy = await CachingProxy.Start(sample.World.Host.Address);
        using var first = await Get(proxy, parameters);
        Assert.Equal(("MISS", "public, max-age=60"), (Cache(first), Control(first)));
        Assert.Equal("Authorization, x-api-key, apikey, Origin, Accept", string.Join(", ", first.Headers.GetValues("Vary")));
        using var second = await Get(proxy, parameters);
        Assert.Equal("HIT", Cache(second));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());

        proxy.Now += TimeSpan.FromSeconds(61);
        using var later = await Get(proxy, parameters);
        Assert.Equal("MISS", Cache(later));
        using var known = await Send(proxy, parameters, ("If-None-Match", first.Headers.ETag!.ToString()), "application/graphql-response+json");
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task Whatever_is_not_everybodys_is_not_shared()
    {
        await using var proxy = await CachingProxy.Start(sample.World.Host.Address);
        foreach (var (what, parameters, key, control) in new[]
        {
            ("a key's registered document", ByDocumentId(GatewaySample.Totals), GatewaySample.SiteKey, "private, no-cache"),
            ("a key's document by extension", ByExtension(GatewaySample.Totals), GatewaySample.SiteKey, "private, no-cache"),
            ("a free document", "?query={__typename}", null, "private, no-cache"),
            ("a registered document's text", "?query=" + Uri.EscapeDataString(GatewaySample.Totals), null, "private, no-cache"),
            ("a hash that a client sent with its text", ByExtension("{ __typename }") + "&query=" + Uri.EscapeDataString("{ __typename }"), null, "private, no-cache"),
            ("that hash alone", ByExtension("{ __typename }"), null, "private, no-cache"),
            ("an answer with an error", ByDocumentId(GatewaySample.Faulty), null, "private, no-cache"),
            ("a hash that nobody knows", ByExtension("{ viewer { scopes } }"), null, "no-store"),
            ("a refused document", "?query={unknown}", null, "no-store"),
            ("a refused key", ByDocumentId(GatewaySample.Totals), "eng_unknown", "no-store"),
        })
        {
            for (var i = 0; i < 2; i++)
            {
                using var answer = await Get(proxy, parameters, key);
                Assert.True(Sorted(control) == Sorted(Control(answer)) && Cache(answer) == "MISS", $"{what}: {Control(answer)}, {Cache(answer)}");
            }
        }
    }

    [Fact]
    public async Task A_post_is_never_shared()
    {
        await using var proxy = await CachingProxy.Start(sample.World.Host.Address);
        for (var i = 0; i < 2; i++)
        {
            using var content = new StringContent($"{{\"documentId\":\"{PersistedDocuments.IdOf(GatewaySample.Totals)}\"}}", System.Text.Encoding.UTF8, "application/json");
            using var answer = await proxy.Client.PostAsync("/graphql", content);
            Assert.Equal((HttpStatusCode.OK, "MISS"), (answer.StatusCode, Cache(answer)));
            Assert.DoesNotContain("public", Control(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_media_types_of_one_answer_are_kept_apart()
    {
        await using var proxy = await CachingProxy.Start(sample.World.Host.Address);
        foreach (var type in new[] { "application/json", "application/graphql-response+json", "application/json" })
        {
            using var answer = await Send(proxy, ByDocumentId(GatewaySample.Totals), null, type);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        }
    }

    /// <summary>Every caller after every other, by each header that carries a key; what somebody saw that was not its own.</summary>
    private static async Task<List<string>> Leaks(CachingProxy proxy, string parameters)
    {
        var leaks = new List<string>();
        var turns = from before in Callers
                    from caller in Callers
                    from header in new[] { "Authorization", "x-api-key", "apikey" }
                    select (before, caller, header);
        foreach (var (before, (key, total, name), header) in turns)
        {
            using var first = await Get(proxy, parameters, before.Key, header);
            using var answer = await Get(proxy, parameters, key, header);
            var data = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("data");
            var viewer = data.GetProperty("viewer");
            var seen = (data.GetProperty("missions").GetProperty("totalCount").GetInt32(), viewer.ValueKind == JsonValueKind.Null ? null : viewer.GetProperty("publisher").GetProperty("name").GetString());
            if (seen != (total, name) || (key is not null && Cache(answer) == "HIT"))
            {
                leaks.Add($"{key ?? "anonymous"} after {before.Key ?? "anonymous"} by {header} saw {seen}, {Cache(answer)}");
            }
        }

        return leaks;
    }

    private static string ByDocumentId(string text) => $"?documentId={PersistedDocuments.IdOf(text)}";

    private static string ByExtension(string text) =>
        "?extensions=" + Uri.EscapeDataString($"{{\"persistedQuery\":{{\"version\":1,\"sha256Hash\":\"{PersistedDocuments.IdOf(text)}\"}}}}");

    private static string Cache(HttpResponseMessage answer) => answer.Headers.GetValues("X-Cache").Single();

    private static string Control(HttpResponseMessage answer) => answer.Headers.CacheControl?.ToString() ?? "";

    private static string Sorted(string header) => string.Join(", ", header.Split(", ").Order(StringComparer.Ordinal));

    private static Task<HttpResponseMessage> Get(CachingProxy proxy, string parameters, string? key = null, string keyHeader = "Authorization") =>
        Send(proxy, parameters, key is null ? null : (keyHeader, keyHeader == "Authorization" ? $"Bearer {key}" : key), "application/json");

    private static async Task<HttpResponseMessage> Send(CachingProxy proxy, string parameters, (string Name, string Value)? header, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql" + parameters);
        request.Headers.Add("Accept", accept);
        if (header is { } given)
        {
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        }

        return await proxy.Client.SendAsync(request);
    }
}
