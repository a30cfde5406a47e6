namespace Engagement.Importer.Tests;

public sealed class ConfirmTests
{
    [Fact]
    public async Task A_person_who_confirms_a_held_run_withdraws_what_it_showed_absent()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(70));

        var (status, text) = await world.Ask("confirm", held);

        Assert.Equal(200, status);
        Assert.Contains("30 retraits", text, StringComparison.Ordinal);
        Assert.Equal(70, world.Catalog.Live.Count());
        var run = (await world.LastRun()).GetProperty("run");
        Assert.Equal(
            ("CONFIRMATION", held.Text("run"), "SUCCESS", 0, 30),
            (run.GetProperty("trigger").GetString(), run.GetProperty("ofRun").GetString(), run.GetProperty("status").GetString(),
                run.GetProperty("received").GetInt32(), run.GetProperty("withdrawn").GetInt32()));
        Assert.Equal((70, 0, 0, 70, 0, 0), (await world.Import(TestFeed.Numbered(70))).Counts);
    }

    [Fact]
    public async Task A_later_held_run_that_shows_the_same_can_be_confirmed_as_well_as_the_first()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(400));
        await world.Import(TestFeed.Numbered(100));
        var again = await world.Import(TestFeed.Numbered(100));

        Assert.Equal(300, (await world.Items(again)).Count(i => i.GetProperty("kind").GetString() == "ABSENT"));
        Assert.Equal(200, (await world.Ask("confirm", again)).Status);
        Assert.Equal(100, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_held_run_can_be_confirmed_when_its_report_is_no_longer_kept()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(70));
        await world.Database.Execute("delete from importer.run_item");

        Assert.Equal(200, (await world.Ask("confirm", held)).Status);
        Assert.Equal(70, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task Only_the_absences_of_the_last_held_content_are_kept()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Import(TestFeed.Numbered(70));
        var last = await world.Import(TestFeed.Numbered(60));
        await world.Import(TestFeed.Numbered(60));

        var kept = await world.List("select distinct run_id::text || ' ' || count(*) over () from importer.held_absence");

        Assert.Equal($"{last.Text("run")} 40", Assert.Single(kept));
    }

    [Fact]
    public async Task A_run_cannot_be_confirmed_twice_nor_when_it_was_not_held_nor_when_it_is_unknown()
    {
        await using var world = await ImporterWorld.Start();
        var first = await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(70));
        await world.Ask("confirm", held);

        Assert.Equal(409, (await world.Ask("confirm", held)).Status);
        Assert.Equal(409, (await world.Ask("confirm", first)).Status);
        using var unknown = await world.Host.Client.PostAsync($"/internal/importer/runs/{Guid.NewGuid()}/confirm", null);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task A_held_run_that_the_feed_has_overtaken_withdraws_nothing()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(70));
        await world.Import(TestFeed.Numbered(100));

        var (status, text) = await world.Ask("confirm", held);

        Assert.Equal(409, status);
        Assert.Contains("shown something else", text, StringComparison.Ordinal);
        Assert.Equal(100, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task Absences_that_every_run_shows_for_24_hours_3_times_at_least_are_withdrawn()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Import(TestFeed.Numbered(70));
        await Age(world, hours: 25);
        var second = await world.Import(TestFeed.Numbered(70));
        var third = await world.Import(TestFeed.Numbered(70));

        Assert.Equal("HELD", second.Status);
        Assert.Equal(("SUCCESS", "ABSENT_FOR_24_HOURS", 30), (third.Status, third.Reason, third["withdrawn"]));
        Assert.Equal(70, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task Three_runs_within_a_day_are_not_enough()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Import(TestFeed.Numbered(70));
        await Age(world, hours: 23);
        await world.Import(TestFeed.Numbered(70));
        await world.Import(TestFeed.Numbered(70));

        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(70))).Status);
    }

    [Theory]
    [InlineData(69)]
    [InlineData(71)]
    [InlineData(100)]
    public async Task Another_absence_in_between_begins_the_24_hours_again(int between)
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Import(TestFeed.Numbered(70));
        await world.Import(TestFeed.Numbered(between));
        await Age(world, hours: 25);
        await world.Import(TestFeed.Numbered(70));

        var third = await world.Import(TestFeed.Numbered(70));

        Assert.Equal("HELD", third.Status);
        Assert.Equal(100, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_feed_that_could_not_be_read_neither_counts_nor_breaks_the_24_hours()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Import(TestFeed.Numbered(70));
        await Age(world, hours: 25);
        Assert.Equal("FAILED", (await world.Import("")).Status);
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(70))).Status);

        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(70))).Status);
    }

    [Fact]
    public async Task A_truncated_feed_breaks_the_24_hours()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        await world.Import(TestFeed.Numbered(70));
        var whole = TestFeed.Numbered(100);
        await world.Import(whole[..(whole.Length - 500)]);
        await Age(world, hours: 25);
        await world.Import(TestFeed.Numbered(70));

        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(70))).Status);
    }

    private static Task Age(ImporterWorld world, int hours) =>
        world.Database.Execute($"update importer.run set started_at = started_at - interval '{hours} hours', ended_at = ended_at - interval '{hours} hours'");
}
