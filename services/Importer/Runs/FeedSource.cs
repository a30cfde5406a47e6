using Engagement.Importer.Feeds;

namespace Engagement.Importer.Runs;

/// <summary>Where a run reads from: the partner's server, or a file that somebody gave.</summary>
internal interface IFeedSource
{
    /// <summary>The stored request that asked for it, removed when the run has ended; null for a schedule.</summary>
    Guid? RequestId { get; }

    /// <exception cref="RunFailure">There is nothing to read; the reason says why.</exception>
    Task<FeedContent> Open(Feed feed, FeedPlace place, CancellationToken ct);
}

/// <summary>What of a feed is opened.</summary>
/// <param name="Page">One of its pages; null for what is at the feed's own address.</param>
/// <param name="IfChanged">Whether its server may answer that it is still as the feed's tags say.</param>
/// <param name="Trusted">Whether the feed's own server, if the page is there, may be told the feed's credentials.</param>
internal readonly record struct FeedPlace(Uri? Page, bool IfChanged, bool Trusted)
{
    /// <summary>The feed as a whole.</summary>
    internal static readonly FeedPlace Whole = new(null, IfChanged: true, Trusted: true);
}

/// <summary>A feed, or a page of it, as received, still compressed if it is.</summary>
/// <param name="Body">Its bytes; null when the server says that they are those of the last whole import.</param>
/// <param name="Tags">What to send back next time.</param>
/// <param name="Address">Where it was found in the end; null for a file.</param>
/// <param name="Owner">Freed with the content, or null.</param>
internal sealed record FeedContent(Stream? Body, FeedTags Tags = default, Uri? Address = null, IDisposable? Owner = null) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        if (Body is not null)
        {
            await Body.DisposeAsync();
        }

        Owner?.Dispose();
    }
}

/// <summary>What a server says of a content, sent back so that it may answer that nothing changed.</summary>
internal readonly record struct FeedTags(string? Etag, string? LastModified);
