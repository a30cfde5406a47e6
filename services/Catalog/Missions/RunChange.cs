using Engagement.Catalog.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Engagement.Catalog.Missions;

/// <summary>Which version of a mission or structure an import run made, kept for 30 days: with the change log, all that its undo needs.</summary>
/// <param name="EntityId">The mission or structure.</param>
/// <param name="Version">The version that the run made; when it made several, the last.</param>
/// <param name="FormerHash">The hash it had before; null when the run made it.</param>
internal sealed record RunChange(Guid EntityId, long Version, byte[]? FormerHash)
{
    /// <summary>Notes the changes of a run, in the transaction that makes them.</summary>
    internal static async Task Record(NpgsqlTransaction transaction, Guid runId, IReadOnlyList<RunChange> changes, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var insert = batch.Add(
            """
            insert into catalog.run_change (run_id, entity_id, version, former_hash, at)
            select $1, row.entity_id, row.version, row.former_hash, $2 from unnest($3, $4, $5) as row (entity_id, version, former_hash)
            -- A run may change an entity again: its undo brings back what was before the first change.
            on conflict (run_id, entity_id) do update set
                first_version = coalesce(run_change.first_version, run_change.version), version = excluded.version, at = excluded.at
            """,
            runId,
            now,
            changes.Select(c => c.EntityId).ToArray(),
            changes.Select(c => c.Version).ToArray());
        insert.Parameters.Add(new NpgsqlParameter { Value = changes.Select(c => c.FormerHash).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await batch.ExecuteNonQueryAsync(ct);
    }
}
