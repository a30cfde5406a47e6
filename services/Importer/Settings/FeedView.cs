using Engagement.Importer.Contacts;
using Engagement.Importer.Feeds;

namespace Engagement.Importer.Settings;

/// <summary>
/// The settings and state of a feed. Of its credentials it says only whether there are any; of its contacts, too, which ones a mail server
/// refused.
/// </summary>
internal sealed record FeedView(
    Guid Id, string Publisher, string PublisherSlug, string Name, string? Url, string Format, string Type, int IntervalMinutes, bool HasCredentials, bool Paused,
    bool SuspendedByUndo, DateTimeOffset? NextRunAt, DateTimeOffset? CheckedAt, IReadOnlyList<string> Contacts, IReadOnlyList<string> RefusedContacts)
{
    internal static FeedView Of(Feed feed, IEnumerable<ContactView> contacts)
    {
        var own = contacts.Where(c => c.FeedId == feed.Id).ToList();
        return new FeedView(
            feed.Id, feed.PublisherName, feed.PublisherSlug, feed.Name, feed.Url, feed.Format, feed.DefaultType, feed.IntervalMinutes, feed.Credentials is not null,
            feed.Paused, feed.UndoneFingerprint is not null, feed.Url is null ? null : feed.NextRunAt, feed.CheckedAt,
            own.ConvertAll(c => c.Address), [.. own.Where(c => c.RefusedAt is not null).Select(c => c.Address)]);
    }
}
