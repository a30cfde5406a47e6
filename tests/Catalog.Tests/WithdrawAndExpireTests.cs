using System.Net.Http.Json;
using Engagement.Catalog.Missions;
using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Engagement.Catalog.Tests;

public sealed class WithdrawAndExpireTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_mission_is_withdrawn_only_with_the_hash_and_the_source_it_has()
    {
        await using var world = await CatalogWorld.Create();
        var (gone, changed, other) = (CatalogWorld.Mission("gone"), CatalogWorld.Mission("changed"), CatalogWorld.Mission("other"));
        await world.Apply(gone, changed);
        await world.Apply(CatalogWorld.Mission("changed", title: "Nouveau titre"));
        await world.Apply(world.Batch(other) with { Source = "push" });

        var applied = await world.Withdraw(CatalogWorld.Feed, gone, changed, other, CatalogWorld.Mission("never seen"));

        Assert.Equal([Outcomes.Withdrawn, Outcomes.Unchanged, Outcomes.OtherSource, Outcomes.Withdrawn], applied.Missions.Select(m => m.Outcome));
        Assert.Equal("changed=ACCEPTED gone=WITHDRAWN other=ACCEPTED", await Statuses(world));
        var entry = (await world.Log())[^1];
        Assert.Equal((applied.LastNumber, 2), (entry.Number, entry.Version));
        var body = MessageJson.Read<MissionBody>(entry.Body!.Value);
        Assert.Equal(("gone", "WITHDRAWN"), (body.ClientId, body.Status));
        Assert.Equal(gone.Content, body.Content);
    }

    [Fact]
    public async Task Withdrawing_again_writes_nothing_and_answers_the_same()
    {
        await using var world = await CatalogWorld.Create();
        var mission = CatalogWorld.Mission("a");
        await world.Apply(mission);
        await world.Withdraw(CatalogWorld.Feed, mission);
        var before = await world.Writes();

        var again = await world.Withdraw(CatalogWorld.Feed, mission);

        Assert.Equal((Outcomes.Withdrawn, 0), (again.Missions[0].Outcome, again.LastNumber));
        Assert.Equal(before, await world.Writes());
    }

    [Fact]
    public async Task The_sweeper_expires_missions_whose_end_has_come_and_logs_each()
    {
        await using var world = await CatalogWorld.Create(Now);
        await world.Apply([.. Enumerable.Range(0, 200).Select(i => CatalogWorld.Mission($"past {i}", endAt: Now.AddMinutes(1)))]);
        await world.Apply([.. Enumerable.Range(200, 500).Select(i => CatalogWorld.Mission($"past {i}", endAt: Now.AddMinutes(1)))]);
        await world.Apply(CatalogWorld.Mission("future", endAt: Now.AddMinutes(1).AddSeconds(1)), CatalogWorld.Mission("endless"));
        var head = await world.Database.Scalar<long>("select max(number) from catalog.change");

        Assert.Equal(0, await Sweep(world, Now));
        Assert.Equal(700, await Sweep(world, Now.AddMinutes(1)));
        Assert.Equal(0, await Sweep(world, Now.AddMinutes(1)));

        var entries = await world.Log(after: head);
        Assert.Equal(700, entries.Count);
        Assert.All(entries, e => Assert.Equal("EXPIRED", MessageJson.Read<MissionBody>(e.Body!.Value).Status));
        Assert.Equal(2, await world.Database.Scalar<long>("select count(*) from catalog.mission where status = 'ACCEPTED'"));
    }

    [Fact]
    public async Task Two_sweepers_at_once_expire_each_mission_once()
    {
        await using var world = await CatalogWorld.Create(Now);
        await world.Apply([.. Enumerable.Range(0, 300).Select(i => CatalogWorld.Mission($"m{i}", endAt: Now.AddMinutes(1)))]);

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Sweep(world, Now.AddHours(1))));

        Assert.Equal(300, counts.Sum());
        Assert.Equal(600, await world.Database.Scalar<long>("select count(*) from catalog.change where kind = 'mission'"));
    }

    [Fact]
    public async Task An_expired_mission_that_its_partner_prolongs_is_shown_again()
    {
        await using var world = await CatalogWorld.Create(Now);
        await world.Apply(CatalogWorld.Mission("a", endAt: Now.AddDays(-1)));

        var applied = await world.Apply(CatalogWorld.Mission("a", endAt: Now.AddDays(1)));

        Assert.Equal((Outcomes.Updated, false), (applied.Missions[0].Outcome, applied.Missions[0].Restored));
        // The sweeper goes by the end that is stored.
        Assert.Equal(0, await Sweep(world, Now));
        Assert.Equal("a=ACCEPTED", await Statuses(world));
        Assert.Equal(1, await Sweep(world, Now.AddDays(1)));
    }

    [Fact]
    public async Task Only_the_expired_missions_of_a_source_are_named_as_such()
    {
        await using var world = await CatalogWorld.Create(Now);
        var end = Now.AddMinutes(1);
        var gone = CatalogWorld.Mission("gone", endAt: end);
        await world.Apply(CatalogWorld.Mission("over", endAt: end), CatalogWorld.Mission("going on"), gone);
        await world.Apply(world.Batch(CatalogWorld.Mission("pushed", endAt: end)) with { Source = "push" });
        await world.Withdraw(CatalogWorld.Feed, gone);
        Assert.Empty(await Expired());

        await Sweep(world, end);

        Assert.Equal(["over"], await Expired());

        async Task<IReadOnlyList<string>> Expired() => (await world.Host.Client.GetFromJsonAsync<List<string>>(
            $"/internal/catalog/expired?publisherId={world.PublisherId}&source={Uri.EscapeDataString(CatalogWorld.Feed)}"))!;
    }

    private static async Task<int> Sweep(CatalogWorld world, DateTimeOffset now)
    {
        using var sweeper = new ExpireMissions(
            world.Host.Services.GetRequiredKeyedService<NpgsqlDataSource>(CatalogDb.Schema),
            world.Host.Services.GetRequiredKeyedService<ChangeLog>(CatalogDb.Schema),
            world.Host.Services.GetRequiredKeyedService<ClockWatch>(CatalogDb.Schema),
            new Hosting.FixedClock(now),
            NullLogger<ExpireMissions>.Instance);
        return await sweeper.Sweep(CancellationToken.None);
    }

    private static Task<string> Statuses(CatalogWorld world) =>
        world.Database.Scalar<string>("select string_agg(client_id || '=' || status, ' ' order by client_id) from catalog.mission");
}
