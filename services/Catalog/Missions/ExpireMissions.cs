using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// Each minute turns missions past their end into expired ones, through the log like any change, so that index, feeds and webhooks learn it.
/// Any number of processes may do it: each takes rows that no other holds.
/// </summary>
internal sealed partial class ExpireMissions(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    TimeProvider clock,
    ILogger<ExpireMissions> logger) : RecurringWork(TimeSpan.FromMinutes(1), logger, clock)
{
    private const int Chunk = 500;

    private const string Expire =
        """
        update catalog.mission set status = 'EXPIRED', updated_at = $1, version = version + 1
        where id in (
            select id from catalog.mission where status = 'ACCEPTED' and end_at <= $1 order by end_at limit $2 for update skip locked)
        returning id, version
        """;

    /// <summary>Expires what is past its end now; returns how many missions.</summary>
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

    protected override async Task Round(CancellationToken ct)
    {
        if (await Sweep(ct) is > 0 and var count)
        {
            Log.Expired(logger, count);
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
            statement.Add(Expire, now, Chunk);
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

    private static partial class Log
    {
        [LoggerMessage(EventId = 2111, Level = LogLevel.Information, Message = "{Count} missions came to their end")]
        internal static partial void Expired(ILogger logger, int count);
    }
}
