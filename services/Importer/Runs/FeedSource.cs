using Engagement.Importer.Feeds;

namespace Engagement.Importer.Runs;

/// <summary>Where a run reads from: the partner's server, or a file that somebody gave.</summary>
internal interface IFeedSource
{
    /// <summary>The stored request that asked for it, removed when the run has ended; null for a schedule.</summary>
    Guid? RequestId { get; }

    /// <exception cref="RunFailure">There is nothing to read; the reason says why.</exception>
    Task<FeedContent> Open(Feed feed, CancellationToken ct);
}

/// <summary>A feed as received, still compressed if it is.</summary>
/// <param name="Body">Its bytes; null when the server says that they are those of the last whole import.</param>
/// <param name="Etag">What to send back next time, or null.</param>
/// <param name="LastModified">As <paramref name="Etag"/>.</param>
/// <param name="Owner">Freed with the content, or null.</param>
internal sealed record FeedContent(Stream? Body, string? Etag = null, string? LastModified = null, IDisposable? Owner = null) : IAsyncDisposable
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
