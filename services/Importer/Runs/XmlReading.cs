using System.Runtime.CompilerServices;
using Engagement.Importer.Feeds;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>An XML feed: one document that names every mission.</summary>
internal sealed class XmlReading(Feed feed, IFeedSource source, FeedLimits limits) : IFeedReading
{
    private readonly FeedReader reader = new(limits);
    private FeedContent? content;

    public bool NamesAll => true;

    public bool LaterWins => false;

    public string? From => null;

    public IReadOnlyList<FeedRemark> Warnings => reader.Facts.Warnings;

    public FeedMark Mark => new(content?.Tags ?? default, null);

    public async Task<bool> Open(CancellationToken ct)
    {
        content = await source.Open(feed, FeedPlace.Whole, ct);
        return content.Body is not null;
    }

    public async IAsyncEnumerable<FeedItem> Items([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in reader.Read(content!.Body!, FeedReading.Settings(feed), ct))
        {
            yield return item;
        }

        if (!reader.Facts.Complete)
        {
            throw new RunFailure(ReadingFault.Incomplete);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (content is not null)
        {
            await content.DisposeAsync();
        }
    }
}
