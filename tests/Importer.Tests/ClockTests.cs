using System.Net.Http.Json;
using Engagement.Testing;

namespace Engagement.Importer.Tests;

/// <summary>What only time allows waits when the clock jumps.</summary>
public sealed class ClockTests
{
    private readonly TestTime clock = new();

    [Fact]
    public async Task A_clock_that_jumps_confirms_no_hold()
    {
        await using var world = await HeldTwice();
        clock.Jump(TimeSpan.FromHours(25));

        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(40))).Status);
        Assert.Equal(100, world.Catalog.Live.Count());
        Assert.Contains("JUMPED", await world.Host.Client.GetStringAsync("/internal/importer/clock"), StringComparison.Ordinal);
        Assert.Matches(@"clock jumped by 1\.0[01]:", await world.Host.Client.GetStringAsync("/health/ready"));

        // Accepted, the time that jumped still is no time that passed.
        using var accepted = await world.Host.Client.PostAsync("/internal/importer/clock/accept", JsonContent.Create(new { by = "Camille" }));
        Assert.Contains("STEADY", await accepted.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        clock.Pass(TimeSpan.FromHours(23));
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(40))).Status);
        clock.Pass(TimeSpan.FromHours(2));
        var last = await world.Import(TestFeed.Numbered(40));
        Assert.Equal(("SUCCESS", "ABSENT_FOR_24_HOURS", 60), (last.Status, last.Reason, last["withdrawn"]));
    }

    [Fact]
    public async Task A_run_of_a_time_that_was_wrong_does_not_keep_a_person_from_confirming_a_later_one()
    {
        await using var world = await ImporterWorld.StartAt(clock);
        clock.Jump(TimeSpan.FromDays(300));
        await world.Import(TestFeed.Numbered(100));
        clock.Jump(-TimeSpan.FromDays(300));
        var held = await world.Import(TestFeed.Numbered(40));
        Assert.Equal("HELD", held.Status);

        Assert.Equal(200, (await world.Ask("confirm", held)).Status);
        Assert.Equal(40, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task Time_that_passes_confirms_a_hold()
    {
        await using var world = await HeldTwice();
        clock.Pass(TimeSpan.FromHours(25));
        var last = await world.Import(TestFeed.Numbered(40));
        Assert.Equal(("SUCCESS", 60), (last.Status, last["withdrawn"]));
    }

    [Fact]
    public async Task A_clock_that_jumps_back_counts_no_time_twice()
    {
        await using var world = await HeldTwice();
        clock.Pass(TimeSpan.FromHours(20));
        clock.Jump(-TimeSpan.FromHours(10));
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(40))).Status);
        using var accepted = await world.Host.Client.PostAsync("/internal/importer/clock/accept", JsonContent.Create(new { by = "Camille" }));
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(40))).Status);
        clock.Pass(TimeSpan.FromHours(5));
        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(40))).Status);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(-25)]
    public async Task A_clock_that_jumps_does_not_make_the_guard_forget(int hours)
    {
        await using var world = await ImporterWorld.StartAt(clock);
        await world.Import(TestFeed.Numbered(1000));
        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(850))).Status);
        clock.Jump(TimeSpan.FromHours(hours));

        // 150 before the jump and 100 now are more than 20 % of 1,000.
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(750))).Status);
        Assert.Equal(850, world.Catalog.Live.Count());

        using var accepted = await world.Host.Client.PostAsync("/internal/importer/clock/accept", JsonContent.Create(new { by = "Camille" }));
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(750))).Status);
    }

    [Fact]
    public async Task The_guard_forgets_losses_when_time_passes()
    {
        await using var world = await ImporterWorld.StartAt(clock);
        await world.Import(TestFeed.Numbered(1000));
        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(850))).Status);
        clock.Pass(TimeSpan.FromHours(25));

        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(750))).Status);
    }

    [Fact]
    public async Task A_clock_is_accepted_by_someone()
    {
        await using var world = await ImporterWorld.StartAt(clock);
        using var answer = await world.Host.Client.PostAsync("/internal/importer/clock/accept", JsonContent.Create(new { by = " " }));
        Assert.Equal(400, (int)answer.StatusCode);
    }

    private async Task<ImporterWorld> HeldTwice()
    {
        var world = await ImporterWorld.StartAt(clock);
        await world.Import(TestFeed.Numbered(100));
        await world.Import(TestFeed.Numbered(40));
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(40))).Status);
        return world;
    }
}
