using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Runs;

/// <summary>
/// Forgets what was confirmed of a publisher's missions: its next run sends all of them, and Catalog tells what it has. Which missions
/// are live is asked of Catalog, so that one which left the feed is withdrawn, whatever became of what was known of it.
/// </summary>
internal static class ResyncFeeds
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/importer/resync", Handle);

    private static async Task<IResult> Handle(
        string publisher, IDbContextFactory<ImporterDb> databases, ImporterConnections connections, AgreeWithCatalog catalog, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var feeds = await db.Feeds.Where(f => f.PublisherName == publisher || f.PublisherSlug == publisher).AsNoTracking().ToListAsync(ct);
        if (feeds.Count == 0)
        {
            return TypedResults.Text($"no feed of {publisher}\n", statusCode: StatusCodes.Status404NotFound);
        }

        try
        {
            var forgotten = 0;
            foreach (var feed in feeds)
            {
                // Not during a run: its end would note again what the server says of the content, and where the next reading begins.
                await using var held = await FeedLock.Take(feed.Id, connections, ct);
                await catalog.Learn(feed, ct);
                forgotten += await Forget(db, feed.Id, ct);
            }

            return TypedResults.Text($"{forgotten} missions of {publisher} will be sent again by the next import\n");
        }
        catch (Exception e) when (AgreeWithCatalog.IsSilence(e, ct))
        {
            return TypedResults.Text("the catalog does not answer: try again when it does\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<int> Forget(ImporterDb db, Guid feedId, CancellationToken ct)
    {
        var forgotten = await db.MissionStates.Where(s => s.FeedId == feedId).ExecuteUpdateAsync(s => s.SetProperty(m => m.SentHash, (byte[]?)null), ct);
        await db.Feeds.Where(f => f.Id == feedId)
            .ExecuteUpdateAsync(s => s
                .SetProperty(f => f.Etag, (string?)null).SetProperty(f => f.LastModified, (string?)null).SetProperty(f => f.Cursor, (string?)null), ct);
        return forgotten;
    }
}
