using Engagement.Importer.Runs;

namespace Engagement.Importer.Tests;

/// <summary>A feed that loses its missions bit by bit, or most of the few that it has, waits for a person; what a person wanted, and what is over, does not count.</summary>
public sealed class GuardMemoryTests
{
    [Fact]
    public async Task A_feed_that_loses_a_fifth_of_its_missions_at_each_reading_is_held_at_the_second()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(1000));
        var statuses = new List<string>();
        for (var left = 800; left >= 28; left = ((left * 4) + 4) / 5)
        {
            statuses.Add((await world.Import(TestFeed.Numbered(left))).Status);
        }

        Assert.Equal(["SUCCESS", .. Enumerable.Repeat("HELD", statuses.Count - 1)], statuses);
        Assert.Equal(800, world.Catalog.Live.Count());
    }

    [Theory]
    [InlineData(20, 1, "HELD")]
    [InlineData(20, 9, "HELD")]
    [InlineData(20, 10, "SUCCESS")]
    [InlineData(12, 5, "HELD")]
    [InlineData(12, 6, "SUCCESS")]
    [InlineData(9, 4, "SUCCESS")]
    [InlineData(6, 1, "SUCCESS")]
    [InlineData(100, 80, "SUCCESS")]
    [InlineData(100, 79, "HELD")]
    public async Task A_small_feed_is_held_when_it_loses_more_than_half_and_more_than_5(int before, int after, string status)
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(before));

        Assert.Equal(status, (await world.Import(TestFeed.Numbered(after))).Status);
        Assert.Equal(status == "HELD" ? before : after, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_small_feed_that_loses_few_at_a_time_is_held_when_half_of_it_would_be_gone()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(12));
        string[] statuses = [(await world.Import(TestFeed.Numbered(9))).Status, (await world.Import(TestFeed.Numbered(6))).Status, (await world.Import(TestFeed.Numbered(5))).Status];

        Assert.Equal(["SUCCESS", "SUCCESS", "HELD"], statuses);
        var run = (await world.LastRun()).GetProperty("run");
        Assert.Contains("1 missions disparaîtraient, après 6 depuis 24 heures, sur 12", run.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_withdrawn_more_than_a_day_ago_does_not_count_and_what_was_live_for_a_week_does()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(200));
        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(165))).Status);
        await Age(world, hours: 25);

        // 30 of 165 at once; with the former 35 it would be more than 40 of 200.
        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(135))).Status);
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(120))).Status);
        await Age(world, hours: 168);
        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(110))).Status);
        // The 200 and the 165 are more than a week ago: 28 of 135.
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(107))).Status);
    }

    [Theory]
    [InlineData(true, "SUCCESS")]
    [InlineData(false, "HELD")]
    public async Task Missions_past_their_end_do_not_count_when_the_catalog_says_which_they_are(bool answers, string status)
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        Expire(world, from: 61, count: 40);
        world.Catalog.AnswersExpired = answers;

        Assert.Equal(status, (await world.Import(TestFeed.Numbered(60))).Status);
        // Nor later, nor in what was live: 10, then 11 of 60.
        Assert.Equal(status, (await world.Import(TestFeed.Numbered(50))).Status);
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(39))).Status);
    }

    [Fact]
    public async Task Missions_past_their_end_that_the_feed_still_names_do_not_hide_that_all_others_vanish()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        Expire(world, from: 1, count: 85);

        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(86))).Status);
    }

    [Fact]
    public async Task What_a_person_confirmed_does_not_count_later()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(300));
        var held = await world.Import(TestFeed.Numbered(100));
        Assert.Equal(200, (await world.Ask("confirm", held)).Status);

        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(80))).Status);
        // 22 of the 100 that the person left; not of the 300 before.
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(78))).Status);
    }

    [Fact]
    public async Task The_same_absences_are_not_asked_for_again_after_a_confirmation_and_others_are()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Ask("confirm", await world.Import(TestFeed.Numbered(60)));
        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(100))).Status);

        var again = await world.Import(TestFeed.Numbered(60));
        Assert.Equal(("SUCCESS", 40), (again.Status, again["withdrawn"]));
        await world.Import(TestFeed.Numbered(100));
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(60, from: 41))).Status);
    }

    [Fact]
    public async Task What_a_broken_confirmation_leaves_is_withdrawn_by_the_next_run()
    {
        await using var world = await ImporterWorld.Start(new("Batches:GiveUpAfterSeconds", "1"), new("Batches:MaxMissions", "5"), new("Batches:InFlight", "1"), new("Batches:ResendAfterSeconds", "1"));
        await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(60));
        world.Catalog.Answers = false;
        await world.Ask("confirm", held);
        Assert.Equal(("CONFIRMATION", "FAILED"), ((await Last(world)).Trigger, (await Last(world)).Status));
        world.Catalog.Answers = true;

        var statuses = new List<string>();
        await Testing.Eventually.Holds(
            async () =>
            {
                statuses.Add((await world.Import(TestFeed.Numbered(60))).Status);
                return statuses[^1] == "SUCCESS";
            },
            "the feed is imported");

        Assert.DoesNotContain("HELD", statuses);
        Assert.Equal(60, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_confirmation_that_was_undone_holds_again_once_a_person_lets_the_content_in()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Ask("confirm", await world.Import(TestFeed.Numbered(70)));
        await Undo(world, (await Last(world)).Id);
        Assert.Equal(100, world.Catalog.Live.Count());

        // Taken back: neither the same content nor the same absences pass by themselves.
        var same = await world.Import(TestFeed.Numbered(70));
        Assert.Equal("UNDONE_CONTENT", same.Reason);
        await world.Ask("confirm", same);
        var again = await world.Import(TestFeed.Numbered(70));

        Assert.Equal(("SUCCESS", 30), (again.Status, again["withdrawn"]));
    }

    [Fact]
    public async Task The_absences_of_a_confirmation_that_was_undone_are_asked_for_in_another_content()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Ask("confirm", await world.Import(TestFeed.Numbered(70)));
        await Undo(world, (await Last(world)).Id);

        var other = await world.Import(TestFeed.Of([.. Enumerable.Range(1, 69).Select(n => TestFeed.Mission($"m-{n:00000}")), TestFeed.Mission("m-00070", "Un autre titre")]));

        Assert.Equal(("HELD", "WITHDRAWALS_HELD"), (other.Status, other.Reason));
        Assert.Equal(100, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task What_was_undone_does_not_count()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Ask("undo", await world.Import(TestFeed.Numbered(85)));

        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(88))).Status);
        Assert.Equal(88, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_held_run_and_a_resync_in_between_neither_count_nor_forget()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(85))).Status);
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(60))).Status);
        (await world.Host.Client.PostAsync("/internal/importer/resync?publisher=demo", null)).EnsureSuccessStatusCode();

        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(80))).Status);
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(79))).Status);
    }

    [Fact]
    public async Task Another_feed_counts_for_itself()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Import(TestFeed.Numbered(100, from: 201), "autre");

        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(85))).Status);
        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(85, from: 201), "autre")).Status);
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(79, from: 201), "autre")).Status);
    }

    [Fact]
    public async Task Tombstones_count_from_reading_to_reading_and_missions_that_came_and_went_within_one_do_not()
    {
        await using var feed = await RpdeServer.Start(size: 200);
        await using var world = await ImporterWorld.Start(feed.Allowed);
        feed.KeepsFormer = true;
        feed.PutAll(100);
        await feed.Import(world);
        feed.PutAll(30, from: 301);
        feed.DeleteAll(30, from: 301);
        Assert.Equal("SUCCESS", (await feed.Import(world)).Status);
        feed.DeleteAll(15);
        Assert.Equal("SUCCESS", (await feed.Import(world)).Status);
        feed.DeleteAll(10, from: 16);

        var held = await feed.Import(world);

        Assert.Equal(("HELD", 85), (held.Status, world.Catalog.Live.Count()));
        Assert.Equal(200, (await world.Ask("confirm", held)).Status);
        Assert.Equal(75, world.Catalog.Live.Count());
        Assert.Equal("SUCCESS", (await feed.Import(world)).Status);
    }

    [Fact]
    public async Task Confirmations_are_forgotten_with_the_runs_of_their_time()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Ask("confirm", await world.Import(TestFeed.Numbered(60)));
        Assert.Equal(40, await world.Database.Scalar<long>("select count(*) from importer.confirmed_absence"));
        await world.Database.Execute("update importer.confirmed_absence set confirmed_at = now() - interval '31 days'");

        await Sweep(world);

        Assert.Equal(0, await world.Database.Scalar<long>("select count(*) from importer.confirmed_absence"));
    }

    private static Task Sweep(ImporterWorld world) =>
        Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetServices<Microsoft.Extensions.Hosting.IHostedService>(world.Host.Services).OfType<SweepRuns>().Single().Sweep(CancellationToken.None);

    private static void Expire(ImporterWorld world, int from, int count)
    {
        foreach (var n in Enumerable.Range(from, count))
        {
            world.Catalog.Expired[$"m-{n:00000}"] = true;
        }
    }

    private static async Task Undo(ImporterWorld world, Guid run) => (await world.Host.Client.PostAsync($"/internal/importer/runs/{run}/undo", null)).EnsureSuccessStatusCode();

    private static Task<Run> Last(ImporterWorld world) => RpdeServer.LastRun(world);

    private static Task Age(ImporterWorld world, int hours) =>
        world.Database.Execute($"update importer.run set started_at = started_at - interval '{hours} hours', ended_at = ended_at - interval '{hours} hours'");
}
