using Engagement.Importer.Feeds;
using Engagement.Importer.Runs;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Reports;

/// <summary>Reads the runs of one publisher and their reports. Every question names the publisher: there is no way to another's runs.</summary>
internal sealed class RunReports(IDbContextFactory<ImporterDb> databases)
{
    /// <summary>Its runs, newest first.</summary>
    /// <param name="publisherId">Whose.</param>
    /// <param name="page">Which part.</param>
    /// <param name="withIdle">Whether those are wanted, too, that found the feed as it was: most of them.</param>
    /// <param name="ct">Ends the reading.</param>
    internal async Task<ReportPage<RunSummary>> Runs(Guid publisherId, RunsPage page, bool withIdle, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (after, size) = page;
        var all = RunsOf(db, publisherId).Where(r => withIdle || r.Reason != RunReasons.NotModified.Code);
        var rest = after is null
            ? all
            : all.Where(r => db.Runs.Any(a => a.Id == after && (r.StartedAt < a.StartedAt || (r.StartedAt == a.StartedAt && r.Id < a.Id))));
        var runs = await Summaries(rest.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id), db.Feeds).Take(size + 1).ToListAsync(ct);
        return new ReportPage<RunSummary>(await WithTotals(db, [.. runs.Take(size)], ct), runs.Count > size, await all.CountAsync(ct));
    }

    /// <summary>One of its runs; null when it has none of this id.</summary>
    internal async Task<RunSummary?> Run(Guid publisherId, Guid runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var runs = await Summaries(RunsOf(db, publisherId).Where(r => r.Id == runId), db.Feeds).ToListAsync(ct);
        return (await WithTotals(db, runs, ct)).SingleOrDefault();
    }

    /// <summary>Those of its runs that have one of these ids, in no order.</summary>
    internal async Task<List<RunSummary>> Runs(Guid publisherId, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await WithTotals(db, await Summaries(RunsOf(db, publisherId).Where(r => ids.Contains(r.Id)), db.Feeds).ToListAsync(ct), ct);
    }

    /// <summary>Remarks in the order of the file, those about the store last. They are looked up by their place: a long report is as quick as a short one.</summary>
    internal async Task<ReportPage<RunRemark>> Remarks(Guid publisherId, Guid runId, RemarkFilter filter, RemarkPage page, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var totals = await TotalsOf(db, publisherId, runId).ToListAsync(ct);
        var (asked, after) = (totals.Where(t => filter.Takes(t.Kind, t.Code)).ToList(), page.After ?? 0);
        var items = asked.Sum(t => t.Kept) == 0
            ? []
            : await Remarks(RemarksOf(db, totals[0].ReportId, filter).Where(i => i.Place > after)).Take(page.Size + 1).ToListAsync(ct);
        return new ReportPage<RunRemark>([.. items.Take(page.Size)], items.Count > page.Size, asked.Sum(t => t.Kept)) { LeftOut = asked.Sum(t => t.Total - t.Kept) };
    }

    /// <summary>All remarks that the filter lets through, one after the other, for files.</summary>
    internal async IAsyncEnumerable<RunRemark> AllRemarks(
        Guid publisherId, Guid runId, RemarkFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await RunsOf(db, publisherId).Where(r => r.Id == runId).Select(r => r.ReportId).SingleOrDefaultAsync(ct) is not { } report)
        {
            yield break;
        }

        await foreach (var remark in Remarks(RemarksOf(db, report, filter)).AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return remark;
        }
    }

    /// <summary>The missions of the run's file that another source of the publisher has, each once; none when the report is no longer whole.</summary>
    internal async Task<IReadOnlyList<string>> OfOtherSources(Guid publisherId, Guid runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await OtherSourcesOf(db, publisherId, runId).ToListAsync(ct);
    }

    /// <summary>How many they are.</summary>
    internal async Task<int> CountOfOtherSources(Guid publisherId, Guid runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await OtherSourcesOf(db, publisherId, runId).CountAsync(ct);
    }

    private static IQueryable<string> OtherSourcesOf(ImporterDb db, Guid publisherId, Guid runId) =>
        db.OtherSources.Where(m => RunsOf(db, publisherId).Any(r => r.Id == runId && r.ReportId == m.ReportId)).Select(m => m.ClientId).OrderBy(id => id);

    private static IQueryable<RunTotal> TotalsOf(ImporterDb db, Guid publisherId, Guid runId) =>
        db.RunTotals.Where(t => RunsOf(db, publisherId).Any(r => r.Id == runId && r.ReportId == t.ReportId));

    private static async Task<List<RunSummary>> WithTotals(ImporterDb db, List<RunSummary> runs, CancellationToken ct)
    {
        var ids = runs.Select(r => r.ReportId).OfType<Guid>().Distinct().ToArray();
        var totals = (await db.RunTotals.Where(t => ids.Contains(t.ReportId)).ToListAsync(ct)).ToLookup(t => t.ReportId);
        return runs.ConvertAll(r => r with
        {
            Totals =
            [
                .. totals[r.ReportId ?? Guid.Empty].OrderBy(t => t.Kind, StringComparer.Ordinal).ThenByDescending(t => t.Total).ThenBy(t => t.Code, StringComparer.Ordinal)
                    .Select(t => new CodeCount(t.Kind, t.Code, t.Total, t.Kept)),
            ],
        });
    }

    private static IQueryable<Run> RunsOf(ImporterDb db, Guid publisherId) =>
        db.Runs.Where(r => db.Feeds.Any(f => f.Id == r.FeedId && f.PublisherId == publisherId));

    private static IQueryable<RunItem> RemarksOf(ImporterDb db, Guid reportId, RemarkFilter filter) =>
        db.RunItems.Where(i => i.ReportId == reportId && (filter.Kind == null || i.Kind == filter.Kind) && (filter.Code == null || i.Code == filter.Code));

    private static IQueryable<RunRemark> Remarks(IQueryable<RunItem> items) => items
        .OrderBy(i => i.Place)
        .Select(i => new RunRemark(i.Place, i.Kind, i.Code, i.Position, i.Line, i.ClientId, i.Field, i.Value, i.Message, i.StillLive));

    private static IQueryable<RunSummary> Summaries(IQueryable<Run> runs, IQueryable<Feed> feeds) => runs.Join(feeds, run => run.FeedId, feed => feed.Id, (run, feed) =>
        new RunSummary(
            run.Id, feed.Name, run.Trigger, run.OfRun, run.Status, run.Reason, run.Message, run.StartedAt, run.EndedAt, run.Seconds, run.Received, run.Created,
            run.Updated, run.Unchanged, run.Refused, run.Duplicates, run.Failed, run.Restored, run.Withdrawn, run.Warnings, run.Live, run.Absent)
        {
            ReportId = run.ReportId,
        });
}

/// <summary>Which part of a list of runs.</summary>
/// <param name="After">The run after which it begins, or null.</param>
/// <param name="Size">How many.</param>
internal readonly record struct RunsPage(Guid? After, int Size);

/// <summary>Which part of a list of remarks.</summary>
/// <param name="After">The remark after which it begins, or null.</param>
/// <param name="Size">How many.</param>
internal readonly record struct RemarkPage(long? After, int Size);
