using System.Net;
using System.Text;
using System.Text.Json;
using Engagement.Importer.Reports;

namespace Engagement.Importer.Tests;

public sealed class ReportTests
{
    [Fact]
    public async Task A_partner_without_runs_is_told_what_to_do()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        Assert.Contains("Aucun import pour l'instant", await browser.Page("/feeds"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_shows_the_sum_and_every_remark_of_every_mission()
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Of(
            TestFeed.Mission("m-1", extra: "<activity>Plongée</activity><remote>peut-être</remote>"),
            TestFeed.Mission("m-2", title: "Bricolage", extra: "<places>-3</places><startAt>31/02/2027</startAt>"),
            TestFeed.Mission("m-1")));
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        var list = await browser.Page("/feeds");
        Assert.Contains($"/feeds/runs/{import.Text("run")}", list, StringComparison.Ordinal);
        var page = await browser.Page($"/feeds/runs/{import.Text("run")}");

        Assert.Matches("<b>3</b><span>reçues</span>.*<b>1</b><span>créées</span>.*<b>0</b><span>modifiées</span>.*<b>0</b><span>inchangées</span>.*<b>1</b><span>refusées</span>.*<b>1</b><span>doublons</span>.*<b>0</b><span>en échec</span>", page.ReplaceLineEndings(" "));
        Assert.DoesNotContain("somme n'est pas juste", page, StringComparison.Ordinal);
        foreach (var code in new[] { "ACTIVITY_UNKNOWN", "REMOTE_UNKNOWN", "TITLE_ONE_WORD", "PLACES_INVALID", "DATE_UNREADABLE", "DUPLICATE_CLIENT_ID" })
        {
            Assert.Contains($"<span class=\"mono small\">{code}</span>", page, StringComparison.Ordinal);
        }

        foreach (var item in await world.Items(import))
        {
            Assert.Contains(item.GetProperty("message").GetString()!, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_different_words_than_can_be_filters_are_a_warning_of_every_run_and_of_the_dry_run()
    {
        await using var world = await ImporterWorld.Start();
        var feed = TestFeed.Of(Enumerable.Range(0, 6).Select(m =>
            TestFeed.Mission($"m-{m}", extra: $"<tags>{string.Join(',', Enumerable.Range(m * 900, 900).Select(n => $"mot {n}"))}</tags><audience>Tous</audience>")));

        for (var run = 0; run < 2; run++)
        {
            var import = await world.Import(feed);
            Assert.Equal(("SUCCESS", 1), (import.Status, import["warnings"]));
            var item = Assert.Single(await world.Items(import));
            Assert.Equal(("WARNING", "TOO_MANY_WORDS", "tags", "5 400"), (Text(item, "kind"), Text(item, "code"), Text(item, "field"), Text(item, "value")));
        }

        using var answer = await world.Host.Client.PostAsync("/feeds/validate", new StringContent(feed, Encoding.UTF8, "application/xml"));
        var dryRun = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("TOO_MANY_WORDS", Text(Assert.Single(dryRun.GetProperty("items").EnumerateArray()), "code"));

        static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_failed_and_a_held_run_say_why()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(10));
        var failed = await world.Import("<source></source>");
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        var page = await browser.Page($"/feeds/runs/{held.Text("run")}");
        Assert.Contains("90 missions sur 100 disparaîtraient", page, StringComparison.Ordinal);
        Assert.Contains("WITHDRAWAL_HELD", page, StringComparison.Ordinal);
        Assert.Contains("Le flux ne contient aucune mission", await browser.Page($"/feeds/runs/{failed.Text("run")}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/report.csv")]
    [InlineData("/report.json")]
    public async Task Another_partners_run_is_not_there(string file)
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Of(TestFeed.Refused("m-1")), publisher: "alpha");
        using var owner = await PartnerBrowser.SignedIn(world, "alpha");
        using var stranger = await PartnerBrowser.SignedIn(world, "beta", "read", "publish", "admin");

        await owner.Page($"/feeds/runs/{import.Text("run")}{file}");
        using var answer = await stranger.Ask($"/feeds/runs/{import.Text("run")}{file}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("TITLE_MISSING", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(import.Text("run")!, await stranger.Page("/feeds"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_a_report_show_each_remark_once_in_the_order_of_the_file()
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Of(Enumerable.Range(1, 130).Select(i => TestFeed.Mission($"m-{i:000}", title: "Seul", extra: "<places>-1</places>"))));
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        var (address, shown) = ($"/feeds/runs/{import.Text("run")}", new List<string>());
        for (var pages = 0; address is not null; pages++)
        {
            Assert.InRange(pages, 0, 5);
            var page = await browser.Page(address);
            shown.AddRange(from line in page.Split('\n') from part in line.Split("Mission m-").Skip(1) select part[..3]);
            address = page.Split("rel=\"next\" href=\"").Skip(1).Select(p => p[..p.IndexOf('"', StringComparison.Ordinal)]).FirstOrDefault();
        }

        Assert.Equal(Enumerable.Range(1, 130).Select(i => $"{i:000}"), shown.Distinct());
    }

    [Fact]
    public async Task A_filter_shows_one_code_only_on_the_page_and_in_the_file()
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Of(TestFeed.Mission("m-1", title: "Seul", extra: "<places>-1</places>"), TestFeed.Mission("m-2", extra: "<places>-2</places>")));
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        var page = await browser.Page($"/feeds/runs/{import.Text("run")}?kind=REFUSAL&code=PLACES_INVALID");
        var file = await browser.Page($"/feeds/runs/{import.Text("run")}/report.csv?kind=REFUSAL&code=PLACES_INVALID");

        Assert.Contains("<span class=\"mono small\">PLACES_INVALID</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<span class=\"mono small\">TITLE_ONE_WORD</span>", page, StringComparison.Ordinal);
        Assert.Equal(3, file.Trim().Split("\r\n").Length);
    }

    [Fact]
    public async Task The_csv_has_every_remark_a_mark_for_spreadsheets_and_no_formula()
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Of(TestFeed.Mission("=HYPERLINK(\"https://a.example\")", title: "Seul"), TestFeed.Mission("m;2", title: "")));
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        using var answer = await browser.Ask($"/feeds/runs/{import.Text("run")}/report.csv");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        var lines = Encoding.UTF8.GetString(bytes[3..]).TrimEnd().Split("\r\n");
        Assert.Equal((await world.Items(import)).Count + 1, lines.Length);
        Assert.Contains(";\"'=HYPERLINK(\"\"https://a.example\"\")\";", lines[1], StringComparison.Ordinal);
        Assert.Contains(";\"m;2\";", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+33 1", "'+33 1")]
    [InlineData("-3", "'-3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\r\n=1", "\"'\r\n=1\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a = b", "a = b")]
    [InlineData(null, "")]
    public void A_cell_is_text_whatever_it_holds(string? value, string cell) => Assert.Equal(cell, DownloadReport.Cell(value));

    [Fact]
    public async Task The_json_has_the_run_and_every_remark()
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Of(TestFeed.Mission("m-1", title: "Seul", extra: "<places>-1</places>")));
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        using var answer = await browser.Ask($"/feeds/runs/{import.Text("run")}/report.json");
        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(1, json.GetProperty("run").GetProperty("refused").GetInt32());
        var expected = (await world.Items(import)).Select(i => (i.GetProperty("code").GetString(), i.GetProperty("line").GetInt32(), i.GetProperty("message").GetString()));
        Assert.Equal(expected, json.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("code").GetString(), i.GetProperty("line").GetInt32(), i.GetProperty("message").GetString())));
    }

    [Fact]
    public async Task A_held_run_is_confirmed_from_its_page_by_a_key_that_may_publish()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(10));
        using var reader = await PartnerBrowser.SignedIn(world, "demo", "read");
        using var publisher = await PartnerBrowser.SignedIn(world, "demo", "publish");
        var confirm = $"/feeds/runs/{held.Text("run")}/confirm";

        Assert.DoesNotContain(confirm, await reader.Page($"/feeds/runs/{held.Text("run")}"), StringComparison.Ordinal);
        Assert.Contains(confirm, await publisher.Page($"/feeds/runs/{held.Text("run")}"), StringComparison.Ordinal);
        using var refused = await reader.Post(confirm, reader.Origin);
        using var foreign = await publisher.Post(confirm, "https://ailleurs.example");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.StatusCode, foreign.StatusCode));
        Assert.Equal(100, world.Catalog.Live.Count());

        using var done = await publisher.Post(confirm, publisher.Origin);
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal(10, world.Catalog.Live.Count());
        Assert.Contains("Les 90 retraits en attente ont été confirmés", await publisher.Page(done.Headers.Location!.ToString()), StringComparison.Ordinal);
        using var again = await publisher.Post(confirm, publisher.Origin);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Nobody_acts_on_the_run_of_another()
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Numbered(3), publisher: "alpha");
        using var stranger = await PartnerBrowser.SignedIn(world, "beta", "publish");

        using var answer = await stranger.Post($"/feeds/runs/{import.Text("run")}/undo", stranger.Origin);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_page_runs_no_script_and_goes_into_no_frame()
    {
        await using var world = await ImporterWorld.Start();
        using var browser = await PartnerBrowser.SignedIn(world, "demo");

        using var answer = await browser.Ask("/feeds");
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        var theme = page.Split("rel=\"stylesheet\" href=\"")[1].Split('"')[0];
        using var css = await browser.Ask(theme);
        Assert.True(css.Headers.CacheControl is { Public: true, MaxAge.Days: 365 });
        Assert.InRange((await css.Content.ReadAsByteArrayAsync()).Length, 1000, 30_000);
    }
}
