using System.Net.Http.Json;
using Engagement.Contracts;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Catalog.Tests;

/// <summary>Nothing comes to its end, or is deleted, by a clock that jumped.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly TestTime clock = new(Now);
    private readonly ReceivedMission soon = CatalogWorld.Mission("soon", endAt: Now.AddDays(10));
    private CatalogWorld world = null!;

    public async Task InitializeAsync()
    {
        world = await Start();
        await world.Apply(soon, CatalogWorld.Mission("endless"));
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task What_has_not_come_to_its_end_stays_when_the_clock_jumps_and_expires_once_the_time_is_accepted()
    {
        clock.Jump(TimeSpan.FromDays(31));
        await Eventually.Holds(async () => (await Clock()).Contains("JUMPED", StringComparison.Ordinal), "the jump is noticed");
        // What arrives meanwhile is not judged by that clock either.
        await world.Apply(CatalogWorld.Mission("new", endAt: Now.AddDays(10)));
        // Several rounds of the sweeper.
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal("ACCEPTED new soon", await Missions("end_at is not null"));

        await Accept();
        await Eventually.Holds(async () => await Missions("end_at is not null") == "EXPIRED new soon", "what is over expires");

        // The clock is put right: what expired comes back by itself, through the log.
        clock.Jump(-TimeSpan.FromDays(31));
        await Eventually.Holds(async () => (await Clock()).Contains("JUMPED", StringComparison.Ordinal), "the jump back is noticed");
        Assert.Equal("EXPIRED new soon", await Missions("end_at is not null"));
        await Accept();
        await Eventually.Holds(async () => await Missions("end_at is not null") == "ACCEPTED new soon", "what is not over comes back");
        Assert.Equal(3, (await world.Log())[^1].Version);
    }

    [Fact]
    public async Task A_mission_that_expired_by_a_wrong_clock_comes_back_when_it_is_sent_again()
    {
        // Without its end in the column the sweeper leaves it alone: here the import is looked at.
        await world.Database.Execute("update catalog.mission set status = 'EXPIRED', end_at = null where client_id = 'soon'");
        var again = await world.Apply(soon);
        Assert.Equal((Outcomes.Updated, "ACCEPTED soon"), (again.Missions[0].Outcome, await Missions("client_id = 'soon'")));
        Assert.Equal(Outcomes.Unchanged, (await world.Apply(soon)).Missions[0].Outcome);
    }

    [Fact]
    public async Task What_undo_and_readers_need_is_not_deleted_by_a_clock_that_jumped()
    {
        await world.Apply(CatalogWorld.Mission("soon", title: "Autre titre", endAt: Now.AddDays(10)));
        clock.Jump(TimeSpan.FromDays(365));
        await Eventually.Holds(async () => (await Clock()).Contains("JUMPED", StringComparison.Ordinal), "the jump is noticed");
        // Another process starts: its first rounds prune what is old.
        await using var other = await ServiceHost.Start(
            builder =>
            {
                builder.AddCatalog();
                builder.Services.AddSingleton<TimeProvider>(clock);
            },
            app => app.MapCatalog(),
            [.. world.Database.Settings]);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(3, await world.Database.Scalar<long>("select count(*) from catalog.change where kind = 'mission'"));
        Assert.Equal(4, await world.Database.Scalar<long>("select count(*) from catalog.run_change"));
    }

    private Task<string> Clock() => world.Host.Client.GetStringAsync("/internal/catalog/clock");

    private async Task Accept() =>
        (await world.Host.Client.PostAsJsonAsync("/internal/catalog/clock/accept", new { by = "Camille" })).EnsureSuccessStatusCode();

    private Task<string> Missions(string which) => world.Database.Scalar<string>(
        $"select string_agg(distinct status, ',') || ' ' || string_agg(client_id, ' ' order by client_id) from catalog.mission where {which}");

    private Task<CatalogWorld> Start() => CatalogWorld.Create(more: services => services.AddSingleton<TimeProvider>(clock));
}
