using Engagement.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engagement.Messaging.Tests;

public sealed class ClockWatchTests : IAsyncLifetime
{
    private readonly TestTime clock = new(new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero));
    private LogWorld world = null!;

    public async Task InitializeAsync() => world = await LogWorld.Create();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(24 * 31, 1)]
    // A clock that is drawn slowly to the right time: a minute a day.
    [InlineData(24, 100, 1)]
    public async Task Time_that_passes_is_no_jump(int hours, int times, int driftMinutes = 0)
    {
        var watch = await Watch();
        for (var time = 0; time < times; time++)
        {
            clock.Pass(TimeSpan.FromHours(hours));
            clock.Jump(TimeSpan.FromMinutes(driftMinutes));
            Assert.True((await watch.Look(default)).IsTrusted);
        }

        Assert.True(await watch.IsTrusted(default));
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(-59, true)]
    [InlineData(61, false)]
    [InlineData(-61, false)]
    [InlineData(25 * 60, false)]
    [InlineData(31 * 24 * 60, false)]
    [InlineData(-31 * 24 * 60, false)]
    public async Task A_clock_that_goes_more_than_an_hour_from_the_timer_has_jumped(int minutes, bool isTrusted)
    {
        var watch = await Watch();
        clock.Jump(TimeSpan.FromMinutes(minutes));

        // Known at once, also before anybody looks.
        Assert.Equal(isTrusted, await watch.IsTrusted(default));
        var state = await watch.Look(default);
        Assert.Equal(isTrusted, state.IsTrusted);
        Assert.Equal(isTrusted ? HealthStatus.Healthy : HealthStatus.Degraded, (await watch.CheckHealthAsync(new HealthCheckContext())).Status);
        if (!isTrusted)
        {
            Assert.Equal(minutes, (int)Math.Round(state.Jump!.Size.TotalMinutes));
        }
    }

    [Fact]
    public async Task Small_steps_within_a_day_add_up_and_a_timer_that_stood_still_is_a_jump()
    {
        var watch = await Watch();
        clock.Jump(TimeSpan.FromMinutes(40));
        Assert.True((await watch.Look(default)).IsTrusted);
        clock.Pass(TimeSpan.FromHours(2));
        clock.Jump(TimeSpan.FromMinutes(40));
        Assert.False((await watch.Look(default)).IsTrusted);
        await watch.Accept("Camille", default);

        // A machine that was suspended: its clock went on, its timer did not.
        clock.Jump(TimeSpan.FromHours(8));
        Assert.False((await watch.Look(default)).IsTrusted);
    }

    [Fact]
    public async Task A_clock_that_starts_before_the_newest_stored_time_has_jumped()
    {
        await Watch();
        clock.Jump(-TimeSpan.FromMinutes(2));
        var state = await (await Watch()).Look(default);
        Assert.False(state.IsTrusted);
        // What was accepted is accepted for the next start too.
        await (await Watch()).Accept("Camille", default);
        Assert.True((await (await Watch()).Look(default)).IsTrusted);
    }

    [Fact]
    public async Task Without_a_state_the_newest_entry_is_what_was_stored_last()
    {
        await world.Append(LogWorld.Entry());
        var now = await world.Database.Scalar<DateTime>("select at from catalog.change");
        var early = Watch(new TestTime(new DateTimeOffset(now).AddHours(-1)));
        Assert.False((await early.Look(default)).IsTrusted);
    }

    [Fact]
    public async Task A_jump_is_over_when_it_is_accepted_or_after_24_hours_without_another_whatever_restarts()
    {
        var watch = await Watch();
        clock.Jump(TimeSpan.FromDays(31));
        Assert.False((await watch.Look(default)).IsTrusted);
        clock.Pass(TimeSpan.FromHours(20));
        Assert.False((await watch.Look(default)).IsTrusted);

        // A restart forgets nothing, and the time for which no process ran does not count.
        watch = await Watch();
        Assert.Equal(20, (int)Math.Round((await watch.Look(default)).Jump!.Steady.TotalHours));
        clock.Pass(TimeSpan.FromHours(10));
        watch = await Watch();
        Assert.False((await watch.Look(default)).IsTrusted);

        // Another jump begins the 24 hours again.
        clock.Jump(-TimeSpan.FromDays(31));
        Assert.Equal(-31, (int)Math.Round((await watch.Look(default)).Jump!.Size.TotalDays));
        clock.Pass(TimeSpan.FromHours(23));
        Assert.False((await watch.Look(default)).IsTrusted);
        clock.Pass(TimeSpan.FromHours(1.1));
        Assert.True((await watch.Look(default)).IsTrusted);
        Assert.True((await (await Watch()).Look(default)).IsTrusted);
    }

    [Fact]
    public async Task A_clock_that_is_fixed_by_its_setting_never_jumps()
    {
        await Watch();
        var watch = Watch(new TestTime(clock.GetUtcNow().AddYears(-1)), isFixed: true);
        Assert.True(await watch.IsTrusted(default));
        Assert.True((await watch.Look(default)).IsTrusted);
    }

    [Fact]
    public async Task Jumps_are_remembered_within_bounds()
    {
        var watch = await Watch();
        for (var jump = 0; jump < 120; jump++)
        {
            clock.Jump(TimeSpan.FromHours(2));
            await watch.Look(default);
        }

        Assert.InRange(await world.Database.Scalar<long>("select count(*) from catalog.clock_jump"), 90, 100);
    }

    private ClockWatch Watch(TimeProvider time, bool isFixed = false) => new(
        new WatchedClock("catalog", "select at from catalog.change order by number desc limit 1", _ => isFixed), world.Database.Open("catalog"), time, NullLogger<ClockWatch>.Instance);

    /// <summary>As a process that starts now.</summary>
    private async Task<ClockWatch> Watch()
    {
        var watch = Watch(clock);
        await watch.Look(default);
        return watch;
    }
}
