using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// Withdraws missions in one transaction, each only if its source and its hash are still those that the importer saw when its run began:
/// what changed since is left alone. Asked again it finds them withdrawn and writes nothing.
/// </summary>
internal sealed class ApplyWithdrawal(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    TimeProvider clock)
{
    private const string Withdraw =
        """
        update catalog.mission known
        set status = 'WITHDRAWN', withdrawn_at = $1, updated_at = $1, version = known.version + 1
        from unnest($2, $3) as row (id, hash)
        where known.id = row.id and known.hash = row.hash and known.source = $4 and known.status <> 'WITHDRAWN'
        returning known.id, known.version, known.hash
        """;

    internal async Task<BatchApplied> Apply(MissionsWithdrawn batch, CancellationToken ct)
    {
        using var measure = Stage.Measure("catalog.withdraw");
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var known = await KnownState.Read(transaction, batch.PublisherId, batch.Missions.Select(m => m.ClientId), [], ct);
        var now = clock.GetStoredNow();
        var withdrawn = await Write(transaction, batch, now, ct);
        var last = 0L;
        if (withdrawn.Count > 0)
        {
            await RunChange.Record(transaction, batch.RunId, withdrawn, now, ct);
            var changes = withdrawn.ConvertAll(change => new StatusChange(change.EntityId, change.Version));
            last = await log.AppendStatus(transaction, changes, MissionStatus.Withdrawn, now, ct);
            FaultPoint.Reach("catalog.before-commit");
            await transaction.CommitAsync(ct);
            FaultPoint.Reach("catalog.after-commit");
        }

        var outcomes = batch.Missions.Select(m => new MissionOutcome(
            m.ClientId, m.Hash, Outcome(m, batch.Source, known.Missions.GetValueOrDefault(EntityId.OfMission(batch.PublisherId, m.ClientId)))));
        return new BatchApplied(batch.BatchId, batch.RunId, last, [.. outcomes]);
    }

    private static async Task<List<RunChange>> Write(NpgsqlTransaction transaction, MissionsWithdrawn batch, DateTimeOffset now, CancellationToken ct)
    {
        await using var statement = new NpgsqlBatch(transaction.Connection, transaction);
        statement.Add(
            Withdraw,
            now,
            batch.Missions.Select(m => EntityId.OfMission(batch.PublisherId, m.ClientId)).ToArray(),
            batch.Missions.Select(m => m.Hash).ToArray(),
            batch.Source);
        var changes = new List<RunChange>();
        await using var reader = await statement.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            changes.Add(new RunChange(reader.GetGuid(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        return changes;
    }

    private static string Outcome(WithdrawnMission mission, string source, KnownMission? known) => known switch
    {
        // Not there, or gone already: what was asked for holds.
        null or { Status: MissionStatus.Withdrawn } => Outcomes.Withdrawn,
        _ when known.Source != source => Outcomes.OtherSource,
        _ => known.Hash.AsSpan().SequenceEqual(mission.Hash) ? Outcomes.Withdrawn : Outcomes.Unchanged,
    };
}
