using Engagement.Importer.Feeds;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Runs;

/// <summary>The records of runs, newest first, and one with its report.</summary>
internal static class ListRuns
{
    private const int MaxRuns = 500;
    private const int MaxItems = 10_000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/importer/runs", Handle);
        routes.MapGet("/importer/runs/{id:guid}", HandleOne);
    }

    internal sealed record RunView(
        Guid Id, string Publisher, Guid PublisherId, string Trigger, Guid? OfRun, string Status, string? Reason, string? Message, DateTimeOffset StartedAt,
        DateTimeOffset? EndedAt, double? Seconds, int Received, int Created, int Updated, int Unchanged, int Refused, int Duplicates, int Failed,
        int Restored, int Withdrawn, int Warnings, int Live, int Absent);

    internal sealed record RunItemView(
        string Kind, string Code, int? Position, int? Line, string? ClientId, string? Field, string? Value, string Message, bool StillLive);

    /// <param name="Run">The run.</param>
    /// <param name="Totals">How many remarks of each code it has, and how many of them are rows.</param>
    /// <param name="LeftOut">How many are not.</param>
    /// <param name="Items">The rows, at most 10,000 at once.</param>
    internal sealed record RunReportView(RunView Run, IReadOnlyList<CodeTotal> Totals, int LeftOut, IReadOnlyList<RunItemView> Items);

    private static async Task<IResult> Handle(IDbContextFactory<ImporterDb> databases, CancellationToken ct, string? publisher = null, int first = 20)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var known = publisher is null ? db.Feeds : db.Feeds.Where(f => f.PublisherName == publisher || f.PublisherSlug == publisher);
        var runs = await View(db.Runs.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id), known)
            .Take(Math.Clamp(first, 1, MaxRuns))
            .ToListAsync(ct);
        return TypedResults.Ok(runs);
    }

    private static async Task<IResult> HandleOne(Guid id, IDbContextFactory<ImporterDb> databases, CancellationToken ct, int after = 0)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await View(db.Runs.Where(r => r.Id == id), db.Feeds).SingleOrDefaultAsync(ct) is not { } run)
        {
            return TypedResults.NotFound();
        }

        var report = await db.Runs.Where(r => r.Id == id).Select(r => r.ReportId).SingleOrDefaultAsync(ct);
        var totals = await db.RunTotals.Where(t => t.ReportId == report).OrderBy(t => t.Kind).ThenBy(t => t.Code)
            .Select(t => new CodeTotal(t.Kind, t.Code, t.Total, t.Kept)).ToListAsync(ct);
        var items = await View(db.RunItems.Where(i => i.ReportId == report && i.Place > after)).Take(MaxItems).ToListAsync(ct);
        return TypedResults.Ok(new RunReportView(run, totals, totals.Sum(t => t.Total - t.Kept), items));
    }

    internal static IQueryable<RunItemView> View(IQueryable<RunItem> items) => items.OrderBy(i => i.Place)
        .Select(i => new RunItemView(i.Kind, i.Code, i.Position, i.Line, i.ClientId, i.Field, i.Value, i.Message, i.StillLive));

    private static IQueryable<RunView> View(IQueryable<Run> runs, IQueryable<Feed> feeds) => runs.Join(feeds, run => run.FeedId, feed => feed.Id, (run, feed) =>
        new RunView(
            run.Id, feed.PublisherName, feed.PublisherId, run.Trigger, run.OfRun, run.Status, run.Reason, run.Message, run.StartedAt, run.EndedAt, run.Seconds,
            run.Received, run.Created, run.Updated, run.Unchanged, run.Refused, run.Duplicates, run.Failed, run.Restored, run.Withdrawn,
            run.Warnings, run.Live, run.Absent));
}
