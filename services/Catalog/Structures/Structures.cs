namespace Engagement.Catalog.Structures;

/// <summary>Entry of the feature: host structures of which several partners have records.</summary>
internal static class StructuresFeature
{
    internal static void AddStructures(this IServiceCollection services)
    {
        services.AddSingleton<MatchStructures>();
        services.AddHostedService(provider => provider.GetRequiredService<MatchStructures>());
        services.AddSingleton<DecideOnRecord>();
    }

    internal static void MapStructures(this IEndpointRouteBuilder services)
    {
        ReviewStructures.Map(services);
        DecideOnRecord.Map(services);
    }
}
