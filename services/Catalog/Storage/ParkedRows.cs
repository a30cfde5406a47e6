using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Storage;

/// <summary>
/// The rows that a recurring work cannot take, each as of a version: the work leaves them out and goes on with the others. A newer version
/// of a row is tried again.
/// </summary>
/// <param name="source">Catalog's database.</param>
/// <param name="work">Which work leaves them out.</param>
internal sealed class ParkedRows(NpgsqlDataSource source, string work)
{
    private const int LongestReason = 2_000;

    /// <summary>A condition of SQL that holds for a row that is not parked as of its version; the work's name is a constant of
    /// ours.</summary>
    internal string IsNotParked(string id, string version) =>
        $"not exists (select from catalog.parked p where p.work = '{work}' and p.entity_id = {id} and p.version = {version})";

    /// <summary>
    /// Takes rows until there are none. When some cannot be taken, fewer are tried at once until the one at fault stands alone: it is
    /// parked, and the
    /// others follow.
    /// </summary>
    /// <param name="atOnce">How many are taken in one transaction.</param>
    /// <param name="take">Takes up to so many; returns how many it took.</param>
    /// <param name="park">Parks the next row, the only one of the chunk that failed.</param>
    /// <param name="ct">Ends it.</param>
    internal static async Task<int> TakeAll(int atOnce, Func<int, Task<int>> take, Func<Exception, Task> park, CancellationToken ct)
    {
        for (var (total, size) = (0, atOnce); ;)
        {
            try
            {
                var taken = await take(size);
                if (taken == 0)
                {
                    return total;
                }

                (total, size) = (total + taken, Math.Min(size * 2, atOnce));
            }
            catch (Exception e) when (size > 1 && IsContent(e, ct))
            {
                size /= 2;
            }
            catch (Exception e) when (IsContent(e, ct))
            {
                await park(e);
            }
        }
    }

    private static bool IsContent(Exception fault, CancellationToken ct) => !DatabaseFault.IsPassing(fault) && !ct.IsCancellationRequested;

    /// <summary>Parks a row. The reason is for operators: it may hold what PostgreSQL says of the content.</summary>
    internal async Task Park(Guid entityId, long version, Exception reason, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            """
            insert into catalog.parked (work, entity_id, version, reason, at) values ($1, $2, $3, left($4, $5), $6)
            on conflict (work, entity_id) do update set version = excluded.version, reason = excluded.reason, at = excluded.at
            """,
            work, entityId, version, $"{reason.GetType().Name}: {reason.Message}".Replace('\0', ' '), LongestReason, now);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Removes the rows that have a newer version, or are gone, and counts the others.</summary>
    /// <param name="current">A query of the ids and versions as they are now.</param>
    /// <param name="ct">Ends it.</param>
    internal async Task<long> Count(string current, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            $"""
            delete from catalog.parked p where p.work = $1
                and not exists (select from ({current}) now (id, version) where now.id = p.entity_id and now.version = p.version)
            """,
            work);
        batch.Add("select count(*) from catalog.parked where work = $1", work);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.GetInt64(0);
    }
}
