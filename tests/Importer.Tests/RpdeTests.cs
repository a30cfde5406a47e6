using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Tests;

/// <summary>How an RPDE feed is read from change to change.</summary>
public sealed class RpdeTests : IAsyncLifetime
{
    private RpdeServer feed = null!;
    private ImporterWorld world = null!;

    public async Task InitializeAsync()
    {
        feed = await RpdeServer.Start();
        world = await ImporterWorld.Start(feed.Allowed);
        feed.PutAll(7);
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await feed.DisposeAsync();
    }

    [Fact]
    public async Task The_first_reading_takes_all_pages_and_the_next_asks_for_what_changed_since()
    {
        var first = await feed.Import(world);
        Assert.Equal(4, feed.Asked.Count);
        feed.Forget();
        feed.Put("m-003", "Aider au potager");
        feed.Put("m-008");
        feed.Delete("m-001");
        var second = await feed.Import(world);

        Assert.Equal((7, 7, 0, 0, 0, 0), first.Counts);
        Assert.Equal((2, 1, 1, 0, 1, 0), second.Counts);
        Assert.Equal(2, feed.Asked.Count);
        Assert.Equal(["m-002", "m-003", "m-004", "m-005", "m-006", "m-007", "m-008"], world.Catalog.Live);
        Assert.Equal("Aider au potager", world.Catalog.Missions["m-003"].Title);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_poll_that_finds_nothing_new_costs_a_record(bool hasTags)
    {
        feed.HasTags = hasTags;
        await feed.Import(world);
        await world.Writes();
        var before = await world.Writes();

        var idle = await feed.Import(world);

        var after = await world.Writes();
        Assert.Equal(("SUCCESS", "NOT_MODIFIED", 0), (idle.Status, idle.Reason, idle["received"]));
        Assert.Equal(["feed", "run"], after.Where(w => w.Value != before[w.Key]).Select(w => w.Key).Order(StringComparer.Ordinal));
        feed.Put("m-009");
        Assert.Equal((1, 1, 0, 0, 0, 0), (await feed.Import(world)).Counts);
    }

    [Fact]
    public async Task A_mission_that_was_deleted_comes_back_with_its_identity()
    {
        await feed.Import(world);
        feed.Delete("m-002");
        Assert.Equal((0, 0, 0, 0, 1, 0), (await feed.Import(world)).Counts);
        feed.Put("m-002");

        var back = await feed.Import(world);

        Assert.Equal((1, 1), (back["received"], back["restored"]));
        Assert.Contains("m-002", world.Catalog.Live);
    }

    [Fact]
    public async Task The_tombstone_of_a_mission_that_nobody_knows_is_no_fault()
    {
        await feed.Import(world);
        feed.Delete("m-unknown");

        var answer = await feed.Import(world);

        Assert.Equal(("SUCCESS", null, (0, 0, 0, 0, 0, 0)), (answer.Status, answer.Reason, answer.Counts));
        Assert.Equal("NOT_MODIFIED", (await feed.Import(world)).Reason);
    }

    [Fact]
    public async Task After_seven_days_without_success_all_is_read_again_and_what_is_absent_is_withdrawn()
    {
        await feed.Import(world);
        feed.Delete("m-004");
        feed.ForgetTombstones();
        feed.Put("m-005", "Aider au potager");
        await world.Database.Execute("update importer.feed set cursor_at = now() - interval '8 days'");

        var whole = await feed.Import(world);

        Assert.Equal((6, 0, 1, 5, 1, 0), whole.Counts);
        Assert.Null((await RpdeServer.LastRun(world)).ReadFrom);
        Assert.Equal("NOT_MODIFIED", (await feed.Import(world)).Reason);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Gone)]
    public async Task When_the_page_to_go_on_from_is_gone_all_is_read_again(HttpStatusCode status)
    {
        await feed.Import(world);
        feed.Fails = (7, status);
        feed.Delete("m-004");
        feed.ForgetTombstones();
        feed.Put("m-005", "Aider au potager");

        var whole = await feed.Import(world);

        Assert.Equal((6, 0, 1, 5, 1, 0), whole.Counts);
        Assert.Null((await RpdeServer.LastRun(world)).ReadFrom);
        Assert.Equal("NOT_MODIFIED", (await feed.Import(world)).Reason);
    }

    [Fact]
    public async Task A_feed_that_is_gone_itself_fails_and_touches_no_mission()
    {
        await feed.Import(world);
        await world.Database.Execute("update importer.feed set cursor_at = now() - interval '8 days'");
        feed.Fails = (0, HttpStatusCode.Gone);

        var answer = await feed.Import(world);

        Assert.Equal(("FAILED", "HTTP_STATUS"), (answer.Status, answer.Reason));
        Assert.Equal(7, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_mission_that_comes_twice_in_one_reading_ends_as_its_later_version_and_each_is_counted()
    {
        feed.KeepsFormer = true;
        feed.Put("m-001", "Aider au potager");
        feed.Put("m-001", "Aider au verger");

        var answer = await feed.Import(world);

        Assert.Equal((9, 7, 2, 0, 0, 0), answer.Counts);
        Assert.Equal("Aider au verger", world.Catalog.Missions["m-001"].Title);
        Assert.Equal("NOT_MODIFIED", (await feed.Import(world)).Reason);
    }

    [Fact]
    public async Task Of_updates_and_tombstones_in_one_reading_the_last_holds()
    {
        await feed.Import(world);
        feed.KeepsFormer = true;
        feed.Put("m-001", "Aider au potager");
        feed.Delete("m-001");
        feed.Delete("m-002");
        feed.Put("m-002", "Aider au verger");
        feed.Put("m-new");
        feed.Delete("m-new");

        var answer = await feed.Import(world);

        Assert.Equal(("SUCCESS", (3, 1, 2, 0, 2, 0)), (answer.Status, answer.Counts));
        Assert.Equal(["m-002", "m-003", "m-004", "m-005", "m-006", "m-007"], world.Catalog.Live);
        Assert.Equal("Aider au verger", world.Catalog.Missions["m-002"].Title);
    }

    [Fact]
    public async Task Resync_reads_all_again_and_sends_it()
    {
        await feed.Import(world);
        using var resync = await world.Host.Client.PostAsync("/internal/importer/resync?publisher=demo", null);

        var answer = await feed.Import(world);

        Assert.Equal((7, 7), (answer["received"], answer["unchanged"]));
        Assert.Equal(7, world.Catalog.Received.Skip(1).Sum(m => m.Missions.Count));
    }

    [Fact]
    public async Task What_the_catalog_could_not_apply_is_read_again()
    {
        world.Catalog.Failing["m-002"] = "CONTENT_REFUSED: corrigez la valeur.";
        var first = await feed.Import(world);
        var item = Assert.Single(await world.Items(first));
        world.Catalog.Failing.Clear();

        var second = await feed.Import(world);

        Assert.Equal((1, "FAILED", 2, System.Text.Json.JsonValueKind.Null), (first["failed"], item.GetProperty("kind").GetString(), item.GetProperty("position").GetInt32(), item.GetProperty("line").ValueKind));
        Assert.Equal((7, 1, 0, 6, 0, 0), second.Counts);
    }

    [Fact]
    public async Task A_refused_version_leaves_the_accepted_one_and_is_reported_by_its_place()
    {
        await feed.Import(world);
        feed.Put("m-001", "Jardin");

        var answer = await feed.Import(world);

        var item = Assert.Single(await world.Items(answer));
        Assert.Equal(("TITLE_ONE_WORD", "m-001", 1, true), (
            item.GetProperty("code").GetString(), item.GetProperty("clientId").GetString(), item.GetProperty("position").GetInt32(), item.GetProperty("stillLive").GetBoolean()));
        Assert.Equal((1, 0, 0, 0, 0, 1), answer.Counts);
        Assert.Equal(7, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task Another_format_is_another_content()
    {
        await feed.Import(world);
        Assert.NotNull(await RpdeServer.Cursor(world));

        var xml = await world.Import((HttpContent?)null, "demo", $"&format=xml&url={Uri.EscapeDataString(feed.Address.ToString())}");
        Assert.Equal("FAILED", xml.Status);
        Assert.Null(await RpdeServer.Cursor(world));

        Assert.Equal((7, 0, 0, 7, 0, 0), (await feed.Import(world)).Counts);
        Assert.Equal("rpde", (await world.Get("/internal/importer/feeds"))[0].GetProperty("format").GetString());
        Assert.Equal(2, (await world.Import("", query: "&format=json")).Exit);
    }

    [Fact]
    public async Task A_file_is_one_page_and_withdraws_only_by_tombstones()
    {
        await feed.Import(world);

        var answer = await world.Import("""{"next":"x","items":[{"state":"deleted","kind":"mission","id":"m-001","modified":1}]}""", query: "&format=rpde");

        Assert.Equal(("SUCCESS", 1), (answer.Status, answer["withdrawn"]));
        Assert.Equal((7, 0, 1, 6, 0, 0), (await feed.Import(world)).Counts);
    }

    [Fact]
    public async Task The_dry_run_judges_the_first_page()
    {
        feed.Put("m-001", "Jardin");
        feed.ForgetTombstones();

        var report = await world.Host.Client.PostAsync($"/feeds/validate?url={Uri.EscapeDataString(new Uri(feed.Root, "/missions?after=5").ToString())}", null);
        var json = System.Text.Json.JsonElement.Parse(await report.Content.ReadAsStringAsync());

        Assert.Equal((3, 2, 1, true), (json.GetProperty("received").GetInt32(), json.GetProperty("accepted").GetInt32(), json.GetProperty("refused").GetInt32(), json.GetProperty("firstPageOnly").GetBoolean()));
        Assert.Equal(0, await world.Query(db => db.Runs.CountAsync()));
    }
}
