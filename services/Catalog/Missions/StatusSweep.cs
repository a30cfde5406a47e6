using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>Which missions get another status when their time has come.</summary>
/// <param name="Work">The name of the work in the table of parked rows.</param>
/// <param name="Condition">The condition of SQL for a row m of <c>catalog.mission</c>; <c>$1</c> is the time.</param>
/// <param name="Status">The new status.</param>
internal sealed record StatusRule(string Work, string Condition, MissionStatus Status);

/// <summary>
/// Gives missions another status when their time has come, in chunks and through the log. A mission that cannot be written is parked, and the
/// others follow. Any number of processes may sweep at the same time: each takes rows that no other holds.
/// </summary>
/// <param name="source">Catalog's database.</param>
/// <param name="log">The change log.</param>
/// <param name="clock">The time of the missions.</param>
/// <param name="rule">Which missions, and what they become.</param>
internal sealed class StatusSweep(NpgsqlDataSource source, ChangeLog log, TimeProvider clock, StatusRule rule)
{
    private const int Chunk = 500;

    private readonly ParkedRows parked = new(source, rule.Work);

    /// <summary>Changes every mission whose time has come; returns how many.</summary>
    internal async Task<int> Sweep(CancellationToken ct)
    {
        var taken = new List<(Guid Id, long Version)>();
        return await ParkedRows.TakeAll(
            Chunk, most => SweepChunk(most, taken, ct), e => parked.Park(taken[0].Id, taken[0].Version, e, clock.GetStoredNow(), ct), ct);
    }

    /// <summary>How many missions are parked.</summary>
    internal Task<long> CountParked(CancellationToken ct) => parked.Count("select id, version from catalog.mission", ct);

    private async Task<int> SweepChunk(int most, List<(Guid Id, long Version)> taken, CancellationToken ct)
    {
        var now = clock.GetStoredNow();
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Take(transaction, now, most, taken, ct);
        var changes = new List<StatusChange>();
        await using (var statement = new NpgsqlBatch(connection, transaction))
        {
            statement.Add(
                "update catalog.mission set status = $3, updated_at = $1, version = version + 1 where id = any($2) returning id, version",
                now,
                taken.ConvertAll(m => m.Id).ToArray(),
                rule.Status.ToText());
            await using var reader = await statement.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                changes.Add(new StatusChange(reader.GetGuid(0), reader.GetInt64(1)));
            }
        }

        if (changes.Count > 0)
        {
            await log.AppendStatus(transaction, changes, rule.Status, now, ct);
            await transaction.CommitAsync(ct);
        }

        return changes.Count;
    }

    private async Task Take(NpgsqlTransaction transaction, DateTimeOffset now, int most, List<(Guid Id, long Version)> taken, CancellationToken ct)
    {
        taken.Clear();
        await using var statement = new NpgsqlBatch(transaction.Connection, transaction);
        statement.Add(
            $"""
            select m.id, m.version from catalog.mission m where {rule.Condition} and {parked.IsNotParked("m.id", "m.version")}
            order by m.end_at limit $2 for update skip locked
            """,
            now,
            most);
        await using var reader = await statement.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            taken.Add((reader.GetGuid(0), reader.GetInt64(1)));
        }
    }
}
