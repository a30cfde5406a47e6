using Engagement.Contracts;
using Engagement.Importer.Batches;
using Engagement.Importer.Feeds;
using Engagement.Importer.Storage;
using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Missions.Places;

namespace Engagement.Importer.Runs;

/// <summary>
/// One reading of a feed: what differs from what Catalog confirmed is sent while the rest is read; when every outcome is known, and
/// only after a complete reading, what the feed no longer names is withdrawn.
/// </summary>
internal sealed class ImportRun : IAsyncDisposable
{
    private const int Examples = 100;
    private readonly Feed feed;
    private readonly RunContext context;
    private readonly RunProgress progress;
    private readonly ImporterConnections connections;
    private readonly ContentFingerprint fingerprint = new();
    private readonly BatchFlow flow;
    private readonly BatchBuilder builder;
    private readonly RunReport report;
    private readonly KnownMissions known;

    internal ImportRun(RunContext context, KnownMissions known, SendBatch send, ImporterConnections connections)
    {
        (this.context, this.known, this.connections) = (context, known, connections);
        (feed, progress) = (context.Feed, context.Progress);
        flow = new BatchFlow(send, progress);
        builder = new BatchBuilder(feed, context.Id, send.Options);
        report = new RunReport(context.Id, connections);
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
        return end with { Fingerprint = fingerprint.Value };
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
        fingerprint.Add(item, []);
        report.Refuse(item, stillLive: item.ClientId is { } clientId && known.IsLive(clientId));
        return Task.CompletedTask;
    }

    private async Task TakeAccepted(FeedItem item, MissionContent mission, CancellationToken ct)
    {
        var hash = Hash(item, mission);
        fingerprint.Add(item, hash);
        if (known.IsUnchanged(mission.ClientId, hash))
        {
            progress.Unchanged++;
            return;
        }

        // After the hash: where we find an address to be is not what the partner says of it.
        var content = MissionJson.Serialize(MissionPlaces.Locate(mission));
        var received = new ReceivedMission(mission.ClientId, hash, item.Organization?.Key, new RawJson(content));
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

        var reason = (RunReason?)null;
        if (WithdrawalGuard.Holds(absent.Count, known.Live))
        {
            var digest = KnownMissions.Digest(absent.Select(m => m.ClientId));
            var chain = await HeldChain.Read(feed.Id, digest, connections, ct);
            if (!chain.IsConfirmedBy(context.StartedAt))
            {
                return Hold(absent, chain, digest);
            }

            reason = RunReasons.AbsentFor24Hours(absent.Count);
        }

        if (absent.Count > 0)
        {
            FaultPoint.Reach("importer.before-withdraw");
            await flow.Withdraw(feed, context.Id, absent, ct);
        }

        return new RunEnd(RunStatus.Success, reason, known.Live, absent.Count);
    }

    private RunEnd Hold(List<WithdrawnMission> absent, HeldChain chain, byte[] digest)
    {
        foreach (var mission in chain.Count == 0 ? absent : absent.Take(Examples))
        {
            report.Absent(mission.ClientId);
        }

        var reason = chain.Count == 0 ? RunReasons.Held(absent.Count, known.Live) : RunReasons.HeldAgain(absent.Count, known.Live);
        return new RunEnd(RunStatus.Held, reason, known.Live, absent.Count, digest);
    }
}
