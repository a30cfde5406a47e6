using Engagement.Contracts;
using Engagement.Messaging;
using MassTransit;

namespace Engagement.Catalog.Missions;

/// <summary>Applies a batch of missions and says what became of each. A lost database throws: the bus brings the batch again, or the importer does.</summary>
internal sealed class ReceiveMissions(ApplyBatch batches) : IConsumer<MissionsReceived>
{
    public async Task Consume(ConsumeContext<MissionsReceived> context)
    {
        var applied = await batches.Apply(context.Message, context.CancellationToken);
        FaultPoint.Reach("catalog.before-outcome");
        await context.Publish(applied, context.CancellationToken);
    }
}
