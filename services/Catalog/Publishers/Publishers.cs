namespace Engagement.Catalog.Publishers;

/// <summary>Entry of the feature: partners.</summary>
internal static class PublishersFeature
{
    internal static void AddPublishers(this IServiceCollection services) => services.AddSingleton<PartnerDesk>();

    internal static void MapPublishers(this IEndpointRouteBuilder services) => CreatePublisher.Map(services);
}
