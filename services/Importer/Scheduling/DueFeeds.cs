using Engagement.Importer.Fetching;
using Engagement.Importer.Runs;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Scheduling;

/// <summary>Begins the runs of the feeds whose time has come. Each is on its own: a slow feed delays no other.</summary>
internal sealed class DueFeeds(
    IDbContextFactory<ImporterDb> databases, Runner runner, FeedFetcher fetcher, IOptions<RunOptions> options, TimeProvider clock)
{
    internal async Task Begin(CancellationToken ct)
    {
        var room = options.Value.AtOnce - runner.Scheduling;
        if (room <= 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(ct);
        // A run moves its feed's time when it ends, so a feed whose run was interrupted is due at once. No pause is longer than a day and
        // twice the interval: a later time was set by a clock that has been put back since.
        var due = await db.Feeds
            .Where(f => f.Url != null && !f.Paused
                && (f.NextRunAt <= now || f.NextRunAt > now.AddDays(1).AddMinutes(2 * f.IntervalMinutes)))
            .OrderBy(f => f.NextRunAt).Select(f => f.Id).Take(room).ToListAsync(ct);
        foreach (var feedId in due)
        {
            _ = runner.Scheduled(feedId, fetcher);
        }
    }
}
