using System.Text.Json;
using Engagement.Catalog.Storage;
using Engagement.Missions;
using Engagement.Missions.Places;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>Writes rows, each table in one statement, all in one round trip.</summary>
internal static class BatchWriter
{
    private const string WriteOrganizations =
        """
        insert into catalog.organization as known (id, publisher_id, key, name, hash, version, created_at, updated_at)
        select row.id, $1, row.key, row.name, row.hash, row.version, row.created_at, $2
        from unnest($3, $4, $5, $6, $7, $8) as row (id, key, name, hash, version, created_at)
        on conflict (id) do update set name = excluded.name, hash = excluded.hash, version = excluded.version, updated_at = excluded.updated_at
        where known.version = excluded.version - 1
        """;

    private const string WriteMissions =
        """
        insert into catalog.mission as known (
            publisher_id, source, updated_at, id, client_id, organization_id, status, version, hash,
            title, type, domain, start_at, end_at, places, created_at, withdrawn_at)
        select $1, $2, $3, row.*, case when row.status = 'WITHDRAWN' then $3 end
        from unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            as row (id, client_id, organization_id, status, version, hash, title, type, domain, start_at, end_at, places, created_at)
        on conflict (id) do update set
            organization_id = excluded.organization_id, source = excluded.source, status = excluded.status, version = excluded.version,
            hash = excluded.hash, title = excluded.title, type = excluded.type, domain = excluded.domain, start_at = excluded.start_at,
            end_at = excluded.end_at, places = excluded.places, updated_at = excluded.updated_at, withdrawn_at = excluded.withdrawn_at
        where known.version = excluded.version - 1
        """;

    private const string DeleteAddresses = "delete from catalog.address where mission_id = any($1) and id <> all($2)";

    private const string WriteAddresses =
        """
        insert into catalog.address (id, mission_id, street, postal_code, city, department_code, commune_code, country, lat, lon, precision, geocoding_key)
        select row.* from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            as row (id, mission_id, street, postal_code, city, department_code, commune_code, country, lat, lon, precision, geocoding_key)
        where not exists (
            select from catalog.address same where same.id = row.id
                and (same.department_code, same.commune_code, same.lat, same.lon, same.precision)
                    is not distinct from (row.department_code, row.commune_code, row.lat, row.lon, row.precision))
        on conflict (id) do update set
            department_code = excluded.department_code, commune_code = excluded.commune_code,
            lat = excluded.lat, lon = excluded.lon, precision = excluded.precision, geocoding_key = excluded.geocoding_key
        """;

    private static readonly IReadOnlyDictionary<MissionType, string> Types = Spellings<MissionType>();
    private static readonly IReadOnlyDictionary<GeoPrecision, string> Precisions = Spellings<GeoPrecision>();

    /// <summary>False when another transaction changed one of the rows since they were read: read again.</summary>
    internal static async Task<bool> Write(NpgsqlTransaction transaction, MissionWrites plan, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var organizations = AddOrganizations(batch, plan);
        var missions = AddMissions(batch, plan);
        AddAddresses(batch, plan);
        await batch.ExecuteNonQueryAsync(ct);
        return (organizations?.RecordsAffected ?? 0) == plan.Organizations.Count
            && (missions?.RecordsAffected ?? 0) == plan.Missions.Count;
    }

    private static NpgsqlBatchCommand? AddOrganizations(NpgsqlBatch batch, MissionWrites plan)
    {
        var rows = plan.Organizations;
        return rows.Count == 0 ? null : batch.Add(
            WriteOrganizations,
            plan.PublisherId,
            plan.Now,
            Column(rows, r => r.Id),
            Column(rows, r => r.Key),
            Column(rows, r => r.Name),
            Column(rows, r => r.Hash),
            Column(rows, r => r.Version),
            Column(rows, r => r.CreatedAt));
    }

    private static NpgsqlBatchCommand? AddMissions(NpgsqlBatch batch, MissionWrites plan)
    {
        var rows = plan.Missions;
        return rows.Count == 0 ? null : batch.Add(
            WriteMissions,
            plan.PublisherId,
            plan.Source,
            plan.Now,
            Column(rows, r => r.Id),
            Column(rows, r => r.Received.ClientId),
            Column(rows, r => r.OrganizationId),
            Column(rows, r => r.Status.ToText()),
            Column(rows, r => r.Version),
            Column(rows, r => r.Received.Hash),
            Column(rows, r => r.Facts.Title),
            Column(rows, r => Types[r.Facts.Type]),
            Column(rows, r => r.Facts.Domain),
            Column(rows, r => r.Facts.StartAt?.ToUniversalTime()),
            Column(rows, r => r.Facts.EndAt?.ToUniversalTime()),
            Column(rows, r => r.Facts.Places),
            Column(rows, r => r.CreatedAt));
    }

    private static void AddAddresses(NpgsqlBatch batch, MissionWrites plan)
    {
        var known = plan.Missions.Where(m => m.Version > 1).Select(m => m.Id).ToArray();
        if (known.Length > 0)
        {
            batch.Add(DeleteAddresses, known, Column(plan.Addresses, r => r.Id));
        }

        var rows = plan.Addresses;
        if (rows.Count > 0)
        {
            batch.Add(
                WriteAddresses,
                Column(rows, r => r.Id),
                Column(rows, r => r.MissionId),
                Column(rows, r => r.Address.Street),
                Column(rows, r => r.Address.PostalCode),
                Column(rows, r => r.Address.City),
                Column(rows, r => r.Address.DepartmentCode),
                Column(rows, r => r.Address.CommuneCode),
                Column(rows, r => r.Address.Country),
                Column(rows, r => r.Address.Lat),
                Column(rows, r => r.Address.Lon),
                Column(rows, r => Precisions[r.Address.Precision]),
                Column(rows, r => GeocodingKey.Of(r.Address)));
        }
    }

    private static TValue[] Column<TRow, TValue>(List<TRow> rows, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(rows[i]);
        }

        return column;
    }

    /// <summary>The names that the mission format gives to the values.</summary>
    private static Dictionary<T, string> Spellings<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(v => v, v => JsonSerializer.SerializeToElement(v).GetString()!);
}
