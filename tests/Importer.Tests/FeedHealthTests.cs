using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Importer.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

public sealed partial class FeedHealthTests
{
    [Fact]
    public async Task An_alert_opens_once_per_occurrence_and_closes_when_it_is_over()
    {
        await using var world = await Start();
        await world.Import(TestFeed.Numbered(3));
        Assert.Empty(await Look(world));

        await world.Import("<source></source>");
        Assert.Equal(["EMPTY"], await Look(world));
        Assert.Empty(await Look(world));
        await world.Import("<source></source>");
        await world.Import("<source></source>");
        Assert.Equal(["FAILING"], await Look(world));
        Assert.Equal(["EMPTY", "FAILING"], await Open(world));

        await world.Import(TestFeed.Numbered(3));
        Assert.Empty(await Look(world));
        Assert.Empty(await Open(world));
        await world.Import("<source></source>");
        Assert.Equal(["EMPTY"], await Look(world));
        Assert.Equal(["EMPTY true", "EMPTY false", "FAILING true"], (await world.List("select kind || ' ' || (closed_at is not null) from importer.feed_alert order by kind, opened_at, closed_at nulls last")));
    }

    [Fact]
    public async Task Refusals_of_more_than_three_quarters_and_held_withdrawals_are_told()
    {
        await using var world = await Start();
        await world.Import(TestFeed.Of(TestFeed.Mission("1"), TestFeed.Refused("2"), TestFeed.Refused("3"), TestFeed.Refused("4")));
        Assert.Empty(await Look(world));
        await world.Import(TestFeed.Of(TestFeed.Mission("1"), TestFeed.Refused("2"), TestFeed.Refused("3"), TestFeed.Refused("4"), TestFeed.Refused("5")));
        Assert.Equal(["REFUSED"], await Look(world));
        await world.Import(TestFeed.Numbered(100));
        await world.Import(TestFeed.Numbered(10));
        Assert.Equal(["HELD"], await Look(world));
        Assert.Equal(["HELD"], await Open(world));
    }

    [Fact]
    public async Task The_partner_sees_its_alerts_and_figures()
    {
        await using var world = await Start();
        await world.Import(TestFeed.Numbered(40));
        await world.Import(TestFeed.Of([.. Enumerable.Range(1, 38).Select(i => TestFeed.Mission($"m-{i:00000}")), TestFeed.Refused("x")]));
        await world.Import("<source></source>");
        await Look(world);
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        using var stranger = await PartnerBrowser.SignedIn(world, "beta");

        var page = await browser.Page("/feeds");

        Assert.Contains("Votre flux ne contient plus aucune mission", page, StringComparison.Ordinal);
        Assert.Contains("39 (−1)", page, StringComparison.Ordinal);
        Assert.Contains("2,6\u00a0%", page, StringComparison.Ordinal);
        Assert.DoesNotContain("aucune mission", await stranger.Page("/feeds"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sizes_of_the_last_readings_are_drawn_and_tabled_alike()
    {
        await using var world = await Start();
        await world.Import(TestFeed.Numbered(40));
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        Assert.DoesNotContain("<svg", await browser.Page("/feeds"), StringComparison.Ordinal);

        await world.Import(TestFeed.Of([.. Enumerable.Range(1, 30).Select(i => TestFeed.Mission($"m-{i:00000}")), .. Enumerable.Range(1, 10).Select(i => TestFeed.Refused($"x-{i}"))]));
        await world.Import(TestFeed.Numbered(20));
        var page = await browser.Page("/feeds");

        Assert.Contains("3\u00a0dernières lectures", page, StringComparison.Ordinal);
        Assert.Contains("au moins 20, au plus 40", page, StringComparison.Ordinal);
        // Heights of a thousand: 40, then 30 accepted under 10 refused, then 20.
        Assert.Equal(["taken 1000", "taken 750", "refused 250", "taken 500"], Bar().Matches(page).Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value}"));
        Assert.Equal(["20 0 0", "40 10 25", "40 0 0"], Row().Matches(page).Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value} {m.Groups[3].Value}"));
    }

    [Fact]
    public async Task The_gateway_is_told_how_a_feed_is_and_which_runs_showed_its_alerts_but_no_contacts()
    {
        await using var world = await AlertWorld.Start();
        await world.Contacts("demo", "equipe@exemple.fr");
        await world.World.Import(TestFeed.Numbered(100));
        var held = (await world.World.Import(TestFeed.Numbered(10))).Text("run")!;
        await world.Look();
        var (own, other) = (Missions.EntityId.OfPublisher("demo"), Missions.EntityId.OfPublisher("beta"));

        var feed = (await world.World.Get($"/internal/importer/publishers/{own}/health"))[0];

        Assert.Equal(("main", 10, 90), (feed.GetProperty("feed").GetString(), feed.GetProperty("intervalMinutes").GetInt32(), feed.GetProperty("held").GetInt32()));
        Assert.Equal([100, 10], feed.GetProperty("readings").EnumerateArray().Select(r => r.GetProperty("received").GetInt32()));
        Assert.Equal(held, Assert.Single(feed.GetProperty("alerts").EnumerateArray()).GetProperty("runId").GetString());
        Assert.DoesNotContain("exemple.fr", feed.ToString(), StringComparison.Ordinal);
        Assert.Equal([held], await Named(world.World, own, held));
        Assert.Empty(await Named(world.World, other, held));
    }

    private static async Task<IEnumerable<string?>> Named(ImporterWorld world, Guid publisher, string run)
    {
        using var answer = await world.Host.Client.PostAsJsonAsync($"/internal/importer/publishers/{publisher}/runs/named", new[] { run });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(r => r.GetProperty("id").GetString());
    }

    [GeneratedRegex("<rect class=\"([a-z]+)\"[^>]* height=\"([0-9]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Bar();

    [GeneratedRegex("data-label=\"Missions\">([0-9]+)</td>\\s*<td[^>]*>([0-9]+)</td>\\s*<td[^>]*>([0-9,]+)\u00a0%", RegexOptions.None, 1000)]
    private static partial Regex Row();

    // Looked at when the test says so.
    private static Task<ImporterWorld> Start() => ImporterWorld.Start(KeyValuePair.Create("Health:EverySeconds", (string?)"3600"));

    private static async Task<IEnumerable<string>> Look(ImporterWorld world) =>
        (await world.Host.Services.GetRequiredService<WatchFeeds>().Look(CancellationToken.None)).Order(StringComparer.Ordinal);

    private static Task<List<string>> Open(ImporterWorld world) => world.List("select kind from importer.feed_alert where closed_at is null order by kind");
}
