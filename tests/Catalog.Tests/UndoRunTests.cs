using Engagement.Catalog.Missions;
using Engagement.Contracts;
using Engagement.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Catalog.Tests;

public sealed class UndoRunTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Undoing_a_run_brings_back_what_it_updated_and_withdraws_what_it_created()
    {
        await using var world = await CatalogWorld.Create(Now);
        var before = CatalogWorld.Mission("updated", endAt: Now.AddDays(9));
        await world.Apply(before, CatalogWorld.Mission("untouched"));
        var run = world.Batch(CatalogWorld.Mission("updated", title: "Titre abîmé"), CatalogWorld.Mission("created"));
        var applied = await world.Apply(run);

        var page = await Undo(world, run.RunId);

        Assert.Equal(["created=WITHDRAWN", "updated=RESTORED"], page.Missions.Select(m => $"{m.ClientId}={m.Outcome}").Order(StringComparer.Ordinal));
        Assert.Equal(before.Hash, page.Missions.Single(m => m.ClientId == "updated").Hash);
        Assert.Equal("created=WITHDRAWN v2, untouched=ACCEPTED v1, updated=ACCEPTED v3", await Missions(world));
        var entry = (await world.Log(applied.LastNumber)).Single(e => e.Version == 3);
        Assert.Equal(before.Content, MessageJson.Read<MissionBody>(entry.Body!.Value).Content);
        Assert.Equal("Aide aux devoirs", await world.Database.Scalar<string>("select title from catalog.mission where client_id = 'updated'"));
        Assert.Equal(Outcomes.Unchanged, (await world.Apply(before)).Missions[0].Outcome);
    }

    [Fact]
    public async Task Undoing_a_run_brings_back_what_it_withdrew_and_withdraws_again_what_it_restored()
    {
        await using var world = await CatalogWorld.Create(Now);
        var (gone, back) = (CatalogWorld.Mission("gone"), CatalogWorld.Mission("back"));
        await world.Apply(gone, back);
        await world.Withdraw(CatalogWorld.Feed, back);
        var run = world.Batch(back);
        await world.Apply(run);
        await world.Host.Services.GetRequiredService<ApplyWithdrawal>().Apply(
            new MissionsWithdrawn(Guid.NewGuid(), run.RunId, world.PublisherId, CatalogWorld.Feed, [new("gone", gone.Hash)]), default);

        var page = await Undo(world, run.RunId);

        Assert.Equal(["back=WITHDRAWN", "gone=RESTORED"], page.Missions.Select(m => $"{m.ClientId}={m.Outcome}").Order(StringComparer.Ordinal));
        Assert.Equal("back=WITHDRAWN v4, gone=ACCEPTED v3", await Missions(world));
        Assert.Equal(1, await world.Database.Scalar<long>("select count(*) from catalog.mission where withdrawn_at is not null"));
    }

    [Fact]
    public async Task A_mission_that_changed_since_is_left_alone()
    {
        await using var world = await CatalogWorld.Create(Now);
        await world.Apply(CatalogWorld.Mission("a"), CatalogWorld.Mission("b"));
        var run = world.Batch(CatalogWorld.Mission("a", title: "Titre abîmé"), CatalogWorld.Mission("b", title: "Titre abîmé"));
        await world.Apply(run);
        await world.Apply(CatalogWorld.Mission("a", title: "Titre corrigé"));

        var page = await Undo(world, run.RunId);

        Assert.Equal(["a=LEFT_ALONE", "b=RESTORED"], page.Missions.Select(m => $"{m.ClientId}={m.Outcome}").Order(StringComparer.Ordinal));
        Assert.Equal("a=ACCEPTED v3, b=ACCEPTED v3", await Missions(world));
    }

    [Fact]
    public async Task A_structure_that_the_run_changed_has_its_former_description_again()
    {
        await using var world = await CatalogWorld.Create(Now);
        await world.Apply(CatalogWorld.Mission("a"));
        var run = world.Batch([CatalogWorld.Structure("org", "Nom abîmé")], CatalogWorld.Mission("a", title: "Titre abîmé"));
        await world.Apply(run);

        await Undo(world, run.RunId);

        Assert.Equal("Association org", await world.Database.Scalar<string>("select name from catalog.organization"));
        Assert.Equal(3, (await world.Log()).Last(e => e.Kind == ChangeKinds.Organization).Version);
    }

    [Fact]
    public async Task Undoing_again_writes_nothing_and_answers_the_same()
    {
        await using var world = await CatalogWorld.Create(Now);
        await world.Apply(CatalogWorld.Mission("a"));
        var run = world.Batch(CatalogWorld.Mission("a", title: "Titre abîmé"), CatalogWorld.Mission("b"));
        await world.Apply(run);
        var first = await Undo(world, run.RunId);
        var before = await world.Writes();

        var again = await Undo(world, run.RunId);

        Assert.Equal(Describe(first), Describe(again));
        Assert.Equal(0, again.LastNumber);
        Assert.Equal(before, await world.Writes());
    }

    [Fact]
    public async Task A_run_that_changed_a_mission_twice_is_undone_to_what_was_before_both()
    {
        await using var world = await CatalogWorld.Create(Now);
        var before = CatalogWorld.Mission("updated");
        var gone = CatalogWorld.Mission("gone");
        await world.Apply(before);
        var runId = Guid.NewGuid();
        var first = new[] { CatalogWorld.Mission("updated", title: "Mauvais titre un"), CatalogWorld.Mission("created", title: "Un"), gone };
        await world.Apply(world.Batch(first) with { RunId = runId });
        var second = new[] { CatalogWorld.Mission("updated", title: "Mauvais titre deux"), CatalogWorld.Mission("created", title: "Deux") };
        await world.Apply(world.Batch(second) with { RunId = runId });
        await world.Host.Services.GetRequiredService<ApplyWithdrawal>().Apply(
            new MissionsWithdrawn(Guid.NewGuid(), runId, world.PublisherId, CatalogWorld.Feed, [new("gone", gone.Hash)]), default);

        var page = await Undo(world, runId);

        Assert.Equal(
            ["created=WITHDRAWN", "gone=WITHDRAWN", "updated=RESTORED"], page.Missions.Select(m => $"{m.ClientId}={m.Outcome}").Order(StringComparer.Ordinal));
        Assert.Equal(before.Hash, page.Missions.Single(m => m.ClientId == "updated").Hash);
        Assert.Equal("Aide aux devoirs", await world.Database.Scalar<string>("select title from catalog.mission where client_id = 'updated'"));
        Assert.Equal(0, await world.Database.Scalar<long>("select count(*) from catalog.mission where status = 'ACCEPTED' and client_id <> 'updated'"));
        Assert.Equal(page.Missions.Select(m => m.Outcome), (await Undo(world, runId)).Missions.Select(m => m.Outcome));
    }

    [Fact]
    public async Task Runs_are_undone_one_after_another_back_to_what_was_before_all_of_them()
    {
        await using var world = await CatalogWorld.Create(Now);
        var good = CatalogWorld.Mission("a");
        await world.Apply(good, CatalogWorld.Mission("b"));
        var runs = new List<Guid>();
        foreach (var title in new[] { "Mauvais titre un", "Mauvais titre deux", "Mauvais titre trois" })
        {
            var run = world.Batch(CatalogWorld.Mission("a", title: title));
            await world.Apply(run);
            runs.Add(run.RunId);
        }

        // Not the newest: it is no longer what the run made.
        Assert.Equal("LEFT_ALONE", (await Undo(world, runs[0])).Missions[0].Outcome);
        foreach (var run in Enumerable.Reverse(runs))
        {
            Assert.Equal("RESTORED", (await Undo(world, run)).Missions[0].Outcome);
        }

        Assert.Equal("Aide aux devoirs", await world.Database.Scalar<string>("select title from catalog.mission where client_id = 'a'"));
        Assert.Equal(Outcomes.Unchanged, (await world.Apply(good)).Missions[0].Outcome);
        // What came after the undos is nobody's to take back.
        await world.Apply(CatalogWorld.Mission("a", title: "Titre corrigé"));
        Assert.All(runs, run => Assert.Equal("LEFT_ALONE", Undo(world, run).GetAwaiter().GetResult().Missions[0].Outcome));
    }

    [Fact]
    public async Task Many_missions_are_undone_page_by_page()
    {
        await using var world = await CatalogWorld.Create(Now);
        var runId = Guid.NewGuid();
        foreach (var chunk in Enumerable.Range(0, 700).Chunk(200))
        {
            await world.Apply(world.Batch([.. chunk.Select(n => CatalogWorld.Mission($"m{n}"))]) with { RunId = runId });
        }

        var first = await Undo(world, runId);
        var second = await Undo(world, runId, first.Next!.Value);

        Assert.Equal((500, 200, null), (first.Missions.Count, second.Missions.Count, second.Next));
        Assert.Equal(700, await world.Database.Scalar<long>("select count(*) from catalog.mission where status = 'WITHDRAWN'"));
    }

    [Fact]
    public async Task A_former_version_whose_end_has_passed_comes_back_expired()
    {
        await using var world = await CatalogWorld.Create(Now);
        await world.Apply(CatalogWorld.Mission("a", endAt: Now.AddDays(1)), CatalogWorld.Mission("b", endAt: Now.AddDays(3)));
        var run = world.Batch(CatalogWorld.Mission("a", "Autre titre"), CatalogWorld.Mission("b", "Autre titre"));
        await world.Apply(run);

        var later = ActivatorUtilities.CreateInstance<UndoRun>(world.Host.Services, new FixedTime(Now.AddDays(2)));
        var page = await later.Undo(run.RunId, new(world.PublisherId, CatalogWorld.Feed), default, default);

        Assert.Equal(["RESTORED", "RESTORED"], page.Missions.Select(m => m.Outcome));
        Assert.Equal("a=EXPIRED v3, b=ACCEPTED v3", await Missions(world));
        var bodies = (await world.Log()).Where(e => e.Kind == ChangeKinds.Mission && e.Version == 3).Select(e =>
            MessageJson.Read<MissionBody>(e.Body!.Value));
        Assert.Equal(["a=EXPIRED", "b=ACCEPTED"], bodies.Select(b => $"{b.ClientId}={b.Status}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_publisher_or_source_undoes_nothing()
    {
        await using var world = await CatalogWorld.Create(Now);
        var run = world.Batch(CatalogWorld.Mission("a"));
        await world.Apply(run);
        var undo = world.Host.Services.GetRequiredService<UndoRun>();

        var stranger = await undo.Undo(run.RunId, new(Guid.NewGuid(), CatalogWorld.Feed), Guid.Empty, default);
        var push = await undo.Undo(run.RunId, new(world.PublisherId, "push"), Guid.Empty, default);

        Assert.Empty(stranger.Missions);
        Assert.Equal(UndoneMission.LeftAlone, Assert.Single(push.Missions).Outcome);
    }

    [Fact]
    public async Task What_a_run_changed_is_forgotten_after_30_days()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("old"));
        await world.Database.Execute("update catalog.run_change set at = now() - interval '31 days'");
        await world.Apply(CatalogWorld.Mission("fresh", organization: null));

        using var forget = ActivatorUtilities.CreateInstance<ForgetRunChanges>(world.Host.Services);

        Assert.Equal(2, await forget.Forget(default));
        Assert.Equal(1, await world.Database.Scalar<long>("select count(*) from catalog.run_change"));
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static Task<UndoRun.Page> Undo(CatalogWorld world, Guid runId, Guid after = default) =>
        world.Host.Services.GetRequiredService<UndoRun>().Undo(runId, new(world.PublisherId, CatalogWorld.Feed), after, default);

    private static string Describe(UndoRun.Page page) =>
        string.Join(' ', page.Missions.Select(m => $"{m.ClientId}={m.Outcome}:{(m.Hash is null ? "" : Convert.ToHexString(m.Hash))}"));

    private static Task<string> Missions(CatalogWorld world) => world.Database.Scalar<string>(
        "select string_agg(client_id || '=' || status || ' v' || version, ', ' order by client_id) from catalog.mission");
}
