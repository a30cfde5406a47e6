using Engagement.Importer.Feeds;

namespace Engagement.Importer.Settings;

/// <summary>The settings and state of a feed. Of its credentials it says only whether there are any.</summary>
internal sealed record FeedView(
    Guid Id, string Publisher, string PublisherSlug, string Name, string? Url, string Type, int IntervalMinutes, bool HasCredentials, bool Paused,
    bool SuspendedByUndo, DateTimeOffset? NextRunAt, DateTimeOffset? CheckedAt)
{
    internal static FeedView Of(Feed feed) => new(
        feed.Id, feed.PublisherName, feed.PublisherSlug, feed.Name, feed.Url, feed.DefaultType, feed.IntervalMinutes, feed.Credentials is not null,
        feed.Paused, feed.UndoneFingerprint is not null, feed.Url is null ? null : feed.NextRunAt, feed.CheckedAt);
}
