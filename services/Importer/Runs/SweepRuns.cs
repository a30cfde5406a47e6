using Engagement.Importer.Storage;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Runs;

/// <summary>Removes the records of old runs and old confirmations, each hour; the last run of a feed stays, however old.</summary>
internal sealed partial class SweepRuns(
    IDbContextFactory<ImporterDb> databases, IOptions<RunOptions> options, TimeProvider clock, ILogger<SweepRuns> logger)
    : RecurringWork(TimeSpan.FromHours(1), logger)
{
    internal async Task<int> Sweep(CancellationToken ct)
    {
        var before = clock.GetUtcNow().AddDays(-options.Value.KeepDays);
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.ConfirmedAbsences.Where(a => a.ConfirmedAt < before).ExecuteDeleteAsync(ct);
        return await db.Runs
            .Where(r => r.EndedAt < before && db.Runs.Any(later => later.FeedId == r.FeedId && later.StartedAt > r.StartedAt))
            .ExecuteDeleteAsync(ct);
    }

    protected override async Task Round(CancellationToken ct) => Log.Swept(logger, await Sweep(ct));

    private static partial class Log
    {
        [LoggerMessage(EventId = 2221, Level = LogLevel.Debug, Message = "{Count} records of old runs removed")]
        internal static partial void Swept(ILogger logger, int count);
    }
}
