using Engagement.Catalog.Storage;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Npgsql;

namespace Engagement.Catalog.Structures;

/// <summary>A structure to write, with its records by ascending id.</summary>
internal sealed record StructureRow(Guid Id, string Key, Guid[] Organizations);

/// <summary>A structure as it is stored.</summary>
internal sealed record KnownStructure(Guid Id, string Key, Guid[] Organizations, long Version);

/// <summary>All records, what people decided on them, and what was matched before.</summary>
internal sealed record StructureState(
    IReadOnlyCollection<RecordIdentity> Records,
    IReadOnlyCollection<StructureDecision> Decisions,
    IReadOnlyDictionary<Guid, (Guid StructureId, string By)> Matches,
    IReadOnlyDictionary<Guid, KnownStructure> Structures);

/// <summary>Reads and writes structures and what was matched to them, each table in one statement.</summary>
internal static class StructureStore
{
    /// <summary>The records that are new or changed since they were last read, with their version.</summary>
    internal static async Task<IReadOnlyList<(RecordIdentity Identity, long Version)>> ReadChanged(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(
            """
            select o.id, o.version, c.body from catalog.organization o
            join catalog.change c on c.entity_id = o.id and c.version = o.version
            left join catalog.structure_record r on r.organization_id = o.id
            where r.organization_version is distinct from o.version
            """);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var changed = new List<(RecordIdentity, long)>();
        while (await reader.ReadAsync(ct))
        {
            var body = MessageJson.Read<OrganizationBody>(new RawJson(reader.GetFieldValue<byte[]>(2)));
            changed.Add((RecordIdentity.Of(reader.GetGuid(0), MissionJson.DeserializeOrganization(body.Content.Utf8.Span)), reader.GetInt64(1)));
        }

        return changed;
    }

    internal static async Task WriteIdentities(NpgsqlTransaction transaction, IReadOnlyList<(RecordIdentity Identity, long Version)> changed, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(
            """
            insert into catalog.structure_record (organization_id, organization_version, rna, siret, siren, name_key)
            select * from unnest($1, $2, $3, $4, $5, $6)
            on conflict (organization_id) do update set organization_version = excluded.organization_version,
                rna = excluded.rna, siret = excluded.siret, siren = excluded.siren, name_key = excluded.name_key
            """,
            changed.Select(c => c.Identity.OrganizationId).ToArray(),
            changed.Select(c => c.Version).ToArray(),
            changed.Select(c => c.Identity.Rna).ToArray(),
            changed.Select(c => c.Identity.Siret).ToArray(),
            changed.Select(c => c.Identity.Siren).ToArray(),
            changed.Select(c => c.Identity.NameKey).ToArray());
        await batch.ExecuteNonQueryAsync(ct);
    }

    internal static async Task<StructureState> Read(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add("select organization_id, rna, siret, siren, name_key, structure_id, matched_by from catalog.structure_record");
        batch.Add("select organization_id, joined_to from catalog.structure_decision");
        batch.Add("select id, key, organizations, version from catalog.structure");
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var (records, matches) = (new List<RecordIdentity>(), new Dictionary<Guid, (Guid, string)>());
        while (await reader.ReadAsync(ct))
        {
            records.Add(new RecordIdentity(reader.GetGuid(0), Text(reader, 1), Text(reader, 2), Text(reader, 3), Text(reader, 4)));
            if (!reader.IsDBNull(5))
            {
                matches.Add(reader.GetGuid(0), (reader.GetGuid(5), reader.GetString(6)));
            }
        }

        await reader.NextResultAsync(ct);
        var decisions = new List<StructureDecision>();
        while (await reader.ReadAsync(ct))
        {
            decisions.Add(new StructureDecision(reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetGuid(1)));
        }

        await reader.NextResultAsync(ct);
        var structures = new Dictionary<Guid, KnownStructure>();
        while (await reader.ReadAsync(ct))
        {
            structures.Add(reader.GetGuid(0), new KnownStructure(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<Guid[]>(2), reader.GetInt64(3)));
        }

        return new StructureState(records, decisions, matches, structures);
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
            insert into catalog.structure as known (id, key, organizations, version, updated_at)
            select row.id, row.key, string_to_array(row.organizations, ',')::uuid[], row.version, $5
            from unnest($1, $2, $3, $4) as row (id, key, organizations, version)
            on conflict (id) do update set organizations = excluded.organizations, version = excluded.version, updated_at = excluded.updated_at
            """,
            structures.Select(s => s.Row.Id).ToArray(),
            structures.Select(s => s.Row.Key).ToArray(),
            // PostgreSQL has no arrays of arrays of different lengths.
            structures.Select(s => string.Join(',', s.Row.Organizations)).ToArray(),
            structures.Select(s => s.Version).ToArray(),
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
