namespace Engagement.Importer.Runs;

/// <summary>Entry of the feature: import runs and their reports.</summary>
internal static class RunsFeature
{
    internal static void AddRuns(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RunOptions>().BindConfiguration("Runs").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RunLedger>();
        builder.Services.AddSingleton<RunFeed>();
        builder.Services.AddSingleton<Runner>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Runner>());
        builder.Services.AddHostedService<SweepRuns>();
    }

    internal static void MapRuns(this IEndpointRouteBuilder routes)
    {
        ListRuns.Map(routes);
        ResyncFeeds.Map(routes);
    }
}
