using Engagement.Hosting;
using Engagement.Messaging;

namespace Engagement.Importer.Health;

/// <summary>Entry of the feature: how feeds are, and alerts when they are not well.</summary>
internal static class HealthFeature
{
    internal static void AddFeedHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<HealthOptions>().BindConfiguration("Health").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<FeedHealths>();
        builder.Services.AddRecurringWork<WatchFeeds>("importer-feed-health", ServiceDefaults.Ready);
        builder.Services.AddSingleton<AlertMails>();
        builder.Services.AddSingleton<AlertMessage>();
        builder.Services.AddRecurringWork<SendAlerts>("importer-alert-mails", ServiceDefaults.Ready);
    }

    internal static void MapFeedHealth(this IEndpointRouteBuilder routes) => routes.MapGet(
        "/importer/publishers/{publisherId:guid}/health", async (Guid publisherId, FeedHealths healths, CancellationToken ct) => TypedResults.Ok(await healths.Of(publisherId, ct)));
}
