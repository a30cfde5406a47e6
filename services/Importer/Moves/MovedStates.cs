using Engagement.Importer.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Engagement.Importer.Moves;

/// <summary>
/// What the importer knows of missions that change their source. It is written before Catalog moves them and again afterwards, so that a
/// crash at any point leaves what the next run puts right: a mission whose state is in doubt is sent, or its absence told, and Catalog's
/// answer says whose it is.
/// </summary>
internal sealed class MovedStates(ImporterConnections connections)
{
    private const string ForgetContent = "update importer.feed set etag = null, last_modified = null, cursor = null where id = any($1)";

    private const string Doubt =
        """
        update importer.mission_state set sent_hash = null
        where feed_id = any($1) and feed_id is distinct from $2 and client_id = any($3)
        """;

    private const string Forget =
        """
        delete from importer.mission_state
        where client_id = any($3) and feed_id = any($1)
            and (feed_id is distinct from $2 or (client_id = any($4) and sent_hash is null and sent_batch is null))
        """;

    // Live, so that its absence counts, and not settled, so that the next run sends what its feed says of it.
    private const string Note =
        """
        insert into importer.mission_state as known (feed_id, client_id, applied_hash)
        select $1, row.client_id, row.hash from unnest($2, $3) as row (client_id, hash)
        on conflict (feed_id, client_id) do update set sent_hash = null, applied_hash = excluded.applied_hash
        where known.applied_hash is distinct from excluded.applied_hash
        """;

    /// <summary>Before Catalog moves them.</summary>
    /// <param name="feeds">The partner's feeds.</param>
    /// <param name="to">The one that gets the missions; null for the API.</param>
    /// <param name="missions">As Catalog has them now.</param>
    /// <param name="ct">Ends the writing.</param>
    internal Task Prepare(Guid[] feeds, Guid? to, IReadOnlyList<MovedMission> missions, CancellationToken ct) =>
        Write([Command(ForgetContent, feeds), Command(Doubt, feeds, to, Ids(missions)), .. Noted(to, missions)], ct);

    /// <summary>After Catalog has moved them.</summary>
    /// <inheritdoc cref="Prepare"/>
    internal Task Conclude(Guid[] feeds, Guid? to, IReadOnlyList<MovedMission> missions, CancellationToken ct)
    {
        var known = missions.Where(m => m.Outcome != MoveOutcome.Unknown).ToList();
        return Write([Command(Forget, feeds, to, Ids(known), Ids(known.Where(m => m.Hash is null))), .. Noted(to, known)], ct);
    }

    private static IEnumerable<NpgsqlBatchCommand> Noted(Guid? to, IReadOnlyList<MovedMission> missions)
    {
        var live = missions.Where(m => m.Hash is not null).ToList();
        return to is null ? [] : [Command(Note, to, Ids(live), live.Select(m => m.Hash!).ToArray())];
    }

    private async Task Write(IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static string[] Ids(IEnumerable<MovedMission> missions) => [.. missions.Select(m => m.ClientId)];

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null or Guid
                ? new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }
                : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
