using Engagement.Importer.Batches;
using Engagement.Importer.Feeds;
using Engagement.Importer.Storage;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Runs;

/// <summary>Runs a feed from its lock to its record. Whatever happens, a run that was opened is closed, here or by the next start.</summary>
internal sealed partial class RunFeed(
    ImporterConnections connections, RunLedger ledger, SendBatch send, IOptions<RunOptions> options, ILogger<RunFeed> logger)
{
    /// <summary>Runs when the feed is free; returns the record's id, or null when the feed was busy or had nothing new to tell a schedule.</summary>
    internal async Task<Guid?> Scheduled(Guid feedId, IFeedSource source, CancellationToken ct)
    {
        await using var held = await FeedLock.TryTake(feedId, connections, ct);
        return held is null ? null : await Run(feedId, RunTrigger.Schedule, source, new RunProgress(), held, ct);
    }

    /// <summary>Waits for the feed, then runs, unless it is no longer wanted.</summary>
    internal async Task<Guid?> Requested(
        Guid feedId, IFeedSource source, RunProgress progress, Func<CancellationToken, Task<bool>> isStillWanted, CancellationToken ct)
    {
        await using var held = await FeedLock.Take(feedId, connections, ct);
        return await isStillWanted(ct) ? await Run(feedId, RunTrigger.Request, source, progress, held, ct) : null;
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

    private async Task<Guid?> Run(Guid feedId, string trigger, IFeedSource source, RunProgress progress, FeedLock held, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, held.Lost);
        var start = ledger.Start();
        var feed = await ledger.TakeFeed(feedId, stop.Token);
        var (content, failure) = await Open(feed, source, progress, stop.Token);
        await using var opened = content;
        if (content is { Body: null } && trigger == RunTrigger.Schedule)
        {
            await ledger.NothingNew(feed, stop.Token);
            return null;
        }

        var runId = await ledger.Begin(feed, trigger, start, stop.Token);
        Log.Begins(logger, runId, feed.PublisherSlug, trigger);
        var run = new RunContext(feed, runId, source.RequestId, progress);
        var end = await Execute(run, content, failure, stop.Token);
        // The record is closed even when the service stops meanwhile.
        await ledger.Close(run, end, content, start, CancellationToken.None);
        Log.Ended(logger, runId, feed.PublisherSlug, end.Status, end.Reason?.Code);
        return runId;
    }

    private async Task<(FeedContent?, RunReason?)> Open(Feed feed, IFeedSource source, RunProgress progress, CancellationToken ct)
    {
        try
        {
            progress.Phase = "waiting for what was sent before";
            if (!await send.WaitForEarlier(feed.Id, ct))
            {
                return (null, RunReasons.CatalogSilent);
            }

            progress.Phase = "opening the feed";
            return (await source.Open(feed, ct), null);
        }
        catch (RunFailure failure)
        {
            return (null, failure.Reason);
        }
    }

    private async Task<RunEnd> Execute(RunContext context, FeedContent? content, RunReason? failure, CancellationToken ct)
    {
        if (content is null)
        {
            return new RunEnd(RunStatus.Failed, failure);
        }

        if (content.Body is null)
        {
            return new RunEnd(RunStatus.Success, RunReasons.NotModified);
        }

        try
        {
            var known = await KnownMissions.Load(context.Feed.Id, connections, ct);
            await using var run = new ImportRun(context, known, send, connections);
            return await run.Execute(content.Body, options.Value.Limits, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new RunEnd(RunStatus.Failed, RunReasons.Interrupted);
        }
        catch (Exception e)
        {
            Log.Broke(logger, e, context.Id);
            return new RunEnd(RunStatus.Failed, RunReasons.Internal);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "Run {RunId} of {Publisher} begins ({Trigger})")]
        internal static partial void Begins(ILogger logger, Guid runId, string publisher, string trigger);

        [LoggerMessage(EventId = 2202, Level = LogLevel.Information, Message = "Run {RunId} of {Publisher} ended: {Status} {Reason}")]
        internal static partial void Ended(ILogger logger, Guid runId, string publisher, string status, string? reason);

        [LoggerMessage(EventId = 2203, Level = LogLevel.Error, Message = "Run {RunId} was stopped by a fault of ours")]
        internal static partial void Broke(ILogger logger, Exception e, Guid runId);
    }
}
