using Engagement.Contracts;
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
        return new ReportPage<RunSummary>([.. runs.Take(size)], runs.Count > size, await all.CountAsync(ct));
    }

    /// <summary>One of its runs; null when it has none of this id.</summary>
    internal async Task<RunSummary?> Run(Guid publisherId, Guid runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Summaries(RunsOf(db, publisherId).Where(r => r.Id == runId), db.Feeds).SingleOrDefaultAsync(ct);
    }

    /// <summary>Those of its runs that have one of these ids, in no order.</summary>
    internal async Task<List<RunSummary>> Runs(Guid publisherId, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Summaries(RunsOf(db, publisherId).Where(r => ids.Contains(r.Id)), db.Feeds).ToListAsync(ct);
    }

    /// <summary>Remarks in the order of the file, those about the store last.</summary>
    internal async Task<ReportPage<RunRemark>> Remarks(Guid publisherId, Guid runId, RemarkFilter filter, RemarkPage page, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var all = RemarksOf(db, publisherId, runId, filter);
        var after = page.After;
        var rest = after is null
            ? all
            : all.Where(i => db.RunItems.Any(a =>
                a.Id == after && a.RunId == runId
                && ((i.Position ?? int.MaxValue) > (a.Position ?? int.MaxValue) || ((i.Position ?? int.MaxValue) == (a.Position ?? int.MaxValue) && i.Id > a.Id))));
        var items = await Remarks(rest).Take(page.Size + 1).ToListAsync(ct);
        return new ReportPage<RunRemark>([.. items.Take(page.Size)], items.Count > page.Size, await all.CountAsync(ct));
    }

    /// <summary>All remarks that the filter lets through, one after the other, for files.</summary>
    internal async IAsyncEnumerable<RunRemark> AllRemarks(
        Guid publisherId, Guid runId, RemarkFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await foreach (var remark in Remarks(RemarksOf(db, publisherId, runId, filter)).AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return remark;
        }
    }

    /// <summary>The missions of the run's file that another source of the publisher has, each once.</summary>
    internal async Task<IReadOnlyList<string>> OfOtherSources(Guid publisherId, Guid runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await RemarksOf(db, publisherId, runId, new RemarkFilter(RunItemKind.Refusal, Outcomes.OtherSource))
            .Where(i => i.ClientId != null).Select(i => i.ClientId!).Distinct().OrderBy(id => id).ToListAsync(ct);
    }

    /// <summary>How many remarks of each code, the most frequent first within a kind.</summary>
    internal async Task<IReadOnlyList<CodeCount>> Codes(Guid publisherId, Guid runId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await RemarksOf(db, publisherId, runId, new RemarkFilter(null, null))
            .GroupBy(i => new { i.Kind, i.Code })
            .Select(g => new { g.Key.Kind, g.Key.Code, Count = g.Count() })
            .OrderBy(c => c.Kind).ThenByDescending(c => c.Count).ThenBy(c => c.Code)
            .Select(c => new CodeCount(c.Kind, c.Code, c.Count))
            .ToListAsync(ct);
    }

    private static IQueryable<Run> RunsOf(ImporterDb db, Guid publisherId) =>
        db.Runs.Where(r => db.Feeds.Any(f => f.Id == r.FeedId && f.PublisherId == publisherId));

    private static IQueryable<RunItem> RemarksOf(ImporterDb db, Guid publisherId, Guid runId, RemarkFilter filter) =>
        db.RunItems.Where(i => i.RunId == runId && RunsOf(db, publisherId).Any(r => r.Id == runId)
            && (filter.Kind == null || i.Kind == filter.Kind) && (filter.Code == null || i.Code == filter.Code));

    private static IQueryable<RunRemark> Remarks(IQueryable<RunItem> items) => items
        .OrderBy(i => i.Position ?? int.MaxValue).ThenBy(i => i.Id)
        .Select(i => new RunRemark(i.Id, i.Kind, i.Code, i.Position, i.Line, i.ClientId, i.Field, i.Value, i.Message, i.StillLive));

    private static IQueryable<RunSummary> Summaries(IQueryable<Run> runs, IQueryable<Feed> feeds) => runs.Join(feeds, run => run.FeedId, feed => feed.Id, (run, feed) =>
        new RunSummary(
            run.Id, feed.Name, run.Trigger, run.OfRun, run.Status, run.Reason, run.Message, run.StartedAt, run.EndedAt, run.Seconds, run.Received, run.Created,
            run.Updated, run.Unchanged, run.Refused, run.Duplicates, run.Failed, run.Restored, run.Withdrawn, run.Warnings, run.Live, run.Absent));
}

/// <summary>Which part of a list of runs.</summary>
/// <param name="After">The run after which it begins, or null.</param>
/// <param name="Size">How many.</param>
internal readonly record struct RunsPage(Guid? After, int Size);

/// <summary>Which part of a list of remarks.</summary>
/// <param name="After">The remark after which it begins, or null.</param>
/// <param name="Size">How many.</param>
internal readonly record struct RemarkPage(long? After, int Size);
