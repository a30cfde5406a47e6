using Engagement.Contracts;
using Engagement.Testing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

public sealed class ResendTests
{
    private static readonly KeyValuePair<string, string?> Soon = new("Batches:ResendAfterSeconds", "1");
    private static readonly KeyValuePair<string, string?> GiveUp = new("Batches:GiveUpAfterSeconds", "2");

    [Fact]
    public async Task A_batch_whose_outcome_is_lost_is_sent_again_and_counted_once()
    {
        await using var world = await ImporterWorld.Start(Soon);
        world.Catalog.LosesOutcomes = 1;

        var answer = await world.Import(TestFeed.Numbered(5));

        // Catalog had applied it the first time, so it answers "unchanged" the second.
        Assert.Equal((5, 0, 0, 5, 0, 0), answer.Counts);
        Assert.Equal(2, world.Catalog.Received.Count);
        Assert.Single(world.Catalog.Received.Select(b => b.BatchId).Distinct());
        Assert.Equal(0, await world.Query(db => db.Batches.CountAsync()));
    }

    [Fact]
    public async Task A_batch_that_was_sent_again_waits_as_long_before_it_is_sent_once_more()
    {
        await using var world = await ImporterWorld.Start(new("Batches:ResendAfterSeconds", "6"), new KeyValuePair<string, string?>("Batches:GiveUpAfterSeconds", "1"));
        world.Catalog.Answers = false;
        await world.Import(TestFeed.Numbered(5));
        await world.Database.Execute("update importer.batch set sent_at = sent_at - interval '1 minute'");
        await Eventually.Holds(() => world.Catalog.Received.Count == 2, "the batch is sent again");

        // The importer looks for late batches every second.
        await Task.Delay(TimeSpan.FromSeconds(3));

        Assert.Equal(2, world.Catalog.Received.Count);
    }

    [Fact]
    public async Task A_batch_that_catalog_does_not_answer_again_and_again_shows_in_the_health()
    {
        const string Line = "1 batches were sent more than 10 times";
        await using var world = await ImporterWorld.Start(new("Batches:ResendAfterSeconds", "6"), new KeyValuePair<string, string?>("Batches:GiveUpAfterSeconds", "1"));
        world.Catalog.Answers = false;
        await world.Import(TestFeed.Numbered(5));
        await world.Database.Execute("update importer.batch set attempts = 10, sent_at = sent_at - interval '1 minute'");
        await Eventually.Holds(async () => (await Health()).Contains(Line, StringComparison.Ordinal), "the batch shows");

        world.Catalog.Answers = true;
        await world.Database.Execute("update importer.batch set sent_at = sent_at - interval '1 minute'");
        await Eventually.Holds(async () => !(await Health()).Contains(Line, StringComparison.Ordinal), "it shows no longer");

        Task<string> Health() => world.Host.Client.GetStringAsync("/health/ready");
    }

    [Fact]
    public async Task When_catalog_stays_silent_the_run_fails_withdraws_nothing_and_the_sum_holds()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        await world.Import(TestFeed.Numbered(5));
        world.Catalog.Answers = false;

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("m-00001"), TestFeed.Mission("neuve")));

        Assert.Equal(("FAILED", "CATALOG_UNAVAILABLE"), (answer.Status, answer.Reason));
        Assert.Equal((2, 0, 0, 1, 0, 0), answer.Counts);
        Assert.Equal(1, answer["failed"]);
        Assert.Empty(world.Catalog.Messages.OfType<MissionsWithdrawn>());
    }

    [Fact]
    public async Task An_outcome_that_comes_after_its_run_has_ended_confirms_the_hashes()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        world.Catalog.Answers = false;
        await world.Import(TestFeed.Numbered(5));
        var batch = Assert.Single(world.Catalog.Received.DistinctBy(b => b.BatchId));
        world.Catalog.Answers = true;

        await world.Catalog.Receive(batch, world.Host.Services.GetRequiredService<IBus>());
        var answer = await world.Import(TestFeed.Numbered(5));

        Assert.Equal((5, 0, 0, 5, 0, 0), answer.Counts);
        Assert.Single(world.Catalog.Received.DistinctBy(b => b.BatchId));
    }

    [Fact]
    public async Task A_batch_left_by_a_process_that_ended_is_sent_again_at_start()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        world.Catalog.Answers = false;
        await world.Import(TestFeed.Numbered(5));
        world.Catalog.Answers = true;

        await using var next = await world.StartAnother();
        await Eventually.Holds(async () => await world.Query(db => db.Batches.CountAsync()) == 0, "no batch is left");

        Assert.Equal(5, world.Catalog.Live.Count());
        Assert.Equal(5, await world.Query(db => db.MissionStates.CountAsync(s => s.AppliedHash == s.SentHash)));
    }

    [Fact]
    public async Task A_run_begins_with_every_earlier_outcome_known()
    {
        await using var world = await ImporterWorld.Start(Soon, new("Batches:GiveUpAfterSeconds", "4"));
        await world.Import(TestFeed.Numbered(5));
        world.Catalog.Answers = false;
        await world.Import(TestFeed.Numbered(4));
        Assert.Single(world.Catalog.Messages.OfType<MissionsWithdrawn>().DistinctBy(m => m.BatchId));

        // The withdrawal is still on its way: a run that did not wait would send the mission, and the withdrawal would take it away after that.
        var importing = world.Import(TestFeed.Numbered(5));
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Single(world.Catalog.Received.DistinctBy(b => b.BatchId));
        world.Catalog.Answers = true;
        var answer = await importing;

        Assert.Equal((5, 0, 1, 4, 0, 0), answer.Counts);
        Assert.Equal(5, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task An_outcome_that_comes_twice_is_counted_once()
    {
        await using var world = await ImporterWorld.Start();
        world.Catalog.Before = async message =>
        {
            var batch = (MissionsReceived)message;
            world.Catalog.Before = _ => Task.CompletedTask;
            await world.Catalog.Receive(batch, world.Host.Services.GetRequiredService<IBus>());
        };

        var answer = await world.Import(TestFeed.Numbered(5));

        Assert.Equal(5, answer["received"]);
        Assert.Equal(5, answer["created"] + answer["unchanged"]);
    }

    [Fact]
    public async Task A_withdrawal_that_acts_a_second_time_makes_the_next_run_send_the_mission_again()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(5));
        await world.Import(TestFeed.Numbered(4));
        await world.Import(TestFeed.Numbered(5));
        var late = world.Catalog.Messages.OfType<MissionsWithdrawn>().Single();

        await world.Catalog.Receive(late, world.Host.Services.GetRequiredService<IBus>());
        Assert.Equal(4, world.Catalog.Live.Count());
        await Eventually.Holds(async () => await world.Query(db => db.MissionStates.AnyAsync(s => s.SentHash == null)), "the hash is doubted");
        var answer = await world.Import(TestFeed.Numbered(5));

        Assert.Equal((5, 0, 1, 4, 0, 0), answer.Counts);
        Assert.Equal(5, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_mission_whose_new_version_had_no_outcome_is_sent_even_if_the_feed_takes_it_back()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        await world.Import(TestFeed.Of(TestFeed.Mission("a", "Le premier titre")));
        world.Catalog.Failing["a"] = "CONTENT_REFUSED: corrigez la valeur.";
        await world.Import(TestFeed.Of(TestFeed.Mission("a", "Le second titre")));
        world.Catalog.Failing.Clear();
        world.Catalog.Messages.Clear();

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("a", "Le premier titre")));

        Assert.Equal((1, 0, 0, 1, 0, 0), answer.Counts);
        Assert.Single(world.Catalog.Received);
        Assert.Equal("Le premier titre", world.Catalog.Missions["a"].Title);
    }
}
