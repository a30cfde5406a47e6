using Engagement.Catalog.Storage;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>Where the addresses of known missions are, as found before: an address that does not change keeps what a geocoder found.</summary>
internal sealed class KnownPlaces
{
    private const string Select =
        """
        select found.* from unnest($1) as mission (id), lateral (
            -- One mission at a time: without statistics a mission is taken to have hundreds of addresses, and all would be read for it.
            select id, precision, lat, lon, commune_code from catalog.address
            where mission_id = mission.id and geocoding_key is not null and precision in ('STREET', 'CITY') offset 0) as found
        """;

    private readonly Dictionary<Guid, MissionAddress> places = [];

    internal static void AddTo(NpgsqlBatch batch, Guid[] missionIds) => batch.Add(Select, missionIds);

    internal static async Task<KnownPlaces> Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        var known = new KnownPlaces();
        while (await reader.ReadAsync(ct))
        {
            known.places.Add(reader.GetGuid(0), new MissionAddress
            {
                Precision = reader.GetString(1) == "STREET" ? GeoPrecision.Street : GeoPrecision.City,
                Lat = reader.GetDouble(2),
                Lon = reader.GetDouble(3),
                CommuneCode = reader.IsDBNull(4) ? null : reader.GetString(4),
            });
        }

        return known;
    }

    /// <summary>The addresses of a mission with what is known better than they say; the same list when nothing is.</summary>
    internal IReadOnlyList<MissionAddress> Keep(Guid missionId, IReadOnlyList<MissionAddress> given)
    {
        if (places.Count == 0)
        {
            return given;
        }

        var kept = given.Select(a => Keep(missionId, a)).ToList();
        return kept.SequenceEqual(given, ReferenceEqualityComparer.Instance) ? given : kept;
    }

    // The most precise comes first in GeoPrecision.
    private MissionAddress Keep(Guid missionId, MissionAddress address) =>
        places.TryGetValue(EntityId.OfAddress(missionId, address), out var place) && place.Precision < address.Precision
            ? address with { Precision = place.Precision, Lat = place.Lat, Lon = place.Lon, CommuneCode = place.CommuneCode ?? address.CommuneCode }
            : address;
}
