namespace Engagement.Importer.Feeds;

/// <summary>Entry of the feature: feeds and when they are pulled.</summary>
internal static class FeedsFeature
{
    internal static void AddFeeds(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DueFeeds>();
        builder.Services.AddHostedService<Schedule>();
    }

    internal static void MapFeeds(this IEndpointRouteBuilder routes) => ResyncFeeds.Map(routes);
}
