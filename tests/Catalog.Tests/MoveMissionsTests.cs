using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Catalog.Missions;
using Engagement.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Catalog.Tests;

public sealed class MoveMissionsTests
{
    private const string Push = "push";

    [Fact]
    public async Task A_moved_mission_is_its_new_sources_and_the_former_one_can_neither_change_nor_withdraw_it()
    {
        await using var world = await CatalogWorld.Create();
        var mission = CatalogWorld.Mission("a");
        await world.Apply(mission);

        var moved = await Move(world, Push, "a");

        Assert.Equal("a=MOVED", Describe(moved));
        Assert.Equal(mission.Hash, moved.Results[0].Hash);
        Assert.Equal(Outcomes.OtherSource, (await world.Apply(CatalogWorld.Mission("a", title: "Un autre titre"))).Missions[0].Outcome);
        Assert.Equal(Outcomes.OtherSource, (await world.Withdraw(CatalogWorld.Feed, mission)).Missions[0].Outcome);
        Assert.Equal(Outcomes.Updated, (await world.Apply(Pushed(world, CatalogWorld.Mission("a", title: "Un autre titre")))).Missions[0].Outcome);
        Assert.Equal(Outcomes.OtherSource, (await world.Apply(mission)).Missions[0].Outcome);
    }

    [Fact]
    public async Task A_pushed_mission_that_is_moved_to_a_feed_is_the_feeds()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(Pushed(world, CatalogWorld.Mission("a")));

        await Move(world, CatalogWorld.Feed, "a");

        Assert.Equal(Outcomes.Updated, (await world.Apply(CatalogWorld.Mission("a", title: "Celui du flux"))).Missions[0].Outcome);
        Assert.Equal(Outcomes.OtherSource, (await world.Apply(Pushed(world, CatalogWorld.Mission("a")))).Missions[0].Outcome);
    }

    [Fact]
    public async Task A_move_writes_nothing_but_the_source()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"), CatalogWorld.Mission("b"));
        const string Rows = "select string_agg((to_jsonb(m) - 'source')::text, ' ' order by client_id) from catalog.mission m";
        var (rows, log) = (await world.Database.Scalar<string>(Rows), await world.Log());

        await Move(world, Push, "a", "b");

        Assert.Equal(rows, await world.Database.Scalar<string>(Rows));
        Assert.Equal(log.Count, (await world.Log()).Count);
        Assert.Equal(2, await world.Database.Scalar<long>("select count(*) from catalog.mission where source = 'push'"));
    }

    [Fact]
    public async Task Asked_again_it_writes_nothing_and_says_so()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"));
        await Move(world, Push, "a");
        // Which transaction wrote each row.
        const string Written = "select string_agg(xmin::text, ' ' order by client_id) from catalog.mission";
        var before = await world.Database.Scalar<string>(Written);

        Assert.Equal("a=ALREADY_THERE nowhere=UNKNOWN a=ALREADY_THERE", Describe(await Move(world, Push, "a", "nowhere", "a")));

        Assert.Equal(before, await world.Database.Scalar<string>(Written));
    }

    [Fact]
    public async Task A_dry_run_tells_what_a_move_would_do_and_does_not_do_it()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"));

        var told = await Moves(world).Move(new(world.PublisherId, Push, ["a", "nowhere"], DryRun: true), default);

        Assert.Equal("a=MOVED nowhere=UNKNOWN", Describe(told));
        Assert.Equal(CatalogWorld.Feed, await world.Database.Scalar<string>("select source from catalog.mission"));
    }

    [Fact]
    public async Task A_withdrawn_mission_is_moved_and_stays_withdrawn()
    {
        await using var world = await CatalogWorld.Create();
        var mission = CatalogWorld.Mission("a");
        await world.Apply(mission);
        await world.Withdraw(CatalogWorld.Feed, mission);

        var moved = await Move(world, Push, "a");

        Assert.Equal(("a=MOVED", null), (Describe(moved), moved.Results[0].Hash));
        Assert.Equal("WITHDRAWN push v2", await world.Database.Scalar<string>("select status || ' ' || source || ' v' || version from catalog.mission"));
    }

    [Fact]
    public async Task Nobody_moves_the_mission_of_another()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"));
        var stranger = await world.CreatePublisher("Voisin");

        var answer = await Moves(world).Move(new(stranger.Id, Push, ["a"]), default);

        Assert.Equal("a=UNKNOWN", Describe(answer));
        Assert.Equal(CatalogWorld.Feed, await world.Database.Scalar<string>("select source from catalog.mission"));
    }

    [Fact]
    public async Task A_batch_on_its_way_comes_wholly_before_a_move_or_wholly_after_it()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply([.. Enumerable.Range(0, 50).Select(n => CatalogWorld.Mission($"m{n}"))]);
        var clientIds = Enumerable.Range(0, 50).Select(n => $"m{n}").ToArray();

        for (var round = 0; round < 20; round++)
        {
            var to = round % 2 == 0 ? Push : CatalogWorld.Feed;
            var batch = world.Batch([.. clientIds.Select(id => CatalogWorld.Mission(id, title: $"Titre numéro {round}"))]);
            var (applying, moving) = (Task.Run(() => world.Apply(batch)), Task.Run(() => Move(world, to, clientIds)));
            await Task.WhenAll(applying, moving);

            Assert.Single((await applying).Missions.Select(m => m.Outcome).Distinct());
            Assert.All((await moving).Results, r => Assert.Equal("MOVED", r.Outcome));
            Assert.Equal([to], await world.Database.Scalar<string[]>("select array_agg(distinct source) from catalog.mission"));
        }
    }

    [Fact]
    public async Task Undoing_a_run_leaves_alone_what_was_moved_since()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("moved"), CatalogWorld.Mission("kept"));
        var run = world.Batch(CatalogWorld.Mission("moved", title: "Titre abîmé"), CatalogWorld.Mission("kept", title: "Titre abîmé"));
        await world.Apply(run);
        await Move(world, Push, "moved");

        Assert.Equal("kept=RESTORED moved=LEFT_ALONE", await Undo(world, run.RunId));
        Assert.Equal("kept feed:1 v3, moved push v2", await Missions(world));

        // Its feed's again, and still as the run left it.
        await Move(world, CatalogWorld.Feed, "moved");
        Assert.Equal("kept=RESTORED moved=RESTORED", await Undo(world, run.RunId));
        Assert.Equal("kept feed:1 v3, moved feed:1 v3", await Missions(world));
    }

    [Fact]
    public async Task An_undo_that_is_asked_again_leaves_alone_what_was_moved_in_between()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"));
        var run = world.Batch(CatalogWorld.Mission("a", title: "Titre abîmé"));
        await world.Apply(run);
        Assert.Equal("a=RESTORED", await Undo(world, run.RunId));
        await Move(world, Push, "a");

        Assert.Equal("a=LEFT_ALONE", await Undo(world, run.RunId));
    }

    [Fact]
    public async Task A_run_that_changed_a_mission_after_its_move_is_undone_to_what_was_pushed_and_the_feed_keeps_it()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(Pushed(world, CatalogWorld.Mission("a")));
        await Move(world, CatalogWorld.Feed, "a");
        var run = world.Batch(CatalogWorld.Mission("a", title: "Celui du flux"));
        await world.Apply(run);

        Assert.Equal("a=RESTORED", await Undo(world, run.RunId));

        Assert.Equal("a feed:1 v3", await Missions(world));
        Assert.Equal("Aide aux devoirs", await world.Database.Scalar<string>("select title from catalog.mission"));
    }

    [Theory]
    [InlineData(0, Push)]
    [InlineData(201, Push)]
    [InlineData(1, "feed:")]
    [InlineData(1, "feed:main")]
    [InlineData(1, "elsewhere")]
    public async Task None_or_more_than_200_missions_and_a_source_that_is_none_are_refused(int count, string to)
    {
        await using var world = await CatalogWorld.Create();

        using var answer = await world.Host.Client.PostAsJsonAsync(
            "/internal/catalog/moves", new MoveMissions.Request(world.PublisherId, to, [.. Enumerable.Range(0, count).Select(n => $"m{n}")]), JsonSerializerOptions.Web);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    private static MissionsReceived Pushed(CatalogWorld world, ReceivedMission mission) => world.Batch(mission) with { Source = Push };

    private static MoveMissions Moves(CatalogWorld world) => world.Host.Services.GetRequiredService<MoveMissions>();

    private static Task<MoveMissions.Response> Move(CatalogWorld world, string to, params string[] clientIds) =>
        Moves(world).Move(new(world.PublisherId, to, clientIds), default);

    private static string Describe(MoveMissions.Response answer) => string.Join(' ', answer.Results.Select(r => $"{r.ClientId}={r.Outcome}"));

    private static async Task<string> Undo(CatalogWorld world, Guid runId)
    {
        var page = await world.Host.Services.GetRequiredService<UndoRun>().Undo(runId, new(world.PublisherId, CatalogWorld.Feed), Guid.Empty, default);
        return string.Join(' ', page.Missions.Select(m => $"{m.ClientId}={m.Outcome}").Order(StringComparer.Ordinal));
    }

    private static Task<string> Missions(CatalogWorld world) => world.Database.Scalar<string>(
        "select string_agg(client_id || ' ' || source || ' v' || version, ', ' order by client_id) from catalog.mission");
}
