using Engagement.Contracts;
using Engagement.Messaging;
using MassTransit;

namespace Engagement.Catalog.Missions;

/// <summary>Withdraws the missions that left their feed and says what became of each.</summary>
internal sealed class WithdrawMissions(ApplyWithdrawal withdrawals) : IConsumer<MissionsWithdrawn>
{
    public async Task Consume(ConsumeContext<MissionsWithdrawn> context)
    {
        var applied = await withdrawals.Apply(context.Message, context.CancellationToken);
        FaultPoint.Reach("catalog.before-outcome");
        await context.Publish(applied, context.CancellationToken);
    }
}
