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
/// only after a complete reading, what is no longer in the feed is withdrawn.
/// </summary>
internal sealed class ImportRun : IAsyncDisposable
{
    private readonly Feed feed;
    private readonly RunContext context;
    private readonly RunProgress progress;
    private readonly ImporterConnections connections;
    private readonly IFeedReading reading;
    private readonly ContentFingerprint fingerprint;
    private readonly BatchFlow flow;
    private readonly BatchBuilder builder;
    private readonly RunReport report;
    private readonly KnownMissions known;
    private readonly FeedWords words = new();
    private readonly WithdrawalGuard guard;
    private int excused;

    internal ImportRun(RunContext context, IFeedReading reading, KnownMissions known, CatalogLink catalog, ImporterConnections connections)
    {
        (this.context, this.reading, this.known, this.connections) = (context, reading, known, connections);
        (feed, progress, guard) = (context.Feed, context.Progress, catalog.Guard);
        fingerprint = new ContentFingerprint(reading);
        flow = new BatchFlow(catalog.Send, progress);
        builder = new BatchBuilder(feed, context.Id, catalog.Send.Options);
        report = context.Report;
    }

    internal async Task<RunEnd> Execute(CancellationToken ct)
    {
        RunEnd end;
        try
        {
            progress.Phase = "reading";
            var broken = await Read(ct);
            progress.Phase = "waiting for the catalog";
            await Settle(ct);
            end = broken is null ? await Withdraw(ct) : new RunEnd(RunStatus.Failed, broken, known.Live);
        }
        catch (RunFailure failure)
        {
            end = new RunEnd(RunStatus.Failed, failure.Reason, known.Live);
        }

        return end with { Fingerprint = fingerprint.Value, ReadFrom = reading.From, Excused = excused };
    }

    public ValueTask DisposeAsync() => flow.DisposeAsync();

    /// <summary>Reads to the end; returns why it could not.</summary>
    private async Task<RunReason?> Read(CancellationToken ct)
    {
        RunReason? broken = null;
        await using var items = reading.Items(ct).GetAsyncEnumerator(ct);
        while (broken is null)
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
                broken = reason;
                continue;
            }

            await Take(items.Current, ct);
        }

        foreach (var warning in reading.Warnings.Concat(words.Warnings))
        {
            progress.Warnings++;
            report.WarnOf(warning);
        }

        return broken;
    }

    private static async ValueTask<bool> MoveNext(IAsyncEnumerator<FeedItem> items)
    {
        using var measure = Stage.Measure("importer.wait-for-reader");
        return await items.MoveNextAsync();
    }

    private async Task Take(FeedItem item, CancellationToken ct)
    {
        if (item.IsDeleted)
        {
            known.Delete(item.ClientId!);
            fingerprint.Add(item, []);
            return;
        }

        progress.Received++;
        if (IsDuplicate(item) is { } firstLine)
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
    }

    /// <summary>The line of the mission's first version, where a second one is a mistake.</summary>
    private int? IsDuplicate(FeedItem item)
    {
        if (item.ClientId is not { } clientId)
        {
            return null;
        }

        if (!reading.LaterWins)
        {
            return known.See(clientId, item.Line);
        }

        known.Show(clientId, item.Position);
        return null;
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
        words.Add(mission, item.Organization);
        var hash = Hash(item, mission);
        fingerprint.Add(item, hash);
        if (known.IsUnchanged(mission.ClientId, hash))
        {
            progress.Unchanged++;
            return;
        }

        if (known.IsOnItsWay(mission.ClientId))
        {
            // Batches overtake each other: the earlier version must have arrived.
            await Settle(ct);
        }

        // After the hash: where we find an address to be is not what the partner says of it.
        var content = MissionJson.Serialize(MissionPlaces.Locate(mission));
        var received = new ReceivedMission(mission.ClientId, hash, item.Organization?.Key, new RawJson(content));
        known.Send(mission.ClientId);
        if (builder.Add(received, item) is { } full)
        {
            await flow.Send(full, ct);
        }
    }

    /// <summary>Sends what is gathered, and waits until every outcome is written.</summary>
    private async Task Settle(CancellationToken ct)
    {
        if (!builder.IsEmpty)
        {
            await flow.Send(builder.Take(), ct);
        }

        await flow.Settle();
        known.Settle();
    }

    private static byte[] Hash(FeedItem item, MissionContent mission)
    {
        using var measure = Stage.Measure("importer.hash");
        return MissionHash.Of(mission, item.Organization);
    }

    private async Task<RunEnd> Withdraw(CancellationToken ct)
    {
        var absent = known.Absent(reading.NamesAll);
        if (absent.Count > 0 && reading.NamesAll && progress.Received > 0 && progress.Refused + progress.Duplicates == progress.Received)
        {
            return new RunEnd(RunStatus.Success, RunReasons.AllRefused, known.Live, absent.Count);
        }

        // Nothing is lost with missions that nobody had before the run: they wait for nobody.
        var passing = known.Passing();
        excused = passing.Count;
        await Withdraw(passing, ct);
        var verdict = await guard.Judge(context, absent, known, fingerprint.Value, ct);
        var reason = (RunReason?)null;
        if (verdict.Losses.AreTooMany)
        {
            var digest = KnownMissions.Digest(absent.Select(m => m.ClientId));
            var chain = await HeldChain.Read(feed.Id, digest, connections, ct);
            if (!chain.IsConfirmedBy(context.StartedAt))
            {
                return Hold(absent, chain, digest, verdict.Losses);
            }

            reason = RunReasons.AbsentFor24Hours(absent.Count);
        }

        excused += verdict.Excused;
        await Withdraw(absent, ct);
        return new RunEnd(RunStatus.Success, reason, known.Live, absent.Count);
    }

    private async Task Withdraw(List<WithdrawnMission> gone, CancellationToken ct)
    {
        if (gone.Count > 0)
        {
            FaultPoint.Reach("importer.before-withdraw");
            await flow.Withdraw(feed, context.Id, await known.Now(gone, feed.Id, connections, ct), ct);
        }
    }

    private RunEnd Hold(List<WithdrawnMission> absent, HeldChain chain, byte[] digest, Losses losses)
    {
        foreach (var mission in absent)
        {
            report.Absent(mission.ClientId);
        }

        var reason = chain.Count > 0 ? RunReasons.HeldAgain(absent.Count, known.Live)
            : losses.IsOfADay ? RunReasons.HeldAfterOthers(absent.Count, losses.Earlier, losses.MostLive)
            : RunReasons.Held(absent.Count, known.Live);
        return new RunEnd(RunStatus.Held, reason, known.Live, absent.Count, digest) { Held = chain.Count == 0 ? [.. absent.Select(m => m.ClientId)] : null };
    }
}
