using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.GraphQL.Execution;

namespace Engagement.Search.Tests.Gateway;

/// <summary>A key that stands in a page holds for that page's site and for registered documents alone.</summary>
[Collection(nameof(GatewaySample))]
public sealed class BrowserKeyTests(GatewaySample sample)
{
    private static readonly string Id = PersistedDocuments.IdOf(GatewaySample.Totals);

    [Fact]
    public async Task It_runs_registered_documents_in_every_form()
    {
        foreach (object body in new object[]
        {
            new { documentId = Id },
            new { documentId = "sha256:" + Id },
            new { extensions = new { persistedQuery = new { version = 1, sha256Hash = Id } } },
            new { query = GatewaySample.Totals },
            new { query = GatewaySample.Totals, extensions = new { persistedQuery = new { version = 1, sha256Hash = Id } } },
        })
        {
            using var answer = await Post(body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(GatewaySample.Site, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            var data = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
            Assert.Equal("Partenaire site", data.GetProperty("viewer").GetProperty("publisher").GetProperty("name").GetString());
        }
    }

    [Fact]
    public async Task It_runs_nothing_else()
    {
        const string Free = "{ missions { totalCount } }";
        var hash = PersistedDocuments.IdOf(Free);
        // Known to the server from another caller, and yet not registered.
        await sample.World.Data(Free);
        foreach (object body in new object[]
        {
            new { query = Free },
            new { query = GatewaySample.Totals + " " },
            new { documentId = hash },
            new { query = Free, extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } },
            new { extensions = new { persistedQuery = new { version = 1, sha256Hash = hash } } },
            new { query = Free, documentId = hash },
        })
        {
            using var answer = await Post(body);
            var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0];
            Assert.Equal((HttpStatusCode.Forbidden, "DOCUMENT_NOT_REGISTERED"), (answer.StatusCode, error.GetProperty("extensions").GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task A_text_sent_beside_a_registered_id_is_not_what_runs()
    {
        using var answer = await Post(new { query = "{ publishers { totalCount } }", documentId = Id });

        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").TryGetProperty("missions", out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://autre.example")]
    [InlineData("https://site.example.autre.example")]
    [InlineData("http://site.example")]
    [InlineData("https://site.example:8443")]
    [InlineData("null")]
    public async Task From_elsewhere_it_is_refused(string? origin)
    {
        using var answer = await Post(new { documentId = Id }, origin);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("ORIGIN_REFUSED", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData(GatewaySample.Site, true)]
    [InlineData("https://autre.example", false)]
    public async Task A_browser_that_asks_first_hears_yes_for_the_key_s_site_alone(string origin, bool isAllowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/graphql");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");

        using var answer = await sample.World.Host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(isAllowed ? origin : null, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null);
        if (isAllowed)
        {
            Assert.Contains("authorization", answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_site_whose_keys_have_ended_hears_no()
    {
        await using var world = await World.Start();
        await world.Publish(
            world.Publisher("alpha"),
            world.BrowserKey("alpha", "eng_expired", expires: World.Now, origins: "https://expired.example"),
            world.BrowserKey("alpha", "eng_lasting", expires: World.Now.AddSeconds(1), origins: "https://lasting.example"),
            world.BrowserKey("alpha", "eng_revoked", "https://revoked.example"));
        await world.Publish(world.BrowserKey("alpha", "eng_revoked", revoked: World.Now, origins: "https://revoked.example"));

        var allowed = new List<string>();
        foreach (var site in new[] { "https://expired.example", "https://lasting.example", "https://revoked.example" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, "/graphql");
            request.Headers.Add("Origin", site);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            using var answer = await world.Host.Client.SendAsync(request);
            allowed.AddRange(answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values : []);
        }

        Assert.Equal(["https://lasting.example"], allowed);
    }

    [Fact]
    public async Task A_key_of_a_server_is_of_no_origin_and_free()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __typename }" }) };
        request.Headers.Add("Authorization", $"Bearer {GatewaySample.SiteKey}");
        request.Headers.Add("Origin", GatewaySample.Site);

        using var answer = await sample.World.Host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private async Task<HttpResponseMessage> Post(object body, string? origin = GatewaySample.Site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(body) };
        request.Headers.Add("Authorization", $"Bearer {GatewaySample.BrowserKey}");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await sample.World.Host.Client.SendAsync(request);
    }
}
