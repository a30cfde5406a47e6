using Engagement.Catalog.Storage;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Missions;

internal sealed record KnownMission(byte[] Hash, MissionStatus Status, long Version, string Source, DateTimeOffset CreatedAt);

internal sealed record KnownOrganization(byte[] Hash, long Version, DateTimeOffset CreatedAt);

/// <summary>What Catalog knows of the missions and structures that a batch names.</summary>
internal sealed record KnownState(
    bool PublisherExists,
    IReadOnlyDictionary<Guid, KnownMission> Missions,
    IReadOnlyDictionary<Guid, KnownOrganization> Organizations,
    KnownPlaces Places)
{
    private const int PublisherLock = 0x63617401;

    /// <summary>
    /// Reads it, and makes other batches of the same publisher wait for the end of the transaction: a batch that is sent again while its
    /// first copy is being applied then finds what that copy wrote.
    /// </summary>
    internal static async Task<KnownState> Read(
        NpgsqlTransaction transaction, Guid publisherId, IEnumerable<string> clientIds, IEnumerable<string> organizationKeys, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        AddLock(batch, publisherId);
        batch.Add("select exists (select from catalog.publisher where id = $1)", publisherId);
        var ids = clientIds.Select(clientId => EntityId.OfMission(publisherId, clientId)).ToArray();
        batch.Add("select id, hash, status, version, source, created_at from catalog.mission where id = any($1)", ids);
        batch.Add(
            "select id, hash, version, created_at from catalog.organization where id = any($1)",
            organizationKeys.Select(key => EntityId.OfOrganization(publisherId, key)).ToArray());
        KnownPlaces.AddTo(batch, ids);

        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var exists = reader.GetBoolean(0);

        await reader.NextResultAsync(ct);
        var missions = new Dictionary<Guid, KnownMission>();
        while (await reader.ReadAsync(ct))
        {
            missions.Add(reader.GetGuid(0), new KnownMission(
                reader.GetFieldValue<byte[]>(1),
                MissionStatusText.Parse(reader.GetString(2)),
                reader.GetInt64(3),
                reader.GetString(4),
                reader.GetFieldValue<DateTimeOffset>(5)));
        }

        await reader.NextResultAsync(ct);
        var organizations = new Dictionary<Guid, KnownOrganization>();
        while (await reader.ReadAsync(ct))
        {
            organizations.Add(
                reader.GetGuid(0), new KnownOrganization(reader.GetFieldValue<byte[]>(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3)));
        }

        await reader.NextResultAsync(ct);
        return new KnownState(exists, missions, organizations, await KnownPlaces.Read(reader, ct));
    }

    /// <summary>Makes every other change of the publisher's missions wait for the end of the transaction.</summary>
    internal static void AddLock(NpgsqlBatch batch, Guid publisherId) =>
        batch.Add("select pg_advisory_xact_lock($1, hashtext($2))", PublisherLock, publisherId.ToString());
}
