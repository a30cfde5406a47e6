using Engagement.Importer.Feeds;
using Engagement.Importer.Storage;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Runs;

/// <summary>Runs a feed from its lock to its record. Whatever happens, a run that was opened is closed, here or by the next start.</summary>
internal sealed partial class RunFeed(
    ImporterConnections connections, RunLedger ledger, CatalogLink catalog, IOptions<RunOptions> options, ILogger<RunFeed> logger)
{
    /// <summary>Runs when the feed is free; returns the record's id, or null when the feed was busy.</summary>
    internal async Task<Guid?> Scheduled(Guid feedId, IFeedSource source, CancellationToken ct)
    {
        await using var held = await FeedLock.TryTake(feedId, connections, ct);
        return held is null ? null : await Import(feedId, RunTrigger.Schedule, source, new RunProgress(), held, ct);
    }

    /// <summary>Waits for the feed, then runs, unless it is no longer wanted.</summary>
    internal async Task<Guid?> Requested(
        Guid feedId, IFeedSource source, RunProgress progress, Func<CancellationToken, Task<bool>> isStillWanted, CancellationToken ct)
    {
        await using var held = await FeedLock.Take(feedId, connections, ct);
        if (!await isStillWanted(ct))
        {
            return null;
        }

        var superseded = source.RequestId is { } requestId ? await ledger.Supersede(requestId, ct) : null;
        return superseded ?? await Import(feedId, RunTrigger.Request, source, progress, held, ct);
    }

    /// <summary>Waits for the feed, then does what a person asked about an earlier run, unless it no longer applies.</summary>
    /// <returns>The record's id; null when it was refused.</returns>
    internal async Task<Guid?> Follow(
        Run earlier, string trigger, Func<CancellationToken, Task<bool>> isRefused, Func<RunContext, CancellationToken, Task<RunEnd>> work, CancellationToken ct)
    {
        await using var held = await FeedLock.Take(earlier.FeedId, connections, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, held.Lost);
        // Asked under the lock: whoever asked the same at the same moment may have been first.
        if (await isRefused(stop.Token))
        {
            return null;
        }

        var start = await ledger.Start(null, stop.Token);
        var feed = await ledger.TakeFeed(earlier.FeedId, stop.Token);
        var runId = await ledger.Begin(feed, trigger, earlier.Id, start, stop.Token);
        var run = new RunContext(feed, runId, start.At, null, new RunProgress());
        var (end, _) = await Guard(
            run,
            async (context, token) => (
                await catalog.Settle(feed, token) ? await work(context, token) : new RunEnd(RunStatus.Failed, RunReasons.CatalogSilent), default(FeedMark)),
            stop.Token);
        await Close(run, end, default, start);
        return runId;
    }

    /// <summary>Closes the runs that no process carries on: whoever runs a feed holds its lock.</summary>
    internal async Task CloseInterrupted(CancellationToken ct)
    {
        foreach (var feedId in await ledger.FeedsWithOpenRun(ct))
        {
            await using var held = await FeedLock.TryTake(feedId, connections, ct);
            if (held is not null)
            {
                await ledger.TakeFeed(feedId, ct);
            }
        }
    }

    /// <summary>The record comes first, so that every end of the attempt, a fault of ours too, is one that people can see.</summary>
    private async Task<Guid?> Import(Guid feedId, string trigger, IFeedSource source, RunProgress progress, FeedLock held, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, held.Lost);
        var start = await ledger.Start(source.RequestId, stop.Token);
        var feed = await ledger.TakeFeed(feedId, stop.Token);
        var runId = await ledger.Begin(feed, trigger, null, start, stop.Token);
        Log.Begins(logger, runId, feed.PublisherSlug, trigger);
        var run = new RunContext(feed, runId, start.At, source.RequestId, progress);
        var (end, mark) = await Guard(run, (_, ct) => Read(run, source, ct), stop.Token);
        await Close(run, end, mark, start);
        return runId;
    }

    private async Task<(RunEnd, FeedMark)> Read(RunContext run, IFeedSource source, CancellationToken ct)
    {
        run.Progress.Phase = "waiting for what was sent before";
        if (!await catalog.Settle(run.Feed, ct))
        {
            return (new RunEnd(RunStatus.Failed, RunReasons.CatalogSilent), default);
        }

        await using var reading = run.Feed.UndoneFingerprint is null
            ? FeedReading.Next(run.Feed, source, options.Value, run.StartedAt)
            : FeedReading.Again(run.Feed, source, options.Value);
        run.Progress.Phase = "opening the feed";
        return await reading.Open(ct) ? await Read(run, reading, source, ct) : (NotModified(reading), default);
    }

    private static RunEnd NotModified(IFeedReading reading) => new(RunStatus.Success, RunReasons.NotModified) { ReadFrom = reading.From };

    private async Task<(RunEnd, FeedMark)> Read(RunContext context, IFeedReading reading, IFeedSource source, CancellationToken ct)
    {
        if (context.Feed.UndoneFingerprint is not { } undone)
        {
            return (await Import(context, reading, ct), reading.Mark);
        }

        context.Progress.Phase = "comparing with the content that was undone";
        if (await Compare(context.Feed.Id, reading, undone, ct) is { } end)
        {
            return (end, default);
        }

        await ledger.Resume(context.Feed.Id, confirmed: null, ct);
        await using var again = FeedReading.Next(context.Feed, source, options.Value, context.StartedAt);
        return (await again.Open(ct) ? await Import(context, again, ct) : NotModified(again), again.Mark);
    }

    /// <summary>Null when the content is whole and another than the undone ones; until then nothing of it is imported.</summary>
    private async Task<RunEnd?> Compare(Guid feedId, IFeedReading reading, byte[] undone, CancellationToken ct)
    {
        try
        {
            var fingerprint = await ContentFingerprint.Of(reading, ct);
            var held = new RunEnd(RunStatus.Held, RunReasons.UndoneContent) { Fingerprint = fingerprint };
            if (UndoneContents.Hold(undone, fingerprint))
            {
                return held;
            }

            if (UndoneContents.Name(undone, fingerprint) is { } named)
            {
                await ledger.NameUndone(feedId, undone, named, ct);
                return held;
            }

            return null;
        }
        catch (Exception e) when (ReadingFault.Explain(e) is { } reason)
        {
            return new RunEnd(RunStatus.Failed, reason);
        }
    }

    private async Task<RunEnd> Import(RunContext context, IFeedReading reading, CancellationToken ct)
    {
        var known = await KnownMissions.Load(context.Feed.Id, connections, ct);
        await using var run = new ImportRun(context, reading, known, catalog, connections);
        return await run.Execute(ct);
    }

    private async Task<(RunEnd End, FeedMark Mark)> Guard(RunContext context, Func<RunContext, CancellationToken, Task<(RunEnd, FeedMark)>> work, CancellationToken ct)
    {
        try
        {
            return await work(context, ct);
        }
        catch (Exception e) when (ReadingFault.Explain(e) is { } reason)
        {
            return (new RunEnd(RunStatus.Failed, reason), default);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return (new RunEnd(RunStatus.Failed, RunReasons.Interrupted), default);
        }
        catch (Exception e)
        {
            Log.Broke(logger, e, context.Id);
            return (new RunEnd(RunStatus.Failed, RunReasons.Internal), default);
        }
    }

    /// <summary>The record is closed even when the service stops meanwhile, and when what was found cannot be written.</summary>
    private async Task Close(RunContext run, RunEnd end, FeedMark mark, RunStart start)
    {
        try
        {
            await ledger.Close(run, end, mark, start, CancellationToken.None);
        }
        catch (Exception e)
        {
            Log.Broke(logger, e, run.Id);
            end = new RunEnd(RunStatus.Failed, RunReasons.Internal);
            await ledger.CloseOpen(run.Feed.Id, RunReasons.Internal, CancellationToken.None);
        }

        Log.Ended(logger, run.Id, run.Feed.PublisherSlug, end.Reason is { } reason ? $"{end.Status}, {reason.Code}" : end.Status);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "Run {RunId} of {Publisher} begins ({Trigger})")]
        internal static partial void Begins(ILogger logger, Guid runId, string publisher, string trigger);

        [LoggerMessage(EventId = 2202, Level = LogLevel.Information, Message = "Run {RunId} of {Publisher} ended: {Outcome}")]
        internal static partial void Ended(ILogger logger, Guid runId, string publisher, string outcome);

        [LoggerMessage(EventId = 2203, Level = LogLevel.Error, Message = "Run {RunId} was stopped by a fault of ours")]
        internal static partial void Broke(ILogger logger, Exception e, Guid runId);
    }
}
