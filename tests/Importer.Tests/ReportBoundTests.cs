using System.Globalization;
using System.Text.Json;
using Engagement.Importer.Runs;
using Engagement.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

/// <summary>How much runs write into the database, whatever their feeds show.</summary>
public sealed class ReportBoundTests
{
    [Fact]
    public async Task A_report_has_20000_rows_at_most_exact_totals_and_says_everywhere_what_it_leaves_out()
    {
        await using var world = await ImporterWorld.Start();
        var warned = Enumerable.Range(1, 50).Select(n => TestFeed.Mission($"m-{n:00000}", extra: "<remote>peut-être</remote>"));
        var import = await world.Import(TestFeed.Of([.. warned, .. Enumerable.Repeat("<mission/>\n", 6000), TestFeed.Mission("m-1", title: "Seul")]));

        var report = await world.Report(import);
        var totals = report.GetProperty("totals").EnumerateArray().ToDictionary(t => t.GetProperty("code").GetString()!, t => (Total: t.GetProperty("total").GetInt32(), Kept: t.GetProperty("kept").GetInt32()));
        Assert.Equal(20_000, await world.Database.Scalar<long>("select count(*) from importer.run_item"));
        Assert.Equal(6000, totals["CLIENT_ID_MISSING"].Total);
        Assert.Equal((50, 0), totals["REMOTE_UNKNOWN"]);
        Assert.Equal((1, 1), totals["TITLE_ONE_WORD"]);
        Assert.Equal(import["warnings"], report.GetProperty("totals").EnumerateArray().Where(t => t.GetProperty("kind").GetString() == "WARNING").Sum(t => t.GetProperty("total").GetInt32()));
        var leftOut = totals.Values.Sum(t => t.Total - t.Kept);
        Assert.Equal(leftOut, report.GetProperty("leftOut").GetInt32());

        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        var page = await browser.Page($"/feeds/runs/{import.Text("run")}");
        Assert.Contains($"{Spaced(leftOut)}\u00a0remarques ne sont pas détaillées", page, StringComparison.Ordinal);
        var csv = (await browser.Page($"/feeds/runs/{import.Text("run")}/report.csv")).Trim().Split("\r\n");
        Assert.Equal(1 + 20_000 + totals.Values.Count(t => t.Kept < t.Total), csv.Length);
        Assert.Contains(csv, line => line.StartsWith("Avertissement;REMOTE_UNKNOWN;", StringComparison.Ordinal) && line.Contains("50\u00a0autres remarques", StringComparison.Ordinal));
        var json = JsonElement.Parse(await browser.Page($"/feeds/runs/{import.Text("run")}/report.json"));
        Assert.Equal((leftOut, 20_000), (json.GetProperty("leftOut").GetInt32(), json.GetProperty("items").GetArrayLength()));
        Assert.Contains($"and {leftOut + 20_000 - import["warnings"] - 20:N0} more".Replace(',', ' '), import.Whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_content_with_the_same_outcome_writes_its_report_once()
    {
        await using var world = await ImporterWorld.Start();
        world.Catalog.Push("foreign");
        world.Catalog.Failing["failing"] = "TITLE_TOO_LONG: trop long";
        var feed = TestFeed.Of(
            TestFeed.Mission("a", extra: "<remote>peut-être</remote>"), TestFeed.Refused("b"), TestFeed.Mission("foreign"), TestFeed.Mission("failing"), TestFeed.Mission("a"));
        var first = await world.Import(feed);
        var before = await Sizes(world);

        var second = await world.Import(feed);

        Assert.Equal(before, await Sizes(world));
        Assert.Equal((await world.Items(first)).Select(i => i.ToString()), (await world.Items(second)).Select(i => i.ToString()));
        Assert.Equal(5, (await world.Items(second)).Count);

        world.Catalog.Failing.Clear();
        var mended = await world.Import(feed);
        Assert.Equal(4, (await world.Items(mended)).Count);
        Assert.Equal(5, (await world.Items(second)).Count);
    }

    [Fact]
    public async Task A_held_run_that_shows_the_same_absences_writes_nothing_again()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(400));
        await world.Import(TestFeed.Numbered(100));
        var before = await Sizes(world);

        var again = await world.Import(TestFeed.Numbered(100));

        Assert.Equal(before, await Sizes(world));
        Assert.Equal(300, (await world.Items(again)).Count);
        Assert.Equal(200, (await world.Ask("confirm", again)).Status);
    }

    [Fact]
    public async Task The_last_10_reports_of_a_feed_are_whole_and_older_ones_keep_totals_and_200_examples_of_each_code()
    {
        await using var world = await ImporterWorld.Start();
        var imports = new List<ImportAnswerLines>();
        for (var refused = 301; refused <= 312; refused++)
        {
            imports.Add(await world.Import(TestFeed.Of([.. Enumerable.Range(1, refused).Select(n => TestFeed.Refused($"m-{n:000}")), TestFeed.Mission("a", title: "Seul")])));
            await world.Import(TestFeed.Of([.. Enumerable.Range(1, refused).Select(n => TestFeed.Refused($"m-{n:000}")), TestFeed.Mission("a", title: "Seul")]));
        }

        var kept = new List<(int Titles, int Others, int Total)>();
        foreach (var import in imports)
        {
            var report = await world.Report(import);
            var codes = report.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()).ToList();
            kept.Add((codes.Count(c => c == "TITLE_MISSING"), codes.Count(c => c != "TITLE_MISSING"), report.GetProperty("totals").EnumerateArray().Sum(t => t.GetProperty("total").GetInt32())));
        }

        Assert.Equal([(200, 1, 302), (200, 1, 303), .. Enumerable.Range(303, 10).Select(n => (n, 1, n + 1))], kept);
        Assert.Equal("m-200", (await world.Items(imports[0]))[199].GetProperty("clientId").GetString());
    }

    [Fact]
    public async Task Every_mission_of_another_source_can_be_moved_whatever_the_report_keeps_of_them()
    {
        await using var world = await ImporterWorld.Start();
        var ids = Enumerable.Range(1, 450).Select(n => $"p-{n:000}").ToList();
        ids.ForEach(world.Catalog.Push);
        var import = await world.Import(TestFeed.Of(ids.Select(id => TestFeed.Mission(id))));
        await world.Database.Execute("delete from importer.run_item");
        using var publisher = await PartnerBrowser.SignedIn(world, "demo", "publish");

        Assert.Contains("Rattacher 450\u00a0missions", await publisher.Page($"/feeds/runs/{import.Text("run")}"), StringComparison.Ordinal);
        using var moved = await publisher.Post($"/feeds/runs/{import.Text("run")}/move", publisher.Origin);

        Assert.Contains("450", await moved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(world.Catalog.Foreign);
    }

    [Fact]
    public async Task A_run_that_its_process_did_not_survive_reports_what_the_catalog_did_not_take()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));
        await world.Database.Execute(
            """
            with open as (
                insert into importer.run (id, feed_id, trigger, status, started_at, created, refused, failed)
                select gen_random_uuid(), id, 'SCHEDULE', 'RUNNING', now() - interval '1 hour', 2, 1, 1 from importer.feed returning id)
            insert into importer.unapplied (batch_id, run_id, kinds, codes, positions, lines, client_ids, messages, still_live)
            select gen_random_uuid(), id, '{REFUSAL,FAILED}', '{OTHER_SOURCE,NOT_APPLIED}', '{7,4}', '{0,12}', '{p,q}', '{Ailleurs.,Non.}', '{false,true}' from open
            """);

        await using var next = await world.StartAnother();
        await Eventually.Holds(async () => await world.Query(db => db.Runs.AnyAsync(r => r.Reason == "INTERRUPTED")), "the run is closed");

        var run = await world.Query(db => db.Runs.SingleAsync(r => r.Reason == "INTERRUPTED"));
        var totals = await world.List("select kind || ' ' || code || ' ' || total || ' ' || kept from importer.run_total order by kind");
        Assert.Equal((4, 1, 1), (run.Received, run.Refused, run.Failed));
        Assert.Equal(["FAILED NOT_APPLIED 1 1", "REFUSAL OTHER_SOURCE 1 1"], totals);
        Assert.Equal(["q 12", "p -"], await world.List("select client_id || ' ' || coalesce(line::text, '-') from importer.run_item order by place"));
        Assert.Equal((0, 1), await world.Query(async db => (await db.Unapplied.CountAsync(), await db.OtherSources.CountAsync())));
    }

    [Fact]
    public async Task A_page_of_a_report_reads_its_own_rows_only()
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Of(Enumerable.Repeat("<mission/>\n", 4000)));
        var publisher = (await world.Query(db => db.Feeds.SingleAsync())).PublisherId;
        await world.Database.Execute("analyze importer.run_item, importer.run_total, importer.run, importer.report");
        var before = await Read(world);

        using var answer = await world.Host.Client.PostAsync(
            $"/internal/importer/publishers/{publisher}/reports",
            System.Net.Http.Json.JsonContent.Create(new[] { new { runId = import.Text("run"), kind = (string?)null, code = (string?)null, after = (long?)null, first = 20 } }));
        var page = JsonElement.Parse(await answer.Content.ReadAsStringAsync())[0];

        Assert.Equal((20, 20_000, true), (page.GetProperty("items").GetArrayLength(), page.GetProperty("total").GetInt32(), page.GetProperty("hasNext").GetBoolean()));
        Assert.InRange(await Read(world) - before, 1, 200);
    }

    [Fact]
    public async Task Reports_go_with_the_last_run_that_has_them()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Of(TestFeed.Refused("a")));
        await world.Import(TestFeed.Of(TestFeed.Refused("a")));
        await world.Import(TestFeed.Of(TestFeed.Refused("b")));
        await world.Database.Execute("update importer.run set started_at = started_at - interval '40 days', ended_at = ended_at - interval '40 days'");
        await world.Import(TestFeed.Of(TestFeed.Refused("a")));

        await Sweep(world);

        Assert.Equal((1, 1, 1), await world.Query(async db => (await db.Runs.CountAsync(), await db.Reports.CountAsync(), await db.RunItems.CountAsync())));
    }

    [Fact]
    public async Task The_rows_of_a_feeds_reports_are_bounded_together_and_the_oldest_keep_their_totals()
    {
        await using var world = await ImporterWorld.Start();
        for (var n = 1; n <= 4; n++)
        {
            await world.Import(TestFeed.Of(Enumerable.Range(1, 10 * n).Select(i => TestFeed.Refused($"m-{i}"))), publisher: n == 1 ? "other" : "demo");
        }

        await world.Query(db => SweepRuns.Reduce(db, mostRows: 75, default));

        Assert.Equal(
            ["10 of 10", "0 of 20", "30 of 30", "40 of 40"],
            await world.List("select kept || ' of ' || total from importer.run_total order by total"));
        Assert.Equal(80, await world.Query(db => db.RunItems.CountAsync()));
    }

    private static Task<int> Sweep(ImporterWorld world) =>
        world.Host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<SweepRuns>().Single().Sweep(CancellationToken.None);

    private static async Task<string> Sizes(ImporterWorld world) => string.Join(", ", await world.List(
        """
        select 'reports ' || count(*) from importer.report union all select 'totals ' || count(*) from importer.run_total
        union all select 'rows ' || count(*) from importer.run_item union all select 'of other sources ' || count(*) from importer.other_source
        union all select 'absences ' || count(*) from importer.held_absence union all select 'unapplied ' || count(*) from importer.unapplied
        """));

    /// <summary>Rows of reports that were read so far, through an index or not.</summary>
    private static async Task<long> Read(ImporterWorld world)
    {
        await world.Writes();
        return await world.Database.Scalar<long>("select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables where schemaname = 'importer' and relname = 'run_item'");
    }

    private static string Spaced(int number) => number.ToString("N0", new NumberFormatInfo { NumberGroupSeparator = "\u202f" });
}
