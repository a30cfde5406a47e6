using Engagement.Importer.Feeds;
using Engagement.Importer.Fetching;
using Engagement.Importer.Runs;
using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Imports;

/// <summary>One import by command, from the publisher to searchable missions.</summary>
internal sealed class ImportFeed(
    CatalogPublishers publishers, ImportSources sources, SearchableWithin search, IDbContextFactory<ImporterDb> databases, TimeProvider clock)
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(500);

    // This import begins within a moment of the save. Without the delay the schedule could read the new address first, and this import
    // would then report that nothing changed. If the process dies before the import begins, the schedule reads the address soon enough.
    private static readonly TimeSpan ScheduleDelay = TimeSpan.FromSeconds(10);

    internal async Task Run(StartImport.Request request, Stream body, ImportAnswer answer, CancellationToken ct)
    {
        Feed feed;
        try
        {
            feed = await publishers.Ensure(request.Publisher!, request.Private ?? false, feed => Configure(feed, request), ct);
        }
        catch (HttpRequestException e)
        {
            await answer.End(4, $"line the catalog could not be asked for the publisher {request.Publisher}: {e.Message}", ct);
            return;
        }

        var progress = new RunProgress();
        var start = clock.GetTimestamp();
        var (begun, refusal) = await sources.Begin(feed, request.Url is null ? body : null, progress, ct);
        if (begun is not { } running)
        {
            await answer.End(4, $"line {refusal}", ct);
            return;
        }

        while (!running.IsCompleted)
        {
            await answer.Progress(progress, ct);
            await Task.WhenAny(running, Task.Delay(ProgressEvery, ct));
        }

        await Tell(await running, feed, clock.GetElapsedTime(start), answer, ct);
    }

    private void Configure(Feed feed, StartImport.Request request)
    {
        if (request.Format is { } format)
        {
            feed.SetFormat(format);
        }

        if (request.Type is { } type)
        {
            feed.SetDefaultType(type);
        }

        if (request.Url is { } url)
        {
            feed.PullFrom(url, clock.GetUtcNow() + ScheduleDelay);
        }
    }

    private async Task Tell(Run? run, Feed feed, TimeSpan applied, ImportAnswer answer, CancellationToken ct)
    {
        if (run is null)
        {
            await answer.End(4, $"line the import of {feed.PublisherName} was not carried out: the service is stopping or the database does not answer. A file that was taken is imported as soon as it can be, unless a later import comes first: see ./dev runs", ct);
            return;
        }

        var start = clock.GetTimestamp();
        var found = run.LastNumber == 0 || await search.WaitFor(run.LastNumber, ct);
        var searchable = found ? (applied + clock.GetElapsedTime(start)).TotalSeconds : (double?)null;
        await using var db = await databases.CreateDbContextAsync(ct);
        var items = await ListRuns.View(db.RunItems.Where(i => i.ReportId == run.ReportId && i.Kind != RunItemKind.Warning)).Take(20).ToListAsync(ct);
        var total = await db.RunTotals.Where(t => t.ReportId == run.ReportId && t.Kind != RunItemKind.Warning).SumAsync(t => t.Total, ct);
        await answer.End(new ImportResult(run, items, total, applied.TotalSeconds, searchable), ct);
    }
}

/// <summary>Begins the run of an import: from the partner's server, or from a file that is stored first.</summary>
internal sealed class ImportSources(
    UploadedFiles files, ImportRequests requests, FeedFetcher fetcher, Runner runner, IOptions<ImportOptions> options)
{
    /// <summary>The run, or why there is none.</summary>
    internal async Task<(Task<Run?>? Running, string? Refusal)> Begin(Feed feed, Stream? body, RunProgress progress, CancellationToken ct)
    {
        var key = Guid.CreateVersion7();
        if (body is null)
        {
            return (runner.Requested(key, feed.Id, fetcher, progress, _ => Task.FromResult(true)), null);
        }

        if (await requests.Waiting(feed.Id, ct) >= options.Value.MaxWaiting)
        {
            return (null, $"{options.Value.MaxWaiting} files of {feed.PublisherName} wait already: try again when they are imported, see ./dev runs");
        }

        if (!await files.Store(key, body, ct))
        {
            return (null, "the file is larger than the importer takes: see Imports:MaxMegabytes");
        }

        await requests.Add(key, feed.Id, ct);
        return (requests.Import(key, feed.Id, progress), null);
    }
}
