using Engagement.Importer.Feeds;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>One pass over a feed, in the format that the feed has.</summary>
internal interface IFeedReading : IAsyncDisposable
{
    /// <summary>True when what is not named is no longer there; false when only what changed is named, and what is gone has a tombstone.</summary>
    bool NamesAll { get; }

    /// <summary>True when a mission that comes again is a newer version of it; false when it is a duplicate.</summary>
    bool LaterWins { get; }

    /// <summary>Where an incremental reading begins; null when it begins at the feed's own address.</summary>
    string? From { get; }

    /// <summary>Tolerated deviations outside missions; final when the missions have been read.</summary>
    IReadOnlyList<FeedRemark> Warnings { get; }

    /// <summary>What the feed remembers of a reading that ended well.</summary>
    FeedMark Mark { get; }

    /// <summary>Asks for the feed. False when it is as it was imported last, so that there is nothing to read.</summary>
    Task<bool> Open(CancellationToken ct);

    /// <summary>The missions in the order of the feed; it throws when the feed cannot be read to its end (<see cref="ReadingFault"/>).</summary>
    IAsyncEnumerable<FeedItem> Items(CancellationToken ct);
}

/// <summary>How the next reading of a feed can be a small one.</summary>
/// <param name="Tags">What the server said of what it will be asked for then.</param>
/// <param name="Cursor">The address where it begins; null: at the feed's own.</param>
internal readonly record struct FeedMark(FeedTags Tags, string? Cursor);

/// <summary>Begins the reading that a feed's format asks for.</summary>
internal static class FeedReading
{
    // A publisher may forget after 7 days that an item was deleted: who has not looked for longer cannot know it any more.
    private static readonly TimeSpan TombstonesLast = TimeSpan.FromDays(7);

    // An address that fails again and again may never be read again, though the feed can.
    private const int FailuresBeforeWhole = 3;

    /// <summary>A reading from where the last one ended; of everything when that is too long ago, or failed several times.</summary>
    internal static IFeedReading Next(Feed feed, IFeedSource source, RunOptions options, DateTimeOffset now) =>
        From(feed.CursorAt > now - TombstonesLast && feed.Failures < FailuresBeforeWhole ? feed.Cursor : null, feed, source, options);

    /// <summary>A reading from where the last one ended, however long ago: it shows what that run showed.</summary>
    internal static IFeedReading Again(Feed feed, IFeedSource source, RunOptions options) => From(feed.Cursor, feed, source, options);

    private static IFeedReading From(string? cursor, Feed feed, IFeedSource source, RunOptions options) => feed.Format switch
    {
        FeedFormats.Xml => new XmlReading(feed, source, options.Limits),
        FeedFormats.Rpde => new RpdeReading(feed, source, source.RequestId is null ? cursor : null, options),
        _ => throw new InvalidOperationException($"The feed format {feed.Format} is unknown: use {string.Join(", ", FeedFormats.All)}."),
    };

    internal static FeedSettings Settings(Feed feed) => new() { DefaultType = MissionTypes.Parse(feed.DefaultType) };
}
