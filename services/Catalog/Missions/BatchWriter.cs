using System.Text.Json;
using Engagement.Catalog.Storage;
using Engagement.Missions;
using Engagement.Missions.Places;
using Npgsql;
using NpgsqlTypes;

namespace Engagement.Catalog.Missions;

/// <summary>
/// Writes rows. What is known changes by one statement for each table, all in one round trip; what is new is copied, which costs half of
/// inserting it.
/// </summary>
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

    private const string UpdateMissions =
        """
        update catalog.mission as known set
            organization_id = row.organization_id, source = $1, status = row.status, version = row.version, hash = row.hash,
            title = row.title, type = row.type, domain = row.domain, start_at = row.start_at, end_at = row.end_at, places = row.places,
            updated_at = $2, withdrawn_at = case when row.status = 'WITHDRAWN' then $2 end
        from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            as row (id, organization_id, status, version, hash, title, type, domain, start_at, end_at, places)
        where known.id = row.id and known.version = row.version - 1
        """;

    private const string CopyMissions =
        """
        copy catalog.mission (
            publisher_id, source, updated_at, id, client_id, organization_id, status, version, hash,
            title, type, domain, start_at, end_at, places, created_at) from stdin (format binary)
        """;

    private const string CopyAddresses =
        """
        copy catalog.address (id, mission_id, street, postal_code, city, department_code, commune_code, country, lat, lon, precision, geocoding_key)
        from stdin (format binary)
        """;

    private const string DeleteAddresses =
        """
        delete from catalog.address where id = any(array(
            select found.id from unnest($1) as mission (id), lateral (select id from catalog.address where mission_id = mission.id offset 0) as found
            -- As a subquery the kept ones are hashed; an array would be searched from its start for each address.
            where found.id not in (select unnest($2))))
        """;

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
        var known = plan.Missions.FindAll(m => m.Version > 1);
        await using (var batch = new NpgsqlBatch(transaction.Connection, transaction))
        {
            var organizations = AddOrganizations(batch, plan);
            var missions = AddMissions(batch, plan, known);
            AddAddresses(batch, known);
            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(ct);
            }

            if ((organizations?.RecordsAffected ?? 0) != plan.Organizations.Count || (missions?.RecordsAffected ?? 0) != known.Count)
            {
                return false;
            }
        }

        var added = plan.Missions.FindAll(m => m.Version == 1);
        if (added.Count > 0)
        {
            await Copy(transaction.Connection!, plan, added, ct);
            await Copy(transaction.Connection!, [.. added.SelectMany(m => m.Addresses)], ct);
        }

        return true;
    }

    // The publisher's lock is held: what was not known when the state was read is not there now.
    private static async Task Copy(NpgsqlConnection connection, MissionWrites plan, List<MissionRow> rows, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(CopyMissions, ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(plan.PublisherId, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(plan.Source, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(plan.Now, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.Received.ClientId, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.OrganizationId, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.Status.ToText(), NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Version, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Received.Hash, NpgsqlDbType.Bytea, ct);
            await copy.WriteAsync(row.Facts.Title, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(Types[row.Facts.Type], NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Facts.Domain, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Facts.StartAt?.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(row.Facts.EndAt?.ToUniversalTime(), NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(row.Facts.Places, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(row.CreatedAt, NpgsqlDbType.TimestampTz, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task Copy(NpgsqlConnection connection, List<AddressRow> rows, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync(CopyAddresses, ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.MissionId, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.Address.Street, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Address.PostalCode, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Address.City, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Address.DepartmentCode, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Address.CommuneCode, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Address.Country, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Address.Lat, NpgsqlDbType.Double, ct);
            await copy.WriteAsync(row.Address.Lon, NpgsqlDbType.Double, ct);
            await copy.WriteAsync(Precisions[row.Address.Precision], NpgsqlDbType.Text, ct);
            await copy.WriteAsync(GeocodingKey.Of(row.Address), NpgsqlDbType.Text, ct);
        }

        await copy.CompleteAsync(ct);
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

    private static NpgsqlBatchCommand? AddMissions(NpgsqlBatch batch, MissionWrites plan, List<MissionRow> rows) =>
        rows.Count == 0 ? null : batch.Add(
            UpdateMissions,
            plan.Source,
            plan.Now,
            Column(rows, r => r.Id),
            Column(rows, r => r.OrganizationId),
            Column(rows, r => r.Status.ToText()),
            Column(rows, r => r.Version),
            Column(rows, r => r.Received.Hash),
            Column(rows, r => r.Facts.Title),
            Column(rows, r => Types[r.Facts.Type]),
            Column(rows, r => r.Facts.Domain),
            Column(rows, r => r.Facts.StartAt?.ToUniversalTime()),
            Column(rows, r => r.Facts.EndAt?.ToUniversalTime()),
            Column(rows, r => r.Facts.Places));

    private static void AddAddresses(NpgsqlBatch batch, List<MissionRow> missions)
    {
        var rows = missions.SelectMany(m => m.Addresses).ToList();
        if (missions.Count > 0)
        {
            batch.Add(DeleteAddresses, Column(missions, m => m.Id), Column(rows, r => r.Id));
        }

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
