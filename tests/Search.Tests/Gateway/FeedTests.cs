namespace Engagement.Search.Tests.Gateway;

public sealed class FeedTests
{
    private const string Query =
        """
        { viewer { feeds { name url paused intervalMinutes checkedAt lastSuccessAt received receivedBefore refused refusalRate held
          sizeTrend { at received refused } alerts { kind message since run { id status received } } } } }
        """;

    [Fact]
    public async Task A_partner_reads_how_its_own_feeds_are_and_nobody_else_does()
    {
        await using var world = await World.Start(app => ImporterStandIn.Map(app, "alpha"));
        await world.Publish(world.Publisher("alpha"), world.Publisher("beta"), world.Key("alpha", "eng_alpha"), world.Key("beta", "eng_beta"), world.Key("alpha", "eng_writer", scopes: ["publish"]), world.BrowserKey("alpha", "eng_page", "https://site.example"));

        var feed = (await world.Data(Query, "eng_alpha")).GetProperty("viewer").GetProperty("feeds")[0];

        Assert.Equal(
            ["main", "https://partenaire.example/missions.xml", "False", "10", "32", "40", "8", "0.25", "7"],
            new[] { "name", "url", "paused", "intervalMinutes", "received", "receivedBefore", "refused", "refusalRate", "held" }.Select(f => feed.GetProperty(f).ToString()));
        Assert.Equal(["40 0", "40 4", "32 8"], feed.GetProperty("sizeTrend").EnumerateArray().Select(r => $"{r.GetProperty("received")} {r.GetProperty("refused")}"));
        Assert.Equal(
            [$"HELD {ImporterStandIn.RunId} HELD", "EMPTY  "],
            feed.GetProperty("alerts").EnumerateArray().Select(a =>
                $"{a.GetProperty("kind")} {(a.GetProperty("run").ValueKind == System.Text.Json.JsonValueKind.Null ? " " : $"{a.GetProperty("run").GetProperty("id")} {a.GetProperty("run").GetProperty("status")}")}"));
        Assert.Equal(0, (await world.Data(Query, "eng_beta")).GetProperty("viewer").GetProperty("feeds").GetArrayLength());
        Assert.Equal("FORBIDDEN", await world.ErrorCode(Query, "eng_writer"));
    }

    [Fact]
    public async Task Neither_contacts_nor_credentials_can_be_asked_for()
    {
        await using var world = await World.Start();

        var fields = (await world.Data("""{ __type(name: "Feed") { fields { name } } }""")).GetProperty("__type").GetProperty("fields");

        Assert.Equal(
            ["alerts", "checkedAt", "held", "intervalMinutes", "lastSuccessAt", "name", "paused", "received", "receivedBefore", "refusalRate", "refused", "sizeTrend", "url"],
            fields.EnumerateArray().Select(f => f.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task While_the_importer_does_not_answer_the_rest_of_the_answer_stands()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha"));

        var answer = await world.Ask("{ viewer { feeds { name } } publishers { totalCount } }", "eng_alpha");

        Assert.Equal("SERVICE_UNAVAILABLE", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(1, answer.GetProperty("data").GetProperty("publishers").GetProperty("totalCount").GetInt32());
    }
}
