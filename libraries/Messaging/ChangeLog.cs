using Engagement.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Engagement.Messaging;

/// <summary>An entry to append to a change log; the log gives it its number.</summary>
/// <param name="Kind">One of <see cref="ChangeKinds"/>.</param>
/// <param name="EntityId">What changed.</param>
/// <param name="Version">The entity's version after the change: one more than that of its last entry.</param>
/// <param name="At">When, by the service's clock.</param>
/// <param name="Body">The whole state after the change; null is a tombstone.</param>
public sealed record NewChange(string Kind, Guid EntityId, long Version, DateTimeOffset At, RawJson? Body);

/// <summary>
/// The ordered log of what a service changed, in the table <c>change</c> of its schema. The log is the outbox: entries commit with the
/// change itself, a dispatcher publishes them, followers pull what they missed.
/// </summary>
/// <param name="schema">The PostgreSQL schema that holds it.</param>
public sealed class ChangeLog(string schema)
{
    /// <summary>The PostgreSQL schema that holds it.</summary>
    public string Schema => schema;

    internal string Channel => $"{schema}_change";

    /// <summary>Statements that create the log's table, for the first migration of its owner.</summary>
    public static string CreateTables(string schema) =>
        $"""
        create table {schema}.change (
            number bigint primary key check (number > 0),
            kind text not null,
            entity_id uuid not null,
            version bigint not null check (version > 0),
            at timestamptz not null,
            body text compression lz4 null,
            unique (entity_id, version)
        );
        {KeepBodiesInRows(schema)}
        """;

    /// <summary>
    /// Statements by which a body of usual size is compressed and stays in its row: kept apart it would cost several rows to write and
    /// look-ups to read, left as it is a page would hold one.
    /// </summary>
    public static string KeepBodiesInRows(string schema) =>
        $"alter table {schema}.change alter body set storage main; alter table {schema}.change reset (toast_tuple_target);";

    /// <summary>
    /// Appends entries and numbers them in commit order. Call it last in the transaction: from here to the commit every other writer of
    /// the log waits.
    /// </summary>
    /// <returns>The number of the last entry; the log's head when there were none.</returns>
    public async Task<long> Append(NpgsqlTransaction transaction, IReadOnlyList<NewChange> entries, CancellationToken ct)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        var head = await LockHead(transaction, ct);

        // COPY costs PostgreSQL a quarter of what inserting rows from arrays of bodies costs: nothing is gathered before it is written.
        await using (var rows = await connection.BeginBinaryImportAsync(
            $"copy {schema}.change (number, kind, entity_id, version, at, body) from stdin (format binary)", ct))
        {
            for (var i = 0; i < entries.Count; i++)
            {
                await rows.StartRowAsync(ct);
                await rows.WriteAsync(head + 1 + i, NpgsqlDbType.Bigint, ct);
                await rows.WriteAsync(entries[i].Kind, NpgsqlDbType.Text, ct);
                await rows.WriteAsync(entries[i].EntityId, NpgsqlDbType.Uuid, ct);
                await rows.WriteAsync(entries[i].Version, NpgsqlDbType.Bigint, ct);
                await rows.WriteAsync(entries[i].At.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
                await (entries[i].Body is { } body ? rows.WriteAsync(body.Utf8, NpgsqlDbType.Text, ct) : rows.WriteNullAsync(ct));
            }

            await rows.CompleteAsync(ct);
        }

        await using var notify = new NpgsqlCommand($"notify {Channel}", connection, transaction);
        await notify.ExecuteNonQueryAsync(ct);
        return head + entries.Count;
    }

    private async Task<long> LockHead(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        // Each statement sees what was committed when it begins: the head is read only once the lock is held, so it is the true one,
        // and PostgreSQL makes a commit visible before it frees the lock.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select pg_advisory_xact_lock({LockKeys.Append}, hashtext('{schema}'))"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select coalesce(max(number), 0) from {schema}.change"));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        return reader.GetInt64(0);
    }

    /// <summary>Reads the entries after a number, at most so many and about so many bytes (one at least, when there is one).</summary>
    public async Task<Changes> Read(NpgsqlConnection connection, long after, int limit, int maxBytes, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select coalesce(max(number), 0) from {schema}.change"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"select number, kind, entity_id, version, at, body from {schema}.change where number > $1 order by number limit $2")
        {
            Parameters = { new() { Value = after }, new() { Value = limit } },
        });
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var head = reader.GetInt64(0);
        await reader.NextResultAsync(ct);
        var (entries, bytes) = (new List<Change>(), 0L);
        while (bytes < maxBytes && await reader.ReadAsync(ct))
        {
            var entry = ReadEntry(reader);
            bytes += 200 + (entry.Body?.Utf8.Length ?? 0);
            entries.Add(entry);
        }

        var to = entries.Count == 0 ? after : entries[^1].Number;
        return new Changes(after, to, entries.Count == 0 ? head : Math.Max(head, to), entries);
    }

    /// <summary>An entry from the columns number, kind, entity_id, version, at, body.</summary>
    internal static Change ReadEntry(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetGuid(2),
        reader.GetInt64(3),
        reader.GetFieldValue<DateTimeOffset>(4),
        reader.IsDBNull(5) ? null : new RawJson(reader.GetFieldValue<byte[]>(5)));

    /// <summary>The number of the newest entry; 0 when there is none.</summary>
    public async Task<long> Head(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select coalesce(max(number), 0) from {schema}.change", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}

/// <summary>First halves of the keys of PostgreSQL advisory locks; the second tells the schema or the follower.</summary>
internal static class LockKeys
{
    internal const int Append = 0x656E6701;
    internal const int Dispatch = 0x656E6702;
    internal const int Compact = 0x656E6703;
    internal const int Follow = 0x656E6704;
}
