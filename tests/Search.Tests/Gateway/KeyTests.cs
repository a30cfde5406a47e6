using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Missions;
using Engagement.Search.Identifiers;
using Engagement.Search.Keys;
using Engagement.Search.Replica;
using Engagement.Testing;

namespace Engagement.Search.Tests.Gateway;

public sealed class KeyTests
{
    private const string Viewer = "{ viewer { publisher { name } scopes } }";

    [Theory]
    [InlineData("Authorization", "Bearer eng_alpha")]
    [InlineData("authorization", "bearer eng_alpha")]
    [InlineData("X-API-KEY", "eng_alpha")]
    [InlineData("ApiKey", "eng_alpha")]
    public async Task A_key_is_taken_from_any_of_its_headers(string header, string value)
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha", scopes: ["read", "publish"]));

        using var answer = await Send(world, header, value);

        var viewer = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("viewer");
        Assert.Equal("Partenaire alpha", viewer.GetProperty("publisher").GetProperty("name").GetString());
        Assert.Equal(["read", "publish"], viewer.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public async Task Without_a_key_the_caller_is_anonymous()
    {
        await using var world = await World.Start();

        Assert.Equal(JsonValueKind.Null, (await world.Data(Viewer)).GetProperty("viewer").ValueKind);
    }

    [Theory]
    [InlineData("Authorization", "Bearer eng_unknown")]
    [InlineData("Authorization", "Bearer eng_expired")]
    [InlineData("Authorization", "Bearer eng_revoked")]
    [InlineData("Authorization", "Basic dXNlcjpwYXNz")]
    [InlineData("x-api-key", "eng_unknown")]
    [InlineData("apikey", "")]
    public async Task A_key_that_is_not_good_is_refused_and_never_anonymous(string header, string value)
    {
        await using var world = await World.Start();
        await world.Publish(
            world.Publisher("alpha"),
            world.Key("alpha", "eng_expired", expires: World.Now),
            world.Key("alpha", "eng_revoked", revoked: World.Now.AddDays(-1)));

        using var answer = await Send(world, header, value);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("KEY_REFUSED", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_revoked_key_stops_within_a_second_of_its_entry()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha"));
        using (var before = await Send(world, "x-api-key", "eng_alpha"))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }

        await world.Append(world.Key("alpha", "eng_alpha", revoked: World.Now));
        await Task.Delay(TimeSpan.FromSeconds(1));

        using var after = await Send(world, "x-api-key", "eng_alpha");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_key_whose_expiry_is_to_come_is_good()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha", expires: World.Now.AddSeconds(1)));

        using var answer = await Send(world, "x-api-key", "eng_alpha");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_without_the_scope_to_read_reads_nothing()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha", scopes: ["publish"]));

        Assert.Equal("FORBIDDEN", await world.ErrorCode("{ missions { totalCount } }", "eng_alpha"));
        Assert.Equal("FORBIDDEN", await world.ErrorCode("{ publishers { totalCount } }", "eng_alpha"));
        Assert.Equal("FORBIDDEN", await world.ErrorCode("{ organizations { totalCount } }", "eng_alpha"));
    }

    [Fact]
    public async Task A_key_without_the_scope_to_read_learns_nothing_of_an_id_not_even_whether_it_exists()
    {
        await using var world = await World.Start();
        await world.Publish(
            world.Publisher("alpha"),
            world.Publisher("beta"),
            world.Organization("alpha", new OrganizationContent { Key = "o1", Name = "Alpha" }),
            world.Mission("alpha", World.Content("a")),
            world.Key("alpha", "eng_alpha", scopes: ["publish"]));
        var (alpha, beta) = (EntityId.OfPublisher("alpha"), EntityId.OfPublisher("beta"));
        string[] ids =
        [
            PublicId.Of(PublicId.Mission, EntityId.OfMission(alpha, "a")),
            PublicId.Of(PublicId.Mission, EntityId.OfMission(alpha, "unknown")),
            PublicId.Of(PublicId.Organization, EntityId.OfOrganization(alpha, "o1")),
            PublicId.Of(PublicId.Organization, EntityId.OfOrganization(alpha, "unknown")),
            PublicId.Of(PublicId.Publisher, alpha),
            PublicId.Of(PublicId.Publisher, beta),
            PublicId.Of(PublicId.Publisher, EntityId.OfPublisher("unknown")),
        ];

        foreach (var id in ids)
        {
            Assert.Equal("FORBIDDEN", await world.ErrorCode("query ($id: ID!) { node(id: $id) { id } }", "eng_alpha", new { id }));
            Assert.Equal("FORBIDDEN", await world.ErrorCode("query ($id: ID!) { nodes(ids: [$id]) { id } }", "eng_alpha", new { id }));
        }

        Assert.Equal("FORBIDDEN", await world.ErrorCode("{ nodes(ids: []) { id } }", "eng_alpha"));
        Assert.Equal("FORBIDDEN", await world.ErrorCode("query ($id: ID!) { mission(ref: { id: $id }) { id } }", "eng_alpha", new { id = ids[0] }));
        Assert.Equal("FORBIDDEN", await world.ErrorCode("query ($id: ID!) { mission(ref: { id: $id }) { id } }", "eng_alpha", new { id = ids[1] }));
        Assert.Equal("FORBIDDEN", await world.ErrorCode("query ($id: ID!) { organization(ref: { id: $id }) { id } }", "eng_alpha", new { id = ids[2] }));
        Assert.Equal("FORBIDDEN", await world.ErrorCode("query ($id: ID!) { organization(ref: { id: $id }) { id } }", "eng_alpha", new { id = ids[3] }));
    }

    [Fact]
    public async Task Services_learn_who_holds_a_key_from_its_hash_as_long_as_it_is_good()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha", scopes: ["publish"]), world.Key("alpha", "eng_old", revoked: World.Now), world.BrowserKey("alpha", "eng_page", "https://site.example"));

        var holder = await world.Host.Client.GetFromJsonAsync<JsonElement>($"/internal/search/keys/{HashOf("eng_alpha")}");
        Assert.Equal(("Partenaire alpha", "publish"), (holder.GetProperty("name").GetString(), holder.GetProperty("scopes")[0].GetString()));
        using var revoked = await world.Host.Client.GetAsync($"/internal/search/keys/{HashOf("eng_old")}");
        using var unknown = await world.Host.Client.GetAsync($"/internal/search/keys/{HashOf("eng_none")}");
        using var stranger = new HttpClient { BaseAddress = world.Host.Address };
        using var withoutSecret = await stranger.GetAsync($"/internal/search/keys/{HashOf("eng_alpha")}");
        // It stands in a page, where anybody reads it: it opens no report.
        using var inPage = await world.Host.Client.GetAsync($"/internal/search/keys/{HashOf("eng_page")}");
        Assert.All([revoked, unknown, withoutSecret, inPage], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
    }

    [Fact]
    public async Task Services_learn_from_its_id_who_holds_a_key_and_that_it_has_ended()
    {
        await using var world = await World.Start();
        await world.Publish(
            world.Publisher("alpha"), world.Key("alpha", "eng_alpha"), world.Key("alpha", "eng_old", revoked: World.Now),
            world.Key("alpha", "eng_late", expires: World.Now), world.BrowserKey("alpha", "eng_page", "https://site.example"));

        var answers = new List<string>();
        foreach (var path in new[] { "eng_alpha", "eng_old", "eng_late", "eng_page", "eng_unknown" }.Select(key => new Guid(Convert.FromHexString(HashOf(key))[..16])))
        {
            using var answer = await world.Host.Client.GetAsync($"/internal/search/keys/{path}");
            answers.Add($"{(int)answer.StatusCode}");
        }

        Assert.Equal(["200", "410", "410", "404", "404"], answers);
        using var stranger = new HttpClient { BaseAddress = world.Host.Address };
        using var withoutSecret = await stranger.GetAsync($"/internal/search/keys/{new Guid(Convert.FromHexString(HashOf("eng_old"))[..16])}");
        Assert.Equal(HttpStatusCode.NotFound, withoutSecret.StatusCode);
    }

    [Fact]
    public async Task A_key_that_ends_stops_in_every_process_and_in_one_that_starts_later()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha"), world.Key("alpha", "eng_beta"));
        await using var other = await world.StartAnother();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await Task.WhenAll(Status(world.Host, "eng_alpha"), Status(other, "eng_alpha")));

        await world.Append(world.Key("alpha", "eng_alpha", revoked: World.Now));
        await World.Until(async () => await Status(world.Host, "eng_alpha") == HttpStatusCode.Unauthorized, "the key stops where the log is applied");
        await World.Until(async () => await Status(other, "eng_alpha") == HttpStatusCode.Unauthorized, "the key stops in the other process");
        await world.Append(world.Key("alpha", "eng_beta", expires: World.Now));
        await World.Until(async () => await Status(other, "eng_beta") == HttpStatusCode.Unauthorized, "the key stops in the other process");

        await world.StopSearch();
        await world.StartSearch();
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], await Task.WhenAll(Status(world.Host, "eng_alpha"), Status(world.Host, "eng_beta")));
    }

    [Fact]
    public void A_key_ends_by_the_clock_without_an_entry()
    {
        var clock = new MovableClock(World.Now);
        var ring = new KeyRing(clock);
        var body = new KeyBody(Guid.NewGuid(), HashOf("eng_alpha"), ["read"], World.Now.AddMinutes(1), null, ["https://site.example"]);
        ring.Apply(new KeyEntry(Guid.NewGuid(), 1, 1, body));
        Assert.NotNull(ring.Find("eng_alpha"));
        Assert.True(ring.KnowsOrigin("https://site.example"));

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(ring.Find("eng_alpha"));
        Assert.False(ring.KnowsOrigin("https://site.example"));
    }

    [Fact]
    public void A_state_of_a_key_that_comes_late_does_not_bring_the_key_back()
    {
        var (ring, id) = (new KeyRing(new MovableClock(World.Now)), Guid.NewGuid());
        var good = new KeyBody(Guid.NewGuid(), HashOf("eng_alpha"), ["read"], null, null, null);
        ring.Apply(new KeyEntry(id, 2, 2, good with { RevokedAt = World.Now }));

        ring.Apply(new KeyEntry(id, 1, 1, good));

        Assert.Null(ring.Find("eng_alpha"));
    }

    [Fact]
    public async Task When_the_bus_brings_nothing_who_waits_for_a_number_makes_Search_pull()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha"));
        // Nobody publishes: the table is written as a dispatcher that died would leave it.
        await world.Database.Execute("""
            insert into catalog.change (number, kind, entity_id, version, at, body)
            select max(number) + 1, 'key', (array_agg(entity_id) filter (where kind = 'key'))[1], 2, now(),
                jsonb_set((array_agg(body) filter (where kind = 'key'))[1]::jsonb, '{revokedAt}', '"2026-11-01T00:00:00Z"')::text from catalog.change
            """);
        var wanted = await world.Database.Scalar<long>("select max(number) from catalog.change");

        (await world.Host.Client.GetAsync($"/internal/search/position?wanted={wanted}")).Dispose();

        await Eventually.Holds(async () => await Status(world.Host, "eng_alpha") == HttpStatusCode.Unauthorized, "the replica pulled", seconds: 10);
    }

    [Fact]
    public async Task While_Importer_is_away_its_fields_say_so_and_the_others_are_answered()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha"), world.Key("alpha", "eng_writer", scopes: ["publish"]));

        var answer = await world.Ask("{ viewer { importRuns { totalCount } } publishers { totalCount } }", "eng_alpha");

        Assert.Equal("SERVICE_UNAVAILABLE", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(1, answer.GetProperty("data").GetProperty("publishers").GetProperty("totalCount").GetInt32());
        Assert.Equal("FORBIDDEN", await world.ErrorCode("{ viewer { importRuns { totalCount } } }", "eng_writer"));
        Assert.Equal("BAD_USER_INPUT", await world.ErrorCode("{ viewer { importRuns(first: 0) { totalCount } } }", "eng_alpha"));
        Assert.Equal("CURSOR_INVALID", await world.ErrorCode("{ viewer { importRuns(after: \"x\") { totalCount } } }", "eng_alpha"));
    }

    private static async Task<HttpStatusCode> Status(ServiceHost host, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}");
        request.Headers.Add("x-api-key", key);
        using var answer = await host.Client.SendAsync(request);
        return answer.StatusCode;
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));

    private static async Task<HttpResponseMessage> Send(World world, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Viewer }) };
        request.Headers.TryAddWithoutValidation(header, value);
        return await world.Host.Client.SendAsync(request);
    }
}
