using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Runs;

/// <summary>
/// Forgets what was confirmed of a publisher's missions: its next run sends all of them, and Catalog tells what it has. Which missions
/// are live stays known, so that one which left the feed meanwhile is still withdrawn.
/// </summary>
internal static class ResyncFeeds
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/importer/resync", Handle);

    private static async Task<IResult> Handle(
        string publisher, IDbContextFactory<ImporterDb> databases, ImporterConnections connections, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var feeds = await db.Feeds.Where(f => f.PublisherName == publisher || f.PublisherSlug == publisher).Select(f => f.Id).ToListAsync(ct);
        if (feeds.Count == 0)
        {
            return TypedResults.Text($"no feed of {publisher}\n", statusCode: StatusCodes.Status404NotFound);
        }

        var forgotten = 0;
        foreach (var feedId in feeds)
        {
            // Not during a run: its end would note again what the server says of the content, and where the next reading begins.
            await using var held = await FeedLock.Take(feedId, connections, ct);
            forgotten += await db.MissionStates.Where(s => s.FeedId == feedId)
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.SentHash, (byte[]?)null), ct);
            await db.Feeds.Where(f => f.Id == feedId)
                .ExecuteUpdateAsync(s => s
                    .SetProperty(f => f.Etag, (string?)null).SetProperty(f => f.LastModified, (string?)null).SetProperty(f => f.Cursor, (string?)null), ct);
        }

        return TypedResults.Text($"{forgotten} missions of {publisher} will be sent again by the next import\n");
    }
}
