using Engagement.Hosting;
using Engagement.Messaging;

namespace Engagement.Catalog.Missions;

/// <summary>Entry of the feature: missions as their sources send them, until they end.</summary>
internal static class MissionsFeature
{
    internal static void AddMissions(this IServiceCollection services)
    {
        services.AddSingleton<ApplyBatch>();
        services.AddSingleton<ApplyWithdrawal>();
        services.AddSingleton<UndoRun>();
        services.AddSingleton<SubmitMissions>();
        services.AddSingleton<WithdrawSubmitted>();
        services.AddSingleton<MoveMissions>();
        services.AddSingleton<OfferedMissions>();
        services.AddRecurringWork<ForgetRunChanges>("catalog-run-changes", ServiceDefaults.Ready);
        services.AddRecurringWork<ExpireMissions>("catalog-expiry", ServiceDefaults.Ready);
        services.AddRecurringWork<ReviveMissions>("catalog-revival", ServiceDefaults.Ready);
        services.AddBusConsumers(bus =>
        {
            // Batches of one publisher wait for each other in the database: two at a time keep both cores busy with two publishers.
            bus.AddConsumer<ReceiveMissions>().Endpoint(e => (e.Name, e.ConcurrentMessageLimit, e.PrefetchCount) = ("catalog-receive-missions", 2, 4));
            bus.AddConsumer<WithdrawMissions>().Endpoint(e => (e.Name, e.ConcurrentMessageLimit, e.PrefetchCount) = ("catalog-withdraw-missions", 1, 2));
        });
    }

    internal static void MapMissions(this IEndpointRouteBuilder services)
    {
        UndoRun.Map(services);
        SubmitMissions.Map(services);
        WithdrawSubmitted.Map(services);
        MoveMissions.Map(services);
        OfferedMissions.Map(services);
        ExpiredMissions.Map(services);
    }
}
