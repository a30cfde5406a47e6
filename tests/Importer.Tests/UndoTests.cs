using System.Net.Http.Json;
using Engagement.Testing;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Tests;

public sealed class UndoTests
{
    private static readonly string Good = Titled("Aider au jardin partagé", 5);

    private static readonly string Damaged = Titled("Un titre abîmé", 6);

    [Fact]
    public async Task Undoing_a_run_brings_the_former_contents_back_and_the_good_feed_is_then_unchanged()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Good);
        var bad = await world.Import(Damaged);

        var (status, text) = await world.Ask("undo", bad);

        Assert.Equal(200, status);
        Assert.Contains("5 missions ont retrouvé leur contenu, 1 ont été retirées, 0 ont changé", text, StringComparison.Ordinal);
        Assert.Equal(5, world.Catalog.Live.Count());
        Assert.All(world.Catalog.Live, id => Assert.Equal("Aider au jardin partagé", world.Catalog.Missions[id].Title));
        var run = (await world.LastRun()).GetProperty("run");
        Assert.Equal(
            ("UNDO", 5, 5, 1), (run.GetProperty("trigger").GetString(), run.GetProperty("received").GetInt32(), run.GetProperty("updated").GetInt32(), run.GetProperty("withdrawn").GetInt32()));
        Assert.Equal((5, 0, 0, 5, 0, 0), (await world.Import(Good)).Counts);
    }

    [Fact]
    public async Task A_mission_that_changed_since_is_listed_as_left_alone()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Good);
        var bad = await world.Import(Damaged);
        await world.Import(TestFeed.Of(
            [TestFeed.Mission("m-1", "Un titre corrigé"), .. Enumerable.Range(2, 5).Select(n => TestFeed.Mission($"m-{n}", "Un titre abîmé"))]));

        await world.Ask("undo", bad);

        var report = await world.LastRun();
        var item = Assert.Single(report.GetProperty("items").EnumerateArray());
        Assert.Equal(("LEFT_ALONE", "m-1"), (item.GetProperty("kind").GetString(), item.GetProperty("clientId").GetString()));
        Assert.Equal("Un titre corrigé", world.Catalog.Missions["m-1"].Title);
        Assert.Equal("Aider au jardin partagé", world.Catalog.Missions["m-2"].Title);
    }

    [Fact]
    public async Task A_feed_that_shows_the_undone_content_imports_nothing_until_it_differs()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Good);
        await world.Ask("undo", await world.Import(Damaged));

        var same = await world.Import(Damaged.Replace("<source>", "<source><lastBuildDate>2026-11-02</lastBuildDate>", StringComparison.Ordinal));
        var cut = await world.Import(Damaged[..(Damaged.Length - 300)]);
        Assert.Equal(("HELD", "UNDONE_CONTENT", 0), (same.Status, same.Reason, same["received"]));
        Assert.Equal(("FAILED", 0), (cut.Status, cut["received"]));
        Assert.Equal("Aider au jardin partagé", world.Catalog.Missions["m-1"].Title);

        var corrected = await world.Import(Titled("Un titre corrigé", 5));

        Assert.Equal((5, 0, 5, 0, 0, 0), corrected.Counts);
        Assert.Equal((6, 1, 5, 0, 0, 0), WithoutRestored(await world.Import(Damaged)));
    }

    [Theory]
    [InlineData("HELD")]
    [InlineData("FAILED")]
    public async Task Undoing_a_run_that_imported_nothing_does_not_let_the_undone_content_in(string status)
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Good);
        await world.Ask("undo", await world.Import(Damaged));
        var nothing = await world.Import(status == "HELD" ? Damaged : Damaged[..(Damaged.Length - 300)]);
        Assert.Equal(status, nothing.Status);

        await world.Ask("undo", nothing);

        Assert.Equal("UNDONE_CONTENT", (await world.Import(Damaged)).Reason);
        Assert.Equal("Aider au jardin partagé", world.Catalog.Missions["m-1"].Title);
    }

    [Fact]
    public async Task Requests_that_wait_for_a_slow_feed_stop_no_other_feed_and_are_bounded()
    {
        await using var server = await FeedServer.Start();
        await using var world = await ImporterWorld.Start(server.Allowed, new("Runs:AtOnce", "2"));
        using var release = new SemaphoreSlim(0);
        var good = await world.Import(Good, "slow");
        world.Catalog.Before = _ => release.WaitAsync();
        var slow = world.Import(Damaged, "slow");
        await Eventually.Holds(() => world.Catalog.Messages.Count == 2, "the import of the slow feed waits for the catalog");
        var undos = Enumerable.Range(0, 14).Select(_ => world.Ask("undo", good)).ToList();
        await Eventually.Holds(() => undos.Count(undo => undo.IsCompleted) == 4, "more requests than may wait are refused");
        Assert.All(undos.Where(undo => undo.IsCompleted), undo => Assert.Equal(503, undo.Result.Status));

        server.Serves(TestFeed.Numbered(3));
        using (await world.Host.Client.PutAsJsonAsync("/internal/importer/feeds/other", new { url = server.Address }))
        {
            await Eventually.Holds(() => !server.Requests.IsEmpty, "another feed is pulled");
        }

        world.Catalog.Before = _ => Task.CompletedTask;
        release.Release(10);
        await slow;
        Assert.Equal(1, (await Task.WhenAll(undos)).Count(answer => answer.Status == 200));
    }

    [Fact]
    public async Task A_run_that_changed_nothing_is_not_undone_and_no_run_is_undone_without_end()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Good);
        Assert.Equal(409, (await world.Ask("undo", await world.Import(Good))).Status);

        var bad = await world.Import(Damaged);
        await world.Import(Titled("Un titre corrigé", 6));
        var statuses = new List<int>();
        for (var attempt = 0; attempt < 12; attempt++)
        {
            statuses.Add((await world.Ask("undo", bad)).Status);
        }

        Assert.Equal(409, statuses[^1]);
        Assert.InRange(await world.Database.Scalar<long>("select count(*) from importer.run where trigger = 'UNDO'"), 1, 10);
    }

    [Fact]
    public async Task Each_of_several_undone_contents_is_kept_out()
    {
        await using var world = await ImporterWorld.Start();
        var worse = Titled("Un titre pire", 5);
        await world.Import(Good);
        var first = await world.Import(Damaged);
        var second = await world.Import(worse);
        await world.Ask("undo", second);
        await world.Ask("undo", first);

        Assert.Equal("UNDONE_CONTENT", (await world.Import(worse)).Reason);
        Assert.Equal("UNDONE_CONTENT", (await world.Import(Damaged)).Reason);
        Assert.Equal("SUCCESS", (await world.Import(Good)).Status);
    }

    [Fact]
    public async Task A_confirmation_lets_in_the_content_that_it_was_given_for_and_once()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(300));
        var few = TestFeed.Numbered(30);
        await world.Ask("confirm", await world.Import(few));
        var confirmation = (await world.LastRun()).GetProperty("run").GetProperty("id").GetString();
        using (await world.Host.Client.PostAsync($"/internal/importer/runs/{confirmation}/undo", null))
        {
            var held = await world.Import(few);
            Assert.Equal("UNDONE_CONTENT", held.Reason);
            Assert.Equal(200, (await world.Ask("confirm", held)).Status);
            Assert.Equal(409, (await world.Ask("confirm", held)).Status);
        }

        var let = await world.Import(few);
        Assert.Equal(("SUCCESS", 270), (let.Status, let["withdrawn"]));
        // Months later the feed has as many again, and loses them again: a person is asked again.
        await world.Import(TestFeed.Numbered(300));
        await world.Database.Execute("update importer.run set started_at = started_at - interval '40 days'; delete from importer.confirmed_absence");
        Assert.Equal("HELD", (await world.Import(few)).Status);
    }

    [Fact]
    public async Task A_confirmation_of_one_content_does_not_let_another_in_that_was_undone_later()
    {
        await using var world = await ImporterWorld.Start();
        var worse = Titled("Un titre pire", 5);
        await world.Import(Good);
        await world.Ask("undo", await world.Import(Damaged));
        var held = await world.Import(Damaged);
        await world.Import(Good);
        await world.Ask("undo", await world.Import(worse));

        Assert.Equal(409, (await world.Ask("confirm", held)).Status);
        Assert.Equal("UNDONE_CONTENT", (await world.Import(worse)).Reason);
    }

    [Fact]
    public async Task A_paged_feed_of_which_two_runs_were_undone_waits_for_a_person_whatever_it_shows_first()
    {
        await using var feed = await RpdeServer.Start();
        await using var world = await ImporterWorld.Start(feed.Allowed);
        feed.PutAll(7);
        await feed.Import(world);
        feed.Put("m-001", "Un titre abîmé");
        var first = await feed.Import(world);
        feed.Put("m-002", "Un titre pire");
        var second = await feed.Import(world);
        await world.Ask("undo", second);
        await world.Ask("undo", first);

        for (var reading = 0; reading < 2; reading++)
        {
            Assert.Equal("UNDONE_CONTENT", (await feed.Import(world)).Reason);
        }

        Assert.DoesNotContain("titre", string.Join(' ', world.Catalog.Live.Select(id => world.Catalog.Missions[id].Title)), StringComparison.Ordinal);
        feed.Put("m-001", "Un jardin corrigé");
        feed.Put("m-002", "Un jardin corrigé");
        Assert.Equal("SUCCESS", (await feed.Import(world)).Status);
        Assert.Equal("Un jardin corrigé", world.Catalog.Missions["m-002"].Title);
    }

    [Fact]
    public async Task A_person_lets_the_undone_content_in_after_all()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Good);
        await world.Ask("undo", await world.Import(Damaged));
        var held = await world.Import(Damaged);

        Assert.Equal(200, (await world.Ask("confirm", held)).Status);

        Assert.Equal("SUCCESS", (await world.Import(Damaged)).Status);
        Assert.Equal("Un titre abîmé", world.Catalog.Missions["m-1"].Title);
    }

    [Fact]
    public async Task A_pulled_feed_is_looked_at_again_after_an_undo_and_goes_on_by_itself_when_it_differs()
    {
        await using var server = await FeedServer.Start();
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Serves(Good);
        await world.ImportUrl(server.Address);
        server.ServesTagged(Damaged);
        await world.Ask("undo", await world.ImportUrl(server.Address));

        await Pull(world, "UNDONE_CONTENT");
        server.Serves(Titled("Un titre corrigé", 5));
        await world.Database.Execute("update importer.feed set next_run_at = now()");

        await Eventually.Holds(() => world.Catalog.Missions["m-1"].Title == "Un titre corrigé", "the corrected content is imported");
    }

    [Fact]
    public async Task A_confirmation_can_be_undone()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Ask("confirm", await world.Import(TestFeed.Numbered(70)));
        var confirmation = (await world.LastRun()).GetProperty("run").GetProperty("id").GetString();

        using var undone = await world.Host.Client.PostAsync($"/internal/importer/runs/{confirmation}/undo", null);

        Assert.Equal(200, (int)undone.StatusCode);
        Assert.Equal(100, world.Catalog.Live.Count());
        Assert.Equal("UNDONE_CONTENT", (await world.Import(TestFeed.Numbered(70))).Reason);
    }

    [Fact]
    public async Task A_run_is_undone_once_and_within_30_days()
    {
        await using var world = await ImporterWorld.Start();
        var old = await world.Import(Good);
        await world.Database.Execute("update importer.run set started_at = now() - interval '31 days'");
        var bad = await world.Import(Damaged);

        Assert.Equal(200, (await world.Ask("undo", bad)).Status);
        Assert.Equal(409, (await world.Ask("undo", bad)).Status);
        Assert.Equal(409, (await world.Ask("undo", old)).Status);
    }

    [Fact]
    public async Task An_undo_that_the_catalog_broke_off_suspends_the_feed_and_can_be_asked_again()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Good);
        var bad = await world.Import(Damaged);
        world.Catalog.Undoes = false;

        Assert.Equal(503, (await world.Ask("undo", bad)).Status);
        Assert.Equal("UNDONE_CONTENT", (await world.Import(Damaged)).Reason);
        world.Catalog.Undoes = true;
        Assert.Equal(200, (await world.Ask("undo", bad)).Status);

        Assert.Equal("Aider au jardin partagé", world.Catalog.Missions["m-1"].Title);
    }

    private static (int, int, int, int, int, int) WithoutRestored(ImportAnswerLines answer) =>
        answer.Counts with { Created = answer["created"] + answer["restored"], Updated = answer["updated"] - answer["restored"] };

    private static async Task Pull(ImporterWorld world, string reason)
    {
        await world.Database.Execute("update importer.feed set next_run_at = now()");
        await Eventually.Holds(async () => await world.Query(db => db.Runs.AnyAsync(r => r.Reason == reason)), $"a run has ended with {reason}");
    }

    private static string Titled(string title, int count) => TestFeed.Of(Enumerable.Range(1, count).Select(n => TestFeed.Mission($"m-{n}", title)));
}
