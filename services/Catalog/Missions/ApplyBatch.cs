using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// Applies a batch in one transaction: what is unchanged costs one read, the rest is written set-based and logged. When the content is at
/// fault the batch is halved until the culprit stands alone; its neighbours are applied.
/// </summary>
internal sealed partial class ApplyBatch(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    [FromKeyedServices(CatalogDb.Schema)] ClockWatch watch,
    TimeProvider clock,
    ILogger<ApplyBatch> logger)
{
    private const int Attempts = 5;

    private sealed record Part(long LastNumber, IReadOnlyList<MissionOutcome> Outcomes);

    internal async Task<BatchApplied> Apply(MissionsReceived batch, CancellationToken ct)
    {
        using var measure = Stage.Measure("catalog.apply");
        var part = await ApplyOrHalve(batch, ct);
        return new BatchApplied(batch.BatchId, batch.RunId, part.LastNumber, part.Outcomes);
    }

    private async Task<Part> ApplyOrHalve(MissionsReceived batch, CancellationToken ct)
    {
        try
        {
            return await ApplyTogether(batch, ct);
        }
        catch (Exception e) when (batch.Missions.Count == 1 && !DatabaseFault.IsPassing(e))
        {
            var mission = batch.Missions[0];
            Log.Refused(logger, e, batch.PublisherId, mission.ClientId);
            return new Part(0, [(DatabaseFault.IsContent(e) ? BatchErrors.Refused : BatchErrors.Internal).For(mission)]);
        }
        catch (Exception e) when (batch.Missions.Count > 1 && !DatabaseFault.IsPassing(e))
        {
            var half = batch.Missions.Count / 2;
            var first = await ApplyOrHalve(Only(batch, batch.Missions.Take(half)), ct);
            var second = await ApplyOrHalve(Only(batch, batch.Missions.Skip(half)), ct);
            return new Part(Math.Max(first.LastNumber, second.LastNumber), [.. first.Outcomes, .. second.Outcomes]);
        }
    }

    private async Task<Part> ApplyTogether(MissionsReceived batch, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TryApply(batch, ct) is { } part)
            {
                return part;
            }
        }

        throw new TimeoutException($"The missions of batch {batch.BatchId} kept changing while they were applied.");
    }

    /// <summary>Null when a row was changed by someone else between reading and writing.</summary>
    private async Task<Part?> TryApply(MissionsReceived batch, CancellationToken ct)
    {
        var isTrusted = await watch.IsTrusted(ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var keys = batch.Organizations.Select(o => o.Key).Concat(batch.Missions.Select(m => m.OrganizationKey).OfType<string>()).Distinct();
        var known = await KnownState.Read(transaction, batch.PublisherId, batch.Missions.Select(m => m.ClientId), keys, ct);
        if (!known.PublisherExists)
        {
            return new Part(0, [.. batch.Missions.Select(m => BatchErrors.UnknownPublisher.For(m))]);
        }

        var now = clock.GetStoredNow();
        var plan = new BatchPlan(batch, known, now, isTrusted ? now : null);
        foreach (var (mission, fault) in plan.Unreadable)
        {
            Log.Refused(logger, fault, batch.PublisherId, mission);
        }

        if (plan.Changes.Count == 0)
        {
            return new Part(0, plan.Outcomes);
        }

        if (!await BatchWriter.Write(transaction, plan.Writes, ct))
        {
            return null;
        }

        await RunChange.Record(transaction, batch.RunId, plan.RunChanges, plan.Writes.Now, ct);
        var last = await log.Append(transaction, plan.Changes, ct);
        FaultPoint.Reach("catalog.before-commit");
        await transaction.CommitAsync(ct);
        FaultPoint.Reach("catalog.after-commit");
        return new Part(last, plan.Outcomes);
    }

    private static MissionsReceived Only(MissionsReceived batch, IEnumerable<ReceivedMission> missions)
    {
        var some = missions.ToList();
        var keys = some.Select(m => m.OrganizationKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new MissionsReceived(batch.BatchId, batch.RunId, batch.PublisherId, batch.Source, [.. batch.Organizations.Where(o => keys.Contains(o.Key))], some);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Mission {ClientId} of publisher {PublisherId} cannot be applied")]
        internal static partial void Refused(ILogger logger, Exception exception, Guid publisherId, string clientId);
    }
}
