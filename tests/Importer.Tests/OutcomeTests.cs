using Engagement.Contracts;
using Engagement.Testing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

/// <summary>What the outcome of a batch changes in what is known of missions and runs, and what it leaves alone.</summary>
public sealed class OutcomeTests
{
    private static readonly KeyValuePair<string, string?> GiveUp = new("Batches:GiveUpAfterSeconds", "1");

    [Fact]
    public async Task A_withdrawal_that_is_confirmed_after_the_end_of_its_run_is_not_counted_by_it()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        var (run, late) = await WithdrawalWithoutOutcome(world);

        world.Catalog.Answers = true;
        await world.Catalog.Receive(late, world.Host.Services.GetRequiredService<IBus>());
        await NoBatchIsLeft(world);

        Assert.Equal(4, world.Catalog.Live.Count());
        Assert.Equal(["FAILED 0"], await world.List($"select status || ' ' || withdrawn from importer.run where id = '{run.Text("run")}'"));
    }

    [Fact]
    public async Task A_mission_whose_withdrawal_failed_stays_known_and_is_withdrawn_by_the_next_run()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        var (_, batch) = await WithdrawalWithoutOutcome(world);

        await world.Host.Services.GetRequiredService<IBus>().Publish(new BatchApplied(
            batch.BatchId, batch.RunId, 0, [.. batch.Missions.Select(m => new MissionOutcome(m.ClientId, m.Hash, Outcomes.Failed, Reason: "INTERNAL: …"))]));
        await NoBatchIsLeft(world);

        Assert.Equal(5, await world.Query(db => db.MissionStates.CountAsync()));
        world.Catalog.Answers = true;
        Assert.Equal((4, 0, 0, 4, 1, 0), (await world.Import(TestFeed.Numbered(4))).Counts);
    }

    [Fact]
    public async Task An_outcome_confirms_nothing_of_a_mission_that_was_sent_in_a_later_batch()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        world.Catalog.Answers = false;
        await world.Import(TestFeed.Numbered(2));
        await world.Database.Execute("update importer.mission_state set sent_batch = gen_random_uuid() where client_id = 'm-00002'");

        world.Catalog.Answers = true;
        await world.Catalog.Receive(world.Catalog.Received[0], world.Host.Services.GetRequiredService<IBus>());
        await NoBatchIsLeft(world);

        Assert.Equal(["m-00001"], await world.List("select client_id from importer.mission_state where applied_hash is not null"));
    }

    [Fact]
    public async Task A_mission_that_becomes_another_sources_during_a_run_is_no_longer_the_feeds()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));
        world.Catalog.Before = _ =>
        {
            world.Catalog.Foreign["m-00002"] = true;
            return Task.CompletedTask;
        };

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("m-00001"), TestFeed.Mission("m-00002", "Un autre titre"), TestFeed.Mission("m-00003")));

        Assert.Equal((3, 0, 0, 2, 0, 1), answer.Counts);
        Assert.Equal(["m-00001", "m-00003"], await world.List("select client_id from importer.mission_state order by client_id"));
    }

    /// <summary>A run that withdraws the last of five missions and gives up before Catalog answers.</summary>
    private static async Task<(ImportAnswerLines Run, MissionsWithdrawn Batch)> WithdrawalWithoutOutcome(ImporterWorld world)
    {
        await world.Import(TestFeed.Numbered(5));
        world.Catalog.Answers = false;
        var run = await world.Import(TestFeed.Numbered(4));
        return (run, world.Catalog.Messages.OfType<MissionsWithdrawn>().First());
    }

    private static Task NoBatchIsLeft(ImporterWorld world) =>
        Eventually.Holds(async () => await world.Query(db => db.Batches.CountAsync()) == 0, "the outcome is written");
}
