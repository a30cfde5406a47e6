using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Structures;

/// <summary>
/// A structure to write, with its records by ascending id, and the hash of what readers are told of it; null when they are told nothing.
/// </summary>
internal sealed record StructureRow(Guid Id, string Key, Guid[] Organizations, byte[]? Told);

/// <summary>A structure as it is stored.</summary>
internal sealed record KnownStructure(Guid Id, string Key, Guid[] Organizations, long Version, byte[]? Told);

/// <summary>Reads and writes structures and what was matched to them, each table in one statement.</summary>
internal static class StructureStore
{
    /// <summary>What <see cref="ReadIdentity"/> reads.</summary>
    internal const string Columns =
        "organization_id, rna, siret, siren, name_key, publisher_id, words, since, rna_since, siret_since, siren_since";

    private const string Unread =
        """
        from catalog.change c
        where c.kind = 'organization' and c.number > (select coalesce(max(change_number), 0) from catalog.structure_record)
            -- What a newer entry superseded says nothing of how the record is.
            and exists (select from catalog.organization o where o.id = c.entity_id and o.version = c.version)
        """;

    /// <summary>True when records changed since the last time.</summary>
    internal static async Task<bool> HasChanged(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select exists (select {Unread})", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The next records of the log that were not read yet, as of their newest change among these; empty when there is none.</summary>
    internal static async Task<IReadOnlyList<(RecordIdentity Identity, long Number)>> ReadChanged(
        NpgsqlConnection connection, int atMost, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"select entity_id, body, number {Unread} order by number limit $1", atMost);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var changed = new Dictionary<Guid, (RecordIdentity, long)>();
        while (await reader.ReadAsync(ct))
        {
            var body = MessageJson.Read<OrganizationBody>(new RawJson(reader.GetFieldValue<byte[]>(1)));
            var content = MissionJson.DeserializeOrganization(body.Content.Utf8.Span);
            changed[reader.GetGuid(0)] = (RecordIdentity.Of(reader.GetGuid(0), body.PublisherId, content), reader.GetInt64(2));
        }

        return [.. changed.Values];
    }

    /// <summary>The next record that was not read yet.</summary>
    internal static async Task<(Guid OrganizationId, long Number)> ReadNext(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select entity_id, number {Unread} order by number limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetGuid(0), reader.GetInt64(1));
    }

    /// <summary>Writes what tells the records apart now; returns what told them apart before.</summary>
    internal static async Task<IReadOnlyList<RecordIdentity>> WriteIdentities(
        NpgsqlTransaction transaction, IReadOnlyList<(RecordIdentity Identity, long Number)> changed, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var ids = changed.Select(c => c.Identity.OrganizationId).ToArray();
        batch.Add($"select {Columns} from catalog.structure_record where organization_id = any($1)", ids);
        batch.Add(
            """
            insert into catalog.structure_record as known (
                organization_id, change_number, rna, siret, siren, name_key, publisher_id, words, since, rna_since, siret_since, siren_since)
            select o.id, number, rna, siret, siren, name_key, o.publisher_id, words, number,
                case when rna is not null then number end, case when siret is not null then number end,
                case when siren is not null then number end
            from unnest($1, $2, $3, $4, $5, $6, $7) as row (organization_id, number, rna, siret, siren, name_key, words)
            join catalog.organization o on o.id = row.organization_id
            on conflict (organization_id) do update set change_number = excluded.change_number,
                rna = excluded.rna, siret = excluded.siret, siren = excluded.siren, name_key = excluded.name_key, words = excluded.words,
                rna_since = case when excluded.rna = known.rna then known.rna_since else excluded.rna_since end,
                siret_since = case when excluded.siret = known.siret then known.siret_since else excluded.siret_since end,
                siren_since = case when excluded.siren = known.siren then known.siren_since else excluded.siren_since end
            """,
            ids,
            changed.Select(c => c.Number).ToArray(),
            changed.Select(c => c.Identity.Rna).ToArray(),
            changed.Select(c => c.Identity.Siret).ToArray(),
            changed.Select(c => c.Identity.Siren).ToArray(),
            changed.Select(c => c.Identity.NameKey).ToArray(),
            changed.Select(c => c.Identity.Words).ToArray());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var former = new List<RecordIdentity>();
        while (await reader.ReadAsync(ct))
        {
            former.Add(ReadIdentity(reader));
        }

        return former;
    }

    /// <summary>From <see cref="Columns"/>, the first of the row.</summary>
    internal static RecordIdentity ReadIdentity(NpgsqlDataReader reader)
    {
        long? Number(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
        return new RecordIdentity(reader.GetGuid(0), Text(reader, 1), Text(reader, 2), Text(reader, 3), Text(reader, 4))
        {
            PublisherId = reader.GetGuid(5),
            Words = Text(reader, 6),
            Age = new RecordAge(reader.GetInt64(7), Number(8), Number(9), Number(10)),
        };
    }

    /// <summary>Those of the structures that are stored.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, KnownStructure>> Read(NpgsqlTransaction transaction, IEnumerable<Guid> ids, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add("select id, key, organizations, version, told from catalog.structure where id = any($1)", ids.ToArray());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var structures = new Dictionary<Guid, KnownStructure>();
        while (await reader.ReadAsync(ct))
        {
            structures.Add(reader.GetGuid(0), new KnownStructure(
                reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<Guid[]>(2), reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4)));
        }

        return structures;
    }

    internal static async Task Write(
        NpgsqlTransaction transaction,
        IReadOnlyList<(StructureRow Row, long Version)> structures,
        IReadOnlyList<(Guid OrganizationId, Guid StructureId, string By)> moved,
        DateTimeOffset now,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(
            """
            insert into catalog.structure as known (id, key, organizations, version, told, updated_at)
            select row.id, row.key, string_to_array(row.organizations, ',')::uuid[], row.version, row.told, $6
            from unnest($1, $2, $3, $4, $5) as row (id, key, organizations, version, told)
            on conflict (id) do update set organizations = excluded.organizations, version = excluded.version, told = excluded.told,
                updated_at = excluded.updated_at
            """,
            structures.Select(s => s.Row.Id).ToArray(),
            structures.Select(s => s.Row.Key).ToArray(),
            // PostgreSQL has no arrays of arrays of different lengths.
            structures.Select(s => string.Join(',', s.Row.Organizations)).ToArray(),
            structures.Select(s => s.Version).ToArray(),
            structures.Select(s => s.Row.Told).ToArray(),
            now);
        batch.Add(
            """
            update catalog.structure_record r set structure_id = row.structure_id, matched_by = row.matched_by, matched_at = $4
            from unnest($1, $2, $3) as row (organization_id, structure_id, matched_by) where r.organization_id = row.organization_id
            """,
            moved.Select(m => m.OrganizationId).ToArray(),
            moved.Select(m => m.StructureId).ToArray(),
            moved.Select(m => m.By).ToArray(),
            now);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
