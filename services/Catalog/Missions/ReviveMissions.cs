using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// Each minute turns expired missions whose end is in the future back into accepted ones, without an import: their clock was wrong. After a
/// jump of the clock they wait, as expiry does.
/// </summary>
internal sealed partial class ReviveMissions(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    [FromKeyedServices(CatalogDb.Schema)] ClockWatch watch,
    TimeProvider clock,
    ILogger<ReviveMissions> logger) : TimedWork(TimeSpan.FromMinutes(1), watch, logger, clock)
{
    private const int Chunk = 500;

    private const string Revive =
        """
        update catalog.mission set status = 'ACCEPTED', updated_at = $1, version = version + 1
        where id in (
            select id from catalog.mission where status = 'EXPIRED' and end_at > $1 order by end_at limit $2 for update skip locked)
        returning id, version
        """;

    /// <summary>Brings back what is not over now; returns how many missions.</summary>
    internal async Task<int> Sweep(CancellationToken ct)
    {
        var (total, chunk) = (0, Chunk);
        while (chunk == Chunk)
        {
            chunk = await SweepChunk(ct);
            total += chunk;
        }

        return total;
    }

    protected override async Task RoundInTime(CancellationToken ct)
    {
        if (await Sweep(ct) is > 0 and var count)
        {
            Log.Revived(logger, count);
        }
    }

    private async Task<int> SweepChunk(CancellationToken ct)
    {
        var now = Clock.GetStoredNow();
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var changes = new List<StatusChange>();
        await using (var statement = new NpgsqlBatch(connection, transaction))
        {
            statement.Add(Revive, now, Chunk);
            await using var reader = await statement.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                changes.Add(new StatusChange(reader.GetGuid(0), reader.GetInt64(1)));
            }
        }

        if (changes.Count > 0)
        {
            await log.AppendStatus(transaction, changes, MissionStatus.Accepted, now, ct);
            await transaction.CommitAsync(ct);
        }

        return changes.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2113, Level = LogLevel.Warning,
            Message = "{Count} expired missions came back: their end is in the future again")]
        internal static partial void Revived(ILogger logger, int count);
    }
}
