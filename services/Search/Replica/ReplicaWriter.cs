using Engagement.Messaging;
using Engagement.Missions;
using Npgsql;
using NpgsqlTypes;

namespace Engagement.Search.Replica;

/// <summary>
/// Writes entries into the replica's tables, one statement per kind whatever their number. An entry older than the row it meets changes
/// nothing: a batch may come twice.
/// </summary>
internal sealed class ReplicaWriter(NpgsqlConnection connection)
{
    private static readonly string[] Tables = ["publisher", "partner_key", "organization", "structure", "mission"];

    internal async Task Write(ReplicaEntries entries, CancellationToken ct)
    {
        await WritePublishers(entries.Publishers, ct);
        await WriteKeys(entries.Keys, ct);
        await WriteOrganizations(entries.Organizations, ct);
        await WriteStructures(entries.Structures, ct);
        await WriteMissions(entries.Missions, ct);
    }

    /// <summary>Whatever is there counts as older than any entry of the log.</summary>
    internal async Task Doubt(CancellationToken ct)
    {
        foreach (var table in Tables)
        {
            await Execute($"update search.{table} set number = 0", 1, ct);
        }
    }

    /// <summary>Removes what no entry has named since it was doubted.</summary>
    internal async Task RemoveDoubted(CancellationToken ct)
    {
        foreach (var table in Tables)
        {
            await Execute($"delete from search.{table} where number = 0", 1, ct);
        }
    }

    private async Task WriteMissions(IReadOnlyList<MissionEntry> entries, CancellationToken ct)
    {
        var rows = Newest(entries, e => e.Id, e => e.Number);
        var known = rows.Length == 0 ? [] : await KnownMissions(Array.ConvertAll(rows, e => e.Id), ct);
        await UpdateMissions(Array.FindAll(rows, e => known.Contains(e.Id)), ct);
        await CopyMissions(Array.FindAll(rows, e => !known.Contains(e.Id)), ct);
    }

    private async Task<HashSet<Guid>> KnownMissions(Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select id from search.mission where id = any($1)", connection);
        command.Parameters.Add(new() { Value = ids });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var known = new HashSet<Guid>();
        while (await reader.ReadAsync(ct))
        {
            known.Add(reader.GetGuid(0));
        }

        return known;
    }

    private async Task UpdateMissions(MissionEntry[] rows, CancellationToken ct)
    {
        const string Sql = """
            update search.mission as known set number = new.number, version = new.version, status = new.status, publisher_id = new.publisher_id,
                organization_id = new.organization_id, client_id = new.client_id, created_at = new.created_at, updated_at = new.updated_at, body = new.body
            from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::text[])
                as new (id, number, version, status, publisher_id, organization_id, client_id, created_at, updated_at, body)
            where known.id = new.id and known.number < new.number
            """;
        await Execute(Sql, rows.Length, ct,
            Column(rows, e => e.Id),
            Column(rows, e => e.Number),
            Column(rows, e => e.Version),
            Column(rows, e => e.Status),
            Column(rows, e => e.Body?.PublisherId),
            Column(rows, e => e.Body?.OrganizationId),
            Column(rows, e => e.Body?.ClientId),
            Column(rows, e => e.Body?.CreatedAt.UtcDateTime),
            Column(rows, e => e.Body?.UpdatedAt.UtcDateTime),
            // UTF-8 bytes as they came: a body is never turned into text and back.
            Column(rows, e => e.Body?.Content.Utf8.ToArray(), NpgsqlDbType.Text));
    }

    // Nobody else writes the replica: what was not known a moment ago cannot be there now.
    private async Task CopyMissions(MissionEntry[] rows, CancellationToken ct)
    {
        if (rows.Length == 0)
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(
            """
            copy search.mission (id, number, version, status, publisher_id, organization_id, client_id, created_at, updated_at, body)
            from stdin (format binary)
            """, ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.Number, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Version, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Status, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Body?.PublisherId, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.Body?.OrganizationId, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.Body?.ClientId, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(row.Body?.CreatedAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(row.Body?.UpdatedAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(row.Body?.Content.Utf8, NpgsqlDbType.Text, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private async Task WriteOrganizations(IReadOnlyList<OrganizationEntry> entries, CancellationToken ct)
    {
        const string Sql = """
            insert into search.organization as known (id, number, version, publisher_id, key, name, name_folded, rna, siren, siret, department, networks, body)
            select id, number, version, publisher_id, left(key, 1000), left(content ->> 'name', 500), name_folded, content ->> 'rna',
                content ->> 'siren', content ->> 'siret',
                department, array(select json_array_elements_text(content -> 'networks')), body
            from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])
                as new (id, number, version, publisher_id, key, name_folded, department, body), lateral (select body::json) as parsed (content)
            on conflict (id) do update set number = excluded.number, version = excluded.version, publisher_id = excluded.publisher_id,
                key = excluded.key, name = excluded.name, name_folded = excluded.name_folded, rna = excluded.rna, siren = excluded.siren,
                siret = excluded.siret, department = excluded.department, networks = excluded.networks, body = excluded.body
            where known.number < excluded.number
            """;
        var rows = Newest(entries, e => e.Id, e => e.Number);
        await Execute(Sql, rows.Length, ct,
            Column(rows, e => e.Id),
            Column(rows, e => e.Number),
            Column(rows, e => e.Version),
            Column(rows, e => e.PublisherId),
            Column(rows, e => e.Content?.Key),
            // A Catalog of an earlier version may still send longer names: a replica takes their beginning.
            Column(rows, e => e.Content is { } content ? TextFold.Fold(TextLimits.Cut(content.Name, TextLimits.Title)) : null),
            Column(rows, e => e.Content?.PostalCode is { } code ? Taxonomy.DepartmentOfPostalCode(code)?.Code : null),
            Column(rows, e => e.Json?.Utf8.ToArray(), NpgsqlDbType.Text));
    }

    private async Task WriteStructures(IReadOnlyList<StructureEntry> entries, CancellationToken ct)
    {
        const string Sql = """
            insert into search.structure as known (id, number, version, organizations, speakers)
            select id, number, version, string_to_array(organizations, ',')::uuid[], string_to_array(speakers, ',')::uuid[]
            from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[]) as new (id, number, version, organizations, speakers)
            on conflict (id) do update set number = excluded.number, version = excluded.version, organizations = excluded.organizations,
                speakers = excluded.speakers
            where known.number < excluded.number
            """;
        var rows = Newest(entries, e => e.Id, e => e.Number);
        await Execute(Sql, rows.Length, ct,
            Column(rows, e => e.Id),
            Column(rows, e => e.Number),
            Column(rows, e => e.Version),
            // PostgreSQL has no arrays of arrays of different lengths.
            Column(rows, e => string.Join(',', e.Body?.Organizations ?? [])),
            Column(rows, e => string.Join(',', e.Speakers)));
        await WriteTrust(rows, ct);
    }

    private async Task WriteTrust(IReadOnlyList<StructureEntry> structures, CancellationToken ct)
    {
        const string Sql = """
            insert into search.record_trust as known (organization_id, number, rna_since, siret_since, is_apart)
            select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::boolean[])
            on conflict (organization_id) do update set number = excluded.number, rna_since = excluded.rna_since,
                siret_since = excluded.siret_since, is_apart = excluded.is_apart
            where known.number < excluded.number
            """;
        var rows = Newest([.. structures.SelectMany(s => s.Trust)], t => t.OrganizationId, t => t.Number);
        await Execute(Sql, rows.Length, ct,
            Column(rows, t => t.OrganizationId),
            Column(rows, t => t.Number),
            Column(rows, t => t.Since.Rna),
            Column(rows, t => t.Since.Siret),
            Column(rows, t => t.IsApart));
    }

    private async Task WritePublishers(IReadOnlyList<PublisherEntry> entries, CancellationToken ct)
    {
        const string Sql = """
            insert into search.publisher as known (id, number, version, body)
            select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[])
            on conflict (id) do update set number = excluded.number, version = excluded.version, body = excluded.body
            where known.number < excluded.number
            """;
        var rows = Newest(entries, e => e.Id, e => e.Number);
        await Execute(Sql, rows.Length, ct,
            Column(rows, e => e.Id),
            Column(rows, e => e.Number),
            Column(rows, e => e.Version),
            Column(rows, e => e.Body is { } body ? MessageJson.Write(body).Utf8.ToArray() : null, NpgsqlDbType.Text));
    }

    private async Task WriteKeys(IReadOnlyList<KeyEntry> entries, CancellationToken ct)
    {
        const string Sql = """
            insert into search.partner_key as known (id, number, version, partner_id, hash, body)
            select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::uuid[], $5::text[], $6::text[])
            on conflict (id) do update set number = excluded.number, version = excluded.version, partner_id = excluded.partner_id,
                hash = coalesce(excluded.hash, known.hash), body = excluded.body
            where known.number < excluded.number
            """;
        var rows = Newest(entries, e => e.Id, e => e.Number);
        await Execute(Sql, rows.Length, ct,
            Column(rows, e => e.Id),
            Column(rows, e => e.Number),
            Column(rows, e => e.Version),
            Column(rows, e => e.Body?.PartnerId),
            Column(rows, e => e.Body?.Hash),
            Column(rows, e => e.Body is { } body ? MessageJson.Write(body).Utf8.ToArray() : null, NpgsqlDbType.Text));
    }

    /// <summary>One statement may touch a row once: of several entries of an entity the newest is written.</summary>
    private static T[] Newest<T>(IReadOnlyList<T> entries, Func<T, Guid> id, Func<T, long> number) =>
        entries.GroupBy(id).Select(same => same.MaxBy(number)!).ToArray();

    private static NpgsqlParameter Column<T, TValue>(T[] rows, Func<T, TValue> value, NpgsqlDbType? type = null)
    {
        var parameter = new NpgsqlParameter { Value = Array.ConvertAll(rows, row => value(row)) };
        if (type is { } element)
        {
            parameter.NpgsqlDbType = NpgsqlDbType.Array | element;
        }

        return parameter;
    }

    private async Task Execute(string sql, int rows, CancellationToken ct, params NpgsqlParameter[] columns)
    {
        if (rows == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(columns);
        await command.ExecuteNonQueryAsync(ct);
    }
}
