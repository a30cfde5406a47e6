using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Geocoding;

/// <summary>
/// Gives missions the places that the geocoder knows better, as a change like any other: a new version, an entry of the log, readers follow. The hash
/// stays: it is the partner's content, which did not change.
/// </summary>
internal sealed class ImproveMissions(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    TimeProvider clock)
{
    private const int Chunk = 200;

    private const string Better =
        """
        from catalog.address a join catalog.geocoding g on g.key = a.geocoding_key
        where a.geocoding_key is not null
            and (a.precision in ('DEPARTMENT', 'NONE') and g.precision is not null or a.precision = 'CITY' and g.precision = 'STREET')
        """;

    private const string Take = "update catalog.mission set version = version + 1, updated_at = $1 where id = any($2) returning id, version";

    private const string Read =
        $"""
        select m.id, m.version, former.body from unnest($1, $2) as m (id, version)
        join catalog.change former on former.entity_id = m.id and former.version = m.version - 1
        """;

    private const string ReadPlaces = $"select a.id, g.precision, g.lat, g.lon, g.commune_code {Better} and a.mission_id = any($1)";

    private const string WritePlaces =
        $"""
        update catalog.address set precision = better.precision, lat = better.lat, lon = better.lon, commune_code = coalesce(better.commune_code, address.commune_code)
        from (select a.id, g.precision, g.lat, g.lon, g.commune_code {Better} and a.mission_id = any($1)) better
        where address.id = better.id
        """;

    private sealed record Place(GeoPrecision Precision, double Lat, double Lon, string? CommuneCode);

    private readonly ParkedRows parked = new(source, "geocoding");

    /// <summary>Improves what can be improved now; returns how many missions.</summary>
    internal async Task<int> Improve(CancellationToken ct)
    {
        var taken = new List<(Guid Id, long Version)>();
        return await ParkedRows.TakeAll(
            Chunk, most => ImproveChunk(most, taken, ct), e => parked.Park(taken[0].Id, taken[0].Version, e, clock.GetStoredNow(), ct), ct);
    }

    /// <summary>How many missions are left out because they cannot be improved.</summary>
    internal Task<long> CountParked(CancellationToken ct) => parked.Count("select id, version from catalog.mission", ct);

    private async Task<int> ImproveChunk(int most, List<(Guid Id, long Version)> taken, CancellationToken ct)
    {
        var now = clock.GetStoredNow();
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Find(transaction, most, taken, ct);
        var versions = await TakeMissions(transaction, now, taken, ct);
        if (versions.Count == 0)
        {
            return 0;
        }

        var ids = versions.Keys.ToArray();
        var changes = await Changes(transaction, versions, now, ct);
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            batch.Add(WritePlaces, ids);
            batch.Add("insert into catalog.located_version (mission_id, version, at) select row.id, row.version, $3 from unnest($1, $2) as row (id, version)", ids, versions.Values.ToArray(), now);
            // Runs can be undone for 30 days; what came between them and now is of no use after.
            batch.Add("delete from catalog.located_version where at < $1", now.AddDays(-31));
            await batch.ExecuteNonQueryAsync(ct);
        }

        await log.Append(transaction, changes, ct);
        await transaction.CommitAsync(ct);
        return changes.Count;
    }

    private async Task Find(NpgsqlTransaction transaction, int most, List<(Guid Id, long Version)> taken, CancellationToken ct)
    {
        taken.Clear();
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(
            $"""
            select m.id, m.version from catalog.mission m
            where m.status = 'ACCEPTED' and m.id in (select a.mission_id {Better}) and {parked.IsNotParked("m.id", "m.version")}
            order by m.id limit $1 for update skip locked
            """,
            most);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            taken.Add((reader.GetGuid(0), reader.GetInt64(1)));
        }
    }

    private static async Task<Dictionary<Guid, long>> TakeMissions(
        NpgsqlTransaction transaction, DateTimeOffset now, List<(Guid Id, long Version)> taken, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(Take, now, taken.ConvertAll(m => m.Id).ToArray());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var versions = new Dictionary<Guid, long>();
        while (await reader.ReadAsync(ct))
        {
            versions.Add(reader.GetGuid(0), reader.GetInt64(1));
        }

        return versions;
    }

    private static async Task<List<NewChange>> Changes(NpgsqlTransaction transaction, Dictionary<Guid, long> versions, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(ReadPlaces, versions.Keys.ToArray());
        batch.Add(Read, versions.Keys.ToArray(), versions.Values.ToArray());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var places = new Dictionary<Guid, Place>();
        while (await reader.ReadAsync(ct))
        {
            var precision = reader.GetString(1) == "STREET" ? GeoPrecision.Street : GeoPrecision.City;
            places.Add(reader.GetGuid(0), new Place(precision, reader.GetDouble(2), reader.GetDouble(3), reader.IsDBNull(4) ? null : reader.GetString(4)));
        }

        await reader.NextResultAsync(ct);
        var changes = new List<NewChange>(versions.Count);
        while (await reader.ReadAsync(ct))
        {
            var body = MessageJson.Read<MissionBody>(new RawJson(reader.GetFieldValue<byte[]>(2)));
            var located = body with { UpdatedAt = now, Content = Located(reader.GetGuid(0), body.Content, places) };
            changes.Add(new NewChange(ChangeKinds.Mission, reader.GetGuid(0), reader.GetInt64(1), now, MessageJson.Write(located)));
        }

        return changes.Count == versions.Count
            ? changes
            : throw new InvalidOperationException($"{versions.Count - changes.Count} of {versions.Count} missions have no former change in the log.");
    }

    private static RawJson Located(Guid missionId, RawJson json, Dictionary<Guid, Place> places)
    {
        var content = MissionJson.DeserializeMission(json.Utf8.Span);
        var addresses = content.Addresses.Select(address => places.TryGetValue(EntityId.OfAddress(missionId, address), out var place)
            ? address with { Precision = place.Precision, Lat = place.Lat, Lon = place.Lon, CommuneCode = place.CommuneCode ?? address.CommuneCode }
            : address);
        return new RawJson(MissionJson.Serialize(content with { Addresses = [.. addresses] }));
    }
}
