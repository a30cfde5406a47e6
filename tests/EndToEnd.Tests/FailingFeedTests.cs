using Engagement.EndToEnd.Tests.Oracle;
using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

public sealed class FailingFeedTests : IAsyncLifetime
{
    private const string Publisher = "Partenaire fragile";
    private const string NoServer = "127.0.0.1:1";
    private TestDatabase database = null!;
    private FeedServer partner = null!;
    private Instance instance = null!;

    private static string Good { get; } = $"<source>{string.Concat(Enumerable.Range(0, 50).Select(Mission))}</source>";

    public async Task InitializeAsync()
    {
        database = await PostgresCluster.CreateDatabase();
        partner = await FeedServer.Start(
            ("/good.xml", Good),
            ("/empty.xml", ""),
            ("/blank.xml", "<source></source>"),
            ("/page.html", "<!doctype html><html><body>Bientôt de retour<br></body></html>"),
            ("/text.xml", "erreur interne du serveur"),
            ("/truncated.xml", Good[..(Good.Length / 2)]),
            ("/bomb.xml", """
                <?xml version="1.0"?><!DOCTYPE source [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
                <source><mission><clientId>1</clientId><title>Une bombe &c;</title></mission></source>
                """),
            ("/huge.xml", $"<source><publisher>{new string('x', 4 << 20)}</publisher>{Mission(0)}</source>"));
        instance = await Instance.Start(database, [.. partner.Allowed, new("Fetch__AllowedPrivateEndpoints__1", NoServer), new("Fetch__Retries", "0"), new("Runs__MaxMegabytes", "3")]);
        (await instance.ImportUrl(Publisher, $"{partner.Address}good.xml")).AssertCounts(50, created: 50);
    }

    public async Task DisposeAsync()
    {
        await instance.DisposeAsync();
        await partner.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_feed_that_fails_says_why_and_leaves_the_missions_untouched()
    {
        foreach (var path in new[] { "empty.xml", "blank.xml", "page.html", "text.xml", "truncated.xml", "bomb.xml", "huge.xml", "missing.xml" })
        {
            await AssertFails(path, $"{partner.Address}{path}");
        }

        await AssertFails("unreachable", $"http://{NoServer}/feed.xml");
        (await instance.ImportUrl(Publisher, $"{partner.Address}good.xml")).AssertCounts(50, unchanged: 50);
    }

    private async Task AssertFails(string name, string url)
    {
        var import = await instance.ImportUrl(Publisher, url);
        Assert.True(import.Status == "FAILED" && import.ExitCode == 4, $"{name}: {import.Status} {import.Text}");
        var why = import.Counts.TryGetProperty("message", out var message) ? message.GetString() : import.Text;
        Assert.True(Words.In(why ?? "").Count() >= 4, $"{name} does not say why: {why}");
        Assert.Equal(0, import["withdrawn"]);
        Assert.True(await Untouched(), name);
    }

    private async Task<bool> Untouched()
    {
        var missions = (await instance.Query("{ missions(first: 100) { totalCount nodes { title version } } }")).GetProperty("missions").GetProperty("nodes");
        return missions.EnumerateArray().Count(m => m.GetProperty("title").GetString()!.StartsWith("Mission ", StringComparison.Ordinal) && m.GetProperty("version").GetInt32() == 1) == 50
            && missions.GetArrayLength() == 50;
    }

    private static string Mission(int number) => $"""
        <mission><clientId>{number}</clientId><title>Mission numéro {number}</title><description>Utile à tous.</description>
        <applicationUrl>https://example.fr/{number}</applicationUrl></mission>
        """;
}
