using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>A mission whose row has a new status and version in the running transaction.</summary>
internal sealed record StatusChange(Guid Id, long Version);

/// <summary>Logs new statuses: the body of the former change with the new status in it.</summary>
internal static class StatusChanges
{
    /// <returns>The number of the last entry.</returns>
    internal static async Task<long> AppendStatus(
        this ChangeLog log, NpgsqlTransaction transaction, IReadOnlyList<StatusChange> changes, MissionStatus status, DateTimeOffset now, CancellationToken ct)
    {
        var entries = new List<NewChange>(changes.Count);
        await using (var batch = new NpgsqlBatch(transaction.Connection, transaction))
        {
            batch.Add(
                """
                select row.id, row.version, former.body from unnest($1, $2) as row (id, version)
                join catalog.change former on former.entity_id = row.id and former.version = row.version - 1
                """,
                changes.Select(c => c.Id).ToArray(),
                changes.Select(c => c.Version).ToArray());
            await using var reader = await batch.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var former = MessageJson.Read<MissionBody>(new RawJson(reader.GetFieldValue<byte[]>(2)));
                var body = MessageJson.Write(former with { Status = status.ToText(), UpdatedAt = now });
                entries.Add(new NewChange(ChangeKinds.Mission, reader.GetGuid(0), reader.GetInt64(1), now, body));
            }
        }

        return entries.Count == changes.Count
            ? await log.Append(transaction, entries, ct)
            : throw new InvalidOperationException($"{changes.Count - entries.Count} of {changes.Count} missions have no former change in the log.");
    }
}
