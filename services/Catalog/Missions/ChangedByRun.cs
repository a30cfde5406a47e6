using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>A structure that a run changed, as it is now, and the body it had before.</summary>
/// <param name="SettledVersion">The newest version but for those of other runs that were undone.</param>
internal sealed record ChangedOrganization(Guid Id, long Version, long SettledVersion, long RunVersion, byte[]? FormerHash, RawJson? Former, DateTimeOffset CreatedAt)
{
    internal bool IsStillTheRuns => SettledVersion == RunVersion;
}

/// <summary>A mission that a run changed, as it is now, and the body it had before.</summary>
/// <param name="SettledVersion">The newest version that says more than where the mission is, but for those of other runs that were undone.</param>
/// <param name="FirstVersion">The first version that the run made.</param>
internal sealed record ChangedMission(
    Guid Id, string ClientId, string Source, byte[] Hash, long Version, long SettledVersion, long FirstVersion, long RunVersion, long? UndoneVersion, byte[]? FormerHash, RawJson? Former, RawJson Current)
{
    internal bool IsStillTheRuns => SettledVersion == RunVersion;

    internal bool IsUndone => SettledVersion == UndoneVersion;
}

/// <summary>What a run changed: all structures on its first page, the missions after the given one on each.</summary>
internal sealed record ChangedByRun(IReadOnlyList<ChangedOrganization> Organizations, IReadOnlyList<ChangedMission> Missions)
{
    // What another run changed and its undo took back leaves the content that was before both.
    private const string NotUndoneOfAnother =
        """
        not exists (
            select from catalog.run_change u
            where u.entity_id = c.entity_id and u.undone_version is not null and u.run_id <> c.run_id
                and (v.version = u.undone_version or v.version between coalesce(u.first_version, u.version) and u.version))
        """;

    /// <summary>Reads it, and makes batches of the publisher wait for the end of the transaction.</summary>
    internal static async Task<ChangedByRun> Read(
        NpgsqlTransaction transaction, Guid runId, Guid publisherId, Guid after, int limit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        KnownState.AddLock(batch, publisherId);
        batch.Add(
            $"""
            select o.id, o.version, c.version, c.former_hash, former.body, o.created_at,
                (select max(v.version) from catalog.change v where v.entity_id = o.id and v.version >= c.version and {NotUndoneOfAnother})
            from catalog.run_change c join catalog.organization o on o.id = c.entity_id and o.publisher_id = $2
            left join catalog.change former on former.entity_id = c.entity_id and former.version = coalesce(c.first_version, c.version) - 1
            where c.run_id = $1 and $3 = '00000000-0000-0000-0000-000000000000'::uuid
            order by o.id
            """,
            runId,
            publisherId,
            after);
        batch.Add(
            $"""
            select m.id, m.client_id, m.source, m.hash, m.version, c.version, c.undone_version, c.former_hash, former.body, current.body,
                (select max(v.version) from catalog.change v where v.entity_id = m.id and v.version >= c.version and {NotUndoneOfAnother}
                    and not exists (select from catalog.located_version l where l.mission_id = m.id and l.version = v.version)),
                coalesce(c.first_version, c.version)
            from catalog.run_change c join catalog.mission m on m.id = c.entity_id and m.publisher_id = $2
            join catalog.change current on current.entity_id = m.id and current.version = m.version
            left join catalog.change former on former.entity_id = c.entity_id and former.version = coalesce(c.first_version, c.version) - 1
            where c.run_id = $1 and c.entity_id > $3
            order by c.entity_id limit $4
            """,
            runId,
            publisherId,
            after,
            limit);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var organizations = new List<ChangedOrganization>();
        while (await reader.ReadAsync(ct))
        {
            organizations.Add(new(
                reader.GetGuid(0), reader.GetInt64(1), Version(reader, 6), reader.GetInt64(2), Bytes(reader, 3), Json(reader, 4),
                reader.GetFieldValue<DateTimeOffset>(5)));
        }

        await reader.NextResultAsync(ct);
        var missions = new List<ChangedMission>();
        while (await reader.ReadAsync(ct))
        {
            missions.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3), reader.GetInt64(4), Version(reader, 10),
                reader.GetInt64(11), reader.GetInt64(5),
                reader.IsDBNull(6) ? null : reader.GetInt64(6), Bytes(reader, 7), Json(reader, 8), Json(reader, 9)!.Value));
        }

        return new ChangedByRun(organizations, missions);
    }

    // Null when what the run made is no longer in the log: then it is no version of the run's.
    private static long Version(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? 0 : reader.GetInt64(column);

    private static byte[]? Bytes(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    private static RawJson? Json(NpgsqlDataReader reader, int column) => Bytes(reader, column) is { } utf8 ? new RawJson(utf8) : null;
}
