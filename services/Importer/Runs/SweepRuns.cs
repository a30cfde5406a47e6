using Engagement.Importer.Storage;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Runs;

/// <summary>
/// Each hour removes the records of old runs and old confirmations, but the last run of a feed stays, however old; then the reports that no
/// run has any more, the rows of a feed's oldest reports when it has too many, and requests whose file nobody has.
/// </summary>
internal sealed partial class SweepRuns(
    IDbContextFactory<ImporterDb> databases, IOptions<RunOptions> options, [FromKeyedServices(ImporterDb.Schema)] ClockWatch watch,
    TimeProvider clock, ILogger<SweepRuns> logger)
    : TimedWork(TimeSpan.FromHours(1), watch, logger)
{
    /// <summary>Rows that the reports of one feed may have together; beyond it the oldest keep their totals only.</summary>
    internal const int MostRowsOfFeed = 500_000;

    internal async Task<int> Sweep(CancellationToken ct)
    {
        var before = clock.GetUtcNow().AddDays(-options.Value.KeepDays);
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.ConfirmedAbsences.Where(a => a.ConfirmedAt < before).ExecuteDeleteAsync(ct);
        var removed = await db.Runs
            .Where(r => r.EndedAt < before && db.Runs.Any(later => later.FeedId == r.FeedId && later.StartedAt > r.StartedAt))
            .ExecuteDeleteAsync(ct);
        // One that is locked is being taken by a run that ends now.
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from importer.report where id in (
                select id from importer.report p where not exists (select from importer.run r where r.report_id = p.id) for update skip locked)
            """,
            ct);
        await db.Database.ExecuteSqlAsync($"delete from importer.import_request where requested_at < {before}", ct);
        await Reduce(db, MostRowsOfFeed, ct);
        return removed;
    }

    internal static Task<int> Reduce(ImporterDb db, int mostRows, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        with kept as (
            select r.id, r.feed_id, r.used, sum(t.kept) as rows
            from importer.report r join importer.run_total t on t.report_id = r.id group by r.id having sum(t.kept) > 0),
        summed as (select id, sum(rows) over (partition by feed_id order by used desc) as rows from kept),
        oldest as (select id from summed where rows > {mostRows}),
        marked as (update importer.report r set whole = false from oldest where r.id = oldest.id),
        counted as (update importer.run_total t set kept = 0 from oldest where t.report_id = oldest.id),
        unmovable as (delete from importer.other_source o using oldest where o.report_id = oldest.id)
        delete from importer.run_item i using oldest where i.report_id = oldest.id
        """,
        ct);

    protected override async Task RoundInTime(CancellationToken ct) => Log.Swept(logger, await Sweep(ct));

    private static partial class Log
    {
        [LoggerMessage(EventId = 2221, Level = LogLevel.Debug, Message = "{Count} records of old runs removed")]
        internal static partial void Swept(ILogger logger, int count);
    }
}
