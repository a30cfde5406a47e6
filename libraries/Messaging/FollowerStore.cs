using Engagement.Contracts;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>What a follower remembers in its own schema: how far it came, and the entries that it could not apply.</summary>
internal sealed class FollowerStore(string name, string schema)
{
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

    internal async Task<(long Checkpoint, long Dead)> Load(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select coalesce((select number from {schema}.checkpoint where name = $1), 0),
                (select count(*) from {schema}.dead_entry where follower = $1)
            """,
            connection)
        { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    internal async Task Save(NpgsqlTransaction transaction, long number, CancellationToken ct) =>
        await Execute(
            transaction,
            $"insert into {schema}.checkpoint (name, number) values ($1, $2) on conflict (name) do update set number = excluded.number",
            [name, number],
            ct);

    internal async Task Park(NpgsqlTransaction transaction, Change entry, string error, CancellationToken ct) =>
        await Execute(
            transaction,
            $"""
            insert into {schema}.dead_entry (follower, number, kind, entity_id, version, at, body, error)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (follower, number) do update set error = excluded.error, replay = false
            """,
            [name, entry.Number, entry.Kind, entry.EntityId, entry.Version, entry.At.UtcDateTime, (object?)entry.Body?.ToString() ?? DBNull.Value, error],
            ct);

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

    private static async Task Execute(NpgsqlTransaction transaction, string sql, object[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
