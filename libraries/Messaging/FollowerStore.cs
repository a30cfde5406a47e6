using Engagement.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Engagement.Messaging;

/// <summary>What a follower remembers in its own schema: how far it came, and the entries that it could not apply.</summary>
internal sealed class FollowerStore(string name, string schema)
{
    private const int LongestError = 4_000;

    // Not the next one: a restore brings former ones back.
    private const string Another = "floor(random() * 9007199254740991)::bigint";

    internal static string CreateTables(string schema) =>
        $"""
        create table {schema}.checkpoint (
            name text primary key,
            number bigint not null check (number >= 0)
        );
        create table {schema}.dead_entry (
            follower text not null,
            number bigint not null,
            kind text not null,
            entity_id uuid not null,
            version bigint not null,
            at timestamptz not null,
            body text compression lz4 null,
            error text not null,
            parked_at timestamptz not null default now(),
            replay boolean not null default false,
            primary key (follower, number)
        );
        """;

    internal static string AddMarks(string schema) =>
        $"""
        alter table {schema}.checkpoint
            add column mark integer null,
            add column incarnation bigint not null default 0,
            add column rebuilding boolean not null default false,
            add column rebuilt_at timestamptz null;
        """;

    internal async Task<FollowerState> Load(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select coalesce(c.number, 0), c.mark, coalesce(c.incarnation, 0), coalesce(c.rebuilding, false),
                c.rebuilt_at > now() - interval '24 hours', (select count(*) from {schema}.dead_entry where follower = $1)
            from (values (1)) as one left join {schema}.checkpoint c on c.name = $1
            """,
            connection)
        { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new FollowerState(
            new LogPosition(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt32(1)),
            reader.GetInt64(2),
            reader.GetBoolean(3),
            !reader.IsDBNull(4) && reader.GetBoolean(4),
            reader.GetInt64(5));
    }

    /// <summary>Throws <see cref="CheckpointMoved"/> when the checkpoint is not where this follower left it: its database was restored.</summary>
    internal async Task Save(NpgsqlTransaction transaction, long from, LogPosition to, CancellationToken ct)
    {
        var first = from == 0 ? $"insert into {schema}.checkpoint as known (name, number, mark) values ($1, $2, $3) on conflict (name) do " : "";
        var saved = await Execute(
            transaction,
            $"{first}update {(from == 0 ? "" : $"{schema}.checkpoint as known ")}set number = $2, mark = $3 where known.name = $1 and known.number = $4",
            [name, to.Number, new NpgsqlParameter { Value = (object?)to.Mark ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, from],
            ct);
        if (saved == 0)
        {
            throw new CheckpointMoved($"The checkpoint of {name} is no longer at {from}: its database was restored.");
        }
    }

    /// <summary>Says to everyone who keeps something in memory of what the follower stored that the stored state went back.</summary>
    internal async Task NextIncarnation(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"update {schema}.checkpoint set incarnation = {Another} where name = $1",
            connection)
        { Parameters = { new() { Value = name } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>From 0 again; what was parked will be parked again if it still is there.</summary>
    internal async Task BeginRebuild(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await Execute(transaction, $"update {schema}.checkpoint set number = 0, mark = null, rebuilding = true where name = $1", [name], ct);
        await Execute(transaction, $"delete from {schema}.dead_entry where follower = $1", [name], ct);
    }

    internal async Task EndRebuild(NpgsqlTransaction transaction, CancellationToken ct) => await Execute(
        transaction,
        $"update {schema}.checkpoint set rebuilding = false, rebuilt_at = now(), incarnation = {Another} where name = $1",
        [name],
        ct);

    /// <summary>Sets an entry aside. One that is set aside of the same entity and older says nothing any more: there is one row an entity at most.</summary>
    internal async Task Park(NpgsqlTransaction transaction, Change entry, string error, CancellationToken ct) =>
        await Execute(
            transaction,
            $"""
            with superseded as (delete from {schema}.dead_entry where follower = $1 and entity_id = $4 and number < $2)
            insert into {schema}.dead_entry (follower, number, kind, entity_id, version, at, body, error)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (follower, number) do update set error = excluded.error, replay = false
            """,
            [name, entry.Number, entry.Kind, entry.EntityId, entry.Version, entry.At.UtcDateTime,
                (object?)entry.Body?.ToString() ?? DBNull.Value, Bounded(error)],
            ct);

    // PostgreSQL takes no U+0000, which an error may quote.
    private static string Bounded(string error) => error[..Math.Min(error.Length, LongestError)].Replace('\0', ' ');

    internal async Task Forget(NpgsqlTransaction transaction, long number, CancellationToken ct) =>
        await Execute(transaction, $"delete from {schema}.dead_entry where follower = $1 and number = $2", [name, number], ct);

    internal async Task AskReplay(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"update {schema}.dead_entry set replay = true where follower = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    internal async Task<IReadOnlyList<Change>> ToReplay(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select number, kind, entity_id, version, at, body from {schema}.dead_entry
            where follower = $1 and replay order by number limit 1000
            """,
            connection)
        { Parameters = { new() { Value = name } } };
        var entries = new List<Change>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            entries.Add(ChangeLog.ReadEntry(reader));
        }

        return entries;
    }

    private static async Task<int> Execute(NpgsqlTransaction transaction, string sql, object[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>What a follower has stored of itself.</summary>
/// <param name="At">The last entry whose effect is committed.</param>
/// <param name="Incarnation">Another number when what it stored went back, or was built again.</param>
/// <param name="IsRebuilding">True while it applies the log again from its beginning.</param>
/// <param name="WasRebuilt">True for a day after that.</param>
/// <param name="Dead">How many entries are parked.</param>
internal sealed record FollowerState(LogPosition At, long Incarnation, bool IsRebuilding, bool WasRebuilt, long Dead);

/// <summary>The stored checkpoint is not where its follower left it: no entry is at fault.</summary>
internal sealed class CheckpointMoved(string message) : Exception(message);
