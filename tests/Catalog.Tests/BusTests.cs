using System.Collections.Concurrent;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Catalog.Tests;

public sealed class BusTests
{
    [Fact]
    public Task A_batch_sent_over_memory_is_answered_with_its_outcomes_and_published_as_changes() => Import(new Dictionary<string, string?>());

    [Fact]
    public async Task A_batch_sent_over_a_real_broker_is_answered_with_its_outcomes_and_published_as_changes()
    {
        await using var broker = await RabbitBroker.Start();
        await Import(broker.Settings);
    }

    private static async Task Import(IReadOnlyDictionary<string, string?> settings)
    {
        var heard = new Heard();
        await using var world = await CatalogWorld.Create(settings: settings, more: services =>
        {
            services.AddSingleton(heard);
            services.AddBusConsumers(bus =>
            {
                bus.AddConsumer<HearOutcomes>().Endpoint(e => e.Name = "test-outcomes");
                bus.AddConsumer<HearChanges>().Endpoint(e => e.Name = "test-changes");
            });
        });
        var bus = world.Host.Services.GetRequiredService<IBus>();
        var mission = CatalogWorld.Mission("a", title: "L'été des aînés : <accueil> & \"écoute\"");
        var batch = world.Batch(mission);

        await bus.Publish(batch);
        await Eventually.Holds(() => !heard.Outcomes.IsEmpty, "the batch is answered", seconds: 30);
        await bus.Publish(new MissionsWithdrawn(Guid.NewGuid(), batch.RunId, world.PublisherId, CatalogWorld.Feed, [new("a", mission.Hash)]));
        await Eventually.Holds(() => heard.Outcomes.Count == 2, "the withdrawal is answered", seconds: 30);
        await Eventually.Holds(() => heard.Entries.Any(e => e.Number == heard.Outcomes.Last().LastNumber), "its changes are published", seconds: 30);

        Assert.Equal([Outcomes.Created, Outcomes.Withdrawn], heard.Outcomes.Select(o => Assert.Single(o.Missions).Outcome));
        Assert.Equal((batch.BatchId, batch.RunId), (heard.Outcomes.First().BatchId, heard.Outcomes.First().RunId));
        Assert.Equal(mission.Hash, heard.Outcomes.First().Missions[0].Hash);
        var bodies = heard.Entries.Where(e => e.Kind == ChangeKinds.Mission).Select(e => MessageJson.Read<MissionBody>(e.Body!.Value)).ToList();
        Assert.Equal(["ACCEPTED", "WITHDRAWN"], bodies.Select(b => b.Status));
        // The bytes that the importer wrote, through bus, log and bus again.
        Assert.All(bodies, b => Assert.Equal(mission.Content, b.Content));
    }

    internal sealed class Heard
    {
        internal ConcurrentQueue<BatchApplied> Outcomes { get; } = [];

        internal ConcurrentQueue<Change> Entries { get; } = [];
    }

    internal sealed class HearOutcomes(Heard heard) : IConsumer<BatchApplied>
    {
        public Task Consume(ConsumeContext<BatchApplied> context)
        {
            heard.Outcomes.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }

    internal sealed class HearChanges(Heard heard) : IConsumer<Changes>
    {
        public Task Consume(ConsumeContext<Changes> context)
        {
            foreach (var entry in context.Message.Entries)
            {
                heard.Entries.Enqueue(entry);
            }

            return Task.CompletedTask;
        }
    }
}
