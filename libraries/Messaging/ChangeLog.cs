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
    private long seen;

    /// <summary>The PostgreSQL schema that holds it.</summary>
    public string Schema => schema;

    internal string Channel => $"{schema}_change";

    /// <summary>Appending waits for it: until the followers were asked how far they are.</summary>
    internal Task Opened { get; set; } = Task.CompletedTask;

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
    /// Statements by which entries get marks, and the log a floor: the number above which it goes on when its followers have entries that a
    /// restore of its database took away (decision 17).
    /// </summary>
    public static string AddMarks(string schema) =>
        $"""
        alter table {schema}.change add column mark integer null;
        create table {schema}.change_floor (
            number bigint primary key check (number > 0),
            at timestamptz not null default now()
        );
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
        await Opened.WaitAsync(ct);
        var head = await LockHead(transaction, ct);
        var mark = Random.Shared.Next();

        // COPY costs PostgreSQL a quarter of what inserting rows from arrays of bodies costs: nothing is gathered before it is written.
        await using (var rows = await connection.BeginBinaryImportAsync(
            $"copy {schema}.change (number, kind, entity_id, version, at, body, mark) from stdin (format binary)", ct))
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
                await rows.WriteAsync(mark, NpgsqlDbType.Integer, ct);
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
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"select greatest((select coalesce(max(number), 0) from {schema}.change), (select coalesce(max(number), 0) from {schema}.change_floor))"));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        // What this process has seen committed was published, even if the database has lost it since.
        return Math.Max(reader.GetInt64(0), Interlocked.Read(ref seen));
    }

    /// <summary>Has the log go on above a number that a follower knows, when its own last one is lower: no number gets a second meaning.</summary>
    /// <returns>False when the log is there already.</returns>
    internal async Task<bool> ContinueAbove(NpgsqlConnection connection, long number, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (number <= await LockHead(transaction, ct))
        {
            return false;
        }

        await using var raise = new NpgsqlCommand($"insert into {schema}.change_floor (number) values ($1) on conflict do nothing", connection, transaction)
        {
            Parameters = { new() { Value = number } },
        };
        await raise.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>True when the log has the entry that a follower stands at: of that number and mark; of any mark when it is null.</summary>
    internal async Task<bool> Has(NpgsqlConnection connection, LogPosition position, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            position.Mark is null
                ? $"select $1 <= coalesce(max(number), 0) from {schema}.change"
                : $"select exists (select from {schema}.change where number = $1 and mark = $2)",
            connection)
        { Parameters = { new() { Value = position.Number } } };
        if (position.Mark is { } mark)
        {
            command.Parameters.Add(new() { Value = mark });
        }

        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Reads the entries after a number, at most so many and about so many bytes (one at least, when there is one).</summary>
    public async Task<Changes> Read(NpgsqlConnection connection, long after, int limit, int maxBytes, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select coalesce(max(number), 0) from {schema}.change"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"select number, kind, entity_id, version, at, body, mark from {schema}.change where number > $1 order by number limit $2")
        {
            Parameters = { new() { Value = after }, new() { Value = limit } },
        });
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var head = reader.GetInt64(0);
        See(head);
        await reader.NextResultAsync(ct);
        var (entries, bytes) = (new List<Change>(), 0L);
        while (bytes < maxBytes && await reader.ReadAsync(ct))
        {
            var entry = ReadEntry(reader) with { Mark = reader.IsDBNull(6) ? null : reader.GetInt32(6) };
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

    /// <summary>Where the log ends; at 0 when it is empty.</summary>
    internal async Task<LogPosition> End(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select number, mark from {schema}.change order by number desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return default;
        }

        See(reader.GetInt64(0));
        return new LogPosition(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt32(1));
    }

    private void See(long number)
    {
        for (var known = Interlocked.Read(ref seen); number > known; known = Interlocked.Read(ref seen))
        {
            Interlocked.CompareExchange(ref seen, number, known);
        }
    }
}

/// <summary>A place in a log.</summary>
/// <param name="Number">The number of the entry; 0 before the first.</param>
/// <param name="Mark">Its mark; null when it has none or is not known.</param>
internal readonly record struct LogPosition(long Number, int? Mark)
{
    /// <summary>Where a run of entries ends.</summary>
    internal static LogPosition Of(Contracts.Change entry) => new(entry.Number, entry.Mark);
}

/// <summary>First halves of the keys of PostgreSQL advisory locks; the second tells the schema or the follower.</summary>
internal static class LockKeys
{
    internal const int Append = 0x656E6701;
    internal const int Dispatch = 0x656E6702;
    internal const int Compact = 0x656E6703;
    internal const int Follow = 0x656E6704;
}
