using Engagement.Hosting;
using Engagement.Messaging;

namespace Engagement.Catalog.Structures;

/// <summary>Entry of the feature: host structures of which several partners have records.</summary>
internal static class StructuresFeature
{
    internal static void AddStructures(this IServiceCollection services)
    {
        services.AddRecurringWork<MatchStructures>("catalog-structures", ServiceDefaults.Ready);
        services.AddSingleton<DecideOnRecord>();
    }

    internal static void MapStructures(this IEndpointRouteBuilder services)
    {
        ReviewStructures.Map(services);
        DecideOnRecord.Map(services);
    }
}
