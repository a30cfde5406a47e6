using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// Each minute turns missions past their end into expired ones, through the log like any change, so that index, feeds and webhooks learn
/// it. After a jump of the clock they wait (<see cref="ReviveMissions"/> brings back what expired by a wrong clock). Any number of
/// processes may do it: each takes rows that no other holds.
/// </summary>
internal sealed partial class ExpireMissions(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    [FromKeyedServices(CatalogDb.Schema)] ClockWatch watch,
    TimeProvider clock,
    ILogger<ExpireMissions> logger) : TimedWork(TimeSpan.FromMinutes(1), watch, logger, clock)
{
    private const int Chunk = 500;

    private const string Expire = "update catalog.mission set status = 'EXPIRED', updated_at = $1, version = version + 1 where id = any($2) returning id, version";

    private readonly ParkedRows parked = new(source, "expiry");

    /// <summary>Expires what is past its end now; returns how many missions.</summary>
    internal async Task<int> Sweep(CancellationToken ct)
    {
        var taken = new List<(Guid Id, long Version)>();
        return await ParkedRows.TakeAll(
            Chunk, most => SweepChunk(most, taken, ct), e => parked.Park(taken[0].Id, taken[0].Version, e, Clock.GetStoredNow(), ct), ct);
    }

    protected override async Task RoundInTime(CancellationToken ct)
    {
        if (await Sweep(ct) is > 0 and var count)
        {
            Log.Expired(logger, count);
        }

        Parked = await parked.Count("select id, version from catalog.mission", ct);
    }

    private async Task<int> SweepChunk(int most, List<(Guid Id, long Version)> taken, CancellationToken ct)
    {
        var now = Clock.GetStoredNow();
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Take(transaction, now, most, taken, ct);
        var changes = new List<StatusChange>();
        await using (var statement = new NpgsqlBatch(connection, transaction))
        {
            statement.Add(Expire, now, taken.ConvertAll(m => m.Id).ToArray());
            await using var reader = await statement.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                changes.Add(new StatusChange(reader.GetGuid(0), reader.GetInt64(1)));
            }
        }

        if (changes.Count > 0)
        {
            await log.AppendStatus(transaction, changes, MissionStatus.Expired, now, ct);
            await transaction.CommitAsync(ct);
        }

        return changes.Count;
    }

    private async Task Take(NpgsqlTransaction transaction, DateTimeOffset now, int most, List<(Guid Id, long Version)> taken,
        CancellationToken ct)
    {
        taken.Clear();
        await using var statement = new NpgsqlBatch(transaction.Connection, transaction);
        statement.Add(
            $"""
            select m.id, m.version from catalog.mission m where m.status = 'ACCEPTED' and m.end_at <= $1
                and {parked.IsNotParked("m.id", "m.version")}
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

    private static partial class Log
    {
        [LoggerMessage(EventId = 2111, Level = LogLevel.Information, Message = "{Count} missions came to their end")]
        internal static partial void Expired(ILogger logger, int count);
    }
}
