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

    /// <summary>
    /// Statements that create the log's table, for the first migration of its owner. A body of usual size, compressed, stays in the row:
    /// kept apart it would cost a second row to write and a look-up to read.
    /// </summary>
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
        ) with (toast_tuple_target = 8160);
        """;

    /// <summary>
    /// Appends entries and numbers them in commit order. Call it last in the transaction: from here to the commit every other writer of
    /// the log waits.
    /// </summary>
    /// <returns>The number of the last entry; the log's head when there were none.</returns>
    public async Task<long> Append(NpgsqlTransaction transaction, IReadOnlyList<NewChange> entries, CancellationToken ct)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        await using var batch = new NpgsqlBatch(connection, transaction);
        // Each statement sees what was committed when it begins: the head is read only once the lock is held, so it is the true one,
        // and PostgreSQL makes a commit visible before it frees the lock.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select pg_advisory_xact_lock({LockKeys.Append}, hashtext('{schema}'))"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"""
            insert into {schema}.change (number, kind, entity_id, version, at, body)
            select head.number + row.ordinality, row.kind, row.entity_id, row.version, row.at, convert_from(row.body, 'UTF8')
            from (select coalesce(max(number), 0) as number from {schema}.change) head,
                unnest($1, $2, $3, $4, $5) with ordinality as row (kind, entity_id, version, at, body, ordinality)
            """)
        {
            Parameters =
            {
                new() { Value = entries.Select(e => e.Kind).ToArray() },
                new() { Value = entries.Select(e => e.EntityId).ToArray() },
                new() { Value = entries.Select(e => e.Version).ToArray() },
                new() { Value = entries.Select(e => e.At.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                new() { Value = entries.Select(e => e.Body?.Utf8.ToArray()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select coalesce(max(number), 0), pg_notify('{Channel}', '') from {schema}.change"));
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
