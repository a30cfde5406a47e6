using Engagement.Hosting;
using Engagement.Messaging;

namespace Engagement.Importer.Runs;

/// <summary>Entry of the feature: import runs and their reports.</summary>
internal static class RunsFeature
{
    internal static void AddRuns(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RunOptions>().BindConfiguration("Runs").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RunLedger>();
        builder.Services.AddSingleton<RunFeed>();
        builder.Services.AddInternalClient(EndedMissions.Client, o => o.Catalog);
        builder.Services.AddSingleton<EndedMissions>();
        builder.Services.AddSingleton<WithdrawalGuard>();
        builder.Services.AddSingleton<Runner>();
        builder.Services.AddInternalClient(AgreeWithCatalog.Client, o => o.Catalog);
        builder.Services.AddSingleton<AgreeWithCatalog>();
        builder.Services.AddSingleton<CatalogLink>();
        builder.Services.AddInternalClient(CatalogUndo.Client, o => o.Catalog);
        builder.Services.AddSingleton<CatalogUndo>();
        builder.Services.AddSingleton<ConfirmRun>();
        builder.Services.AddSingleton<UndoRun>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Runner>());
        builder.Services.AddRecurringWork<SweepRuns>("importer-run-sweep", ServiceDefaults.Ready);
    }

    internal static void MapRuns(this IEndpointRouteBuilder routes)
    {
        ListRuns.Map(routes);
        ConfirmRun.Map(routes);
        UndoRun.Map(routes);
        ResyncFeeds.Map(routes);
    }
}
