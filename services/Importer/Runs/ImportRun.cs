using Engagement.Contracts;
using Engagement.Importer.Batches;
using Engagement.Importer.Feeds;
using Engagement.Importer.Storage;
using Engagement.Messaging;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>
/// One reading of a feed: what differs from what Catalog confirmed is sent while the rest is read; when every outcome is known, and
/// only after a complete reading, what the feed no longer names is withdrawn.
/// </summary>
internal sealed class ImportRun : IAsyncDisposable
{
    private const int HeldExamples = 1000;
    private readonly Feed feed;
    private readonly Guid runId;
    private readonly RunProgress progress;
    private readonly BatchOptions options;
    private readonly BatchFlow flow;
    private readonly BatchBuilder builder;
    private readonly RunReport report;
    private readonly KnownMissions known;

    internal ImportRun(RunContext context, KnownMissions known, SendBatch send, ImporterConnections connections)
    {
        (feed, runId, _, progress) = context;
        this.known = known;
        options = send.Options;
        flow = new BatchFlow(send, progress, options.InFlight);
        builder = new BatchBuilder(feed, runId, options);
        report = new RunReport(runId, connections);
    }

    internal async Task<RunEnd> Execute(Stream body, FeedLimits limits, CancellationToken ct)
    {
        RunEnd end;
        try
        {
            progress.Phase = "reading";
            var broken = await Read(body, limits, ct);
            if (!builder.IsEmpty)
            {
                await flow.Send(builder.Take(), ct);
            }

            progress.Phase = "waiting for the catalog";
            await flow.Settle();
            end = broken is null ? await Withdraw(ct) : new RunEnd(RunStatus.Failed, broken, known.Live);
        }
        catch (RunFailure failure)
        {
            end = new RunEnd(RunStatus.Failed, failure.Reason, known.Live);
        }

        await report.Flush(ct);
        return end;
    }

    public ValueTask DisposeAsync() => flow.DisposeAsync();

    /// <summary>Reads to the end; returns why it could not.</summary>
    private async Task<RunReason?> Read(Stream body, FeedLimits limits, CancellationToken ct)
    {
        var reader = new FeedReader(limits);
        var settings = new FeedSettings { DefaultType = MissionTypes.Parse(feed.DefaultType) };
        await using var items = reader.Read(body, settings, ct).GetAsyncEnumerator(ct);
        while (true)
        {
            try
            {
                if (!await MoveNext(items))
                {
                    break;
                }
            }
            catch (Exception e) when (ReadingFault.Explain(e) is { } reason)
            {
                return reason;
            }

            await Take(items.Current, ct);
        }

        foreach (var warning in reader.Facts.Warnings)
        {
            progress.Warnings++;
            report.WarnOf(warning);
        }

        return reader.Facts.Complete ? null : ReadingFault.Incomplete;
    }

    private static async ValueTask<bool> MoveNext(IAsyncEnumerator<FeedItem> items)
    {
        using var measure = Stage.Measure("importer.wait-for-reader");
        return await items.MoveNextAsync();
    }

    private async Task Take(FeedItem item, CancellationToken ct)
    {
        progress.Received++;
        if (item.ClientId is { } clientId && known.See(clientId, item.Line) is { } firstLine)
        {
            progress.Duplicates++;
            report.Duplicate(item, firstLine);
        }
        else
        {
            progress.Warnings += item.Warnings.Count;
            report.Warn(item);
            await (item.Mission is { } mission ? TakeAccepted(item, mission, ct) : TakeRefused(item));
        }

        if (report.IsFull)
        {
            await report.Flush(ct);
        }
    }

    private Task TakeRefused(FeedItem item)
    {
        progress.Refused++;
        report.Refuse(item, stillLive: item.ClientId is { } clientId && known.IsLive(clientId));
        return Task.CompletedTask;
    }

    private async Task TakeAccepted(FeedItem item, MissionContent mission, CancellationToken ct)
    {
        var hash = Hash(item, mission);
        if (known.IsUnchanged(mission.ClientId, hash))
        {
            progress.Unchanged++;
            return;
        }

        var received = new ReceivedMission(mission.ClientId, hash, item.Organization?.Key, new RawJson(MissionJson.Serialize(mission)));
        if (builder.Add(received, item) is { } full)
        {
            await flow.Send(full, ct);
        }
    }

    private static byte[] Hash(FeedItem item, MissionContent mission)
    {
        using var measure = Stage.Measure("importer.hash");
        return MissionHash.Of(mission, item.Organization);
    }

    private async Task<RunEnd> Withdraw(CancellationToken ct)
    {
        var absent = known.Absent();
        if (absent.Count > 0 && progress.Refused + progress.Duplicates == progress.Received)
        {
            return new RunEnd(RunStatus.Success, RunReasons.AllRefused, known.Live, absent.Count);
        }

        if (WithdrawalGuard.Holds(absent.Count, known.Live))
        {
            absent.Take(HeldExamples).ToList().ForEach(mission => report.Absent(mission.ClientId));
            return new RunEnd(RunStatus.Held, RunReasons.Held(absent.Count, known.Live), known.Live, absent.Count, KnownMissions.Digest(absent));
        }

        if (absent.Count > 0)
        {
            progress.Phase = "withdrawing";
            FaultPoint.Reach("importer.before-withdraw");
            foreach (var missions in absent.Chunk(options.MaxMissions))
            {
                await flow.Send(OutgoingBatch.OfWithdrawals(feed, runId, missions), ct);
            }

            await flow.Settle();
        }

        return new RunEnd(RunStatus.Success, null, known.Live, absent.Count);
    }
}

/// <summary>What a run is about.</summary>
/// <param name="Feed">Its feed, as set when the run began.</param>
/// <param name="Id">Its record.</param>
/// <param name="RequestId">The stored request that it serves, or null.</param>
/// <param name="Progress">Its counts.</param>
internal sealed record RunContext(Feed Feed, Guid Id, Guid? RequestId, RunProgress Progress);
