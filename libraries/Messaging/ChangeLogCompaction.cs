using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>
/// Keeps the log as long as what it describes: once a day, entries that a newer entry of the same entity superseded more than 30 days ago
/// are deleted, in chunks; until then a change can be undone. The newest entry of each entity stays for ever, a tombstone or a withdrawn
/// mission included.
/// </summary>
internal sealed partial class ChangeLogCompaction(
    ChangeLog log, NpgsqlDataSource source, ClockWatch watch, TimeProvider clock, ILogger<ChangeLogCompaction> logger)
    : TimedWork(TimeSpan.FromDays(1), watch, logger)
{
    private const int Chunk = 5_000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Compacts now; returns how many entries were deleted.</summary>
    internal async Task<long> Compact(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var turn = await Turn.Take(connection, LockKeys.Compact, log.Schema, ct);
        var (deleted, from) = (0L, (long?)0L);
        while (turn is not null && from is { } start)
        {
            (from, var count) = await CompactChunk(connection, start, ct);
            deleted += count;
        }

        return deleted;
    }

    protected override async Task RoundInTime(CancellationToken ct) => Log.Compacted(logger, log.Schema, await Compact(ct));

    private async Task<(long? Next, long Deleted)> CompactChunk(NpgsqlConnection connection, long after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with chunk as (
                select number, entity_id, version from {log.Schema}.change where number > $1 and at < $2 order by number limit {Chunk}
            ), gone as (
                delete from {log.Schema}.change old using chunk
                where old.number = chunk.number
                    and exists (select from {log.Schema}.change newer where newer.entity_id = chunk.entity_id and newer.version > chunk.version and newer.at < $2)
                returning 1
            )
            select (select max(number) from chunk), (select count(*) from gone)
            """,
            connection)
        {
            Parameters = { new() { Value = after }, new() { Value = (clock.GetUtcNow() - Kept).UtcDateTime } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (await reader.IsDBNullAsync(0, ct) ? null : reader.GetInt64(0), reader.GetInt64(1));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1111, Level = LogLevel.Information, Message = "Change log {Schema} compacted: {Deleted} superseded entries deleted")]
        internal static partial void Compacted(ILogger logger, string schema, long deleted);
    }
}
