using System.Net.Mime;
using System.Text.Json;
using Engagement.Catalog.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Engagement.Catalog.Structures;

/// <summary>
/// Shows what was matched, for a person to judge: the structures with several records, or those whose match is a guess by name; the records
/// that wait, since they carry a number of another structure; and one with all that tells its records apart.
/// </summary>
internal static class ReviewStructures
{
    private const int PageSize = 100;

    /// <summary>Of the records that carry the same number as one that waits, no more are shown.</summary>
    private const int MostRivals = 3;

    private static readonly string Records =
        $"""
        select r.structure_id, r.organization_id, p.slug, o.key, o.name, r.rna, r.siret, r.siren, r.name_key, r.matched_by, r.matched_at,
            d.organization_id is not null, d.joined_to, d.decided_by, d.decided_at, rivals.found
        from catalog.structure_record r
        join catalog.organization o on o.id = r.organization_id
        join catalog.publisher p on p.id = o.publisher_id
        left join catalog.structure_decision d on d.organization_id = r.organization_id
        left join lateral (
            select jsonb_agg(jsonb_build_object('id', o.id, 'publisher', p.slug, 'key', o.key, 'name', o.name, 'number', other.number)
                order by other.since) as found
            from (
                select x.organization_id, x.since,
                    case when x.rna = r.rna then 'RNA' when x.siret = r.siret then 'SIRET' else 'SIREN' end as number
                from catalog.structure_record x
                where (x.rna = r.rna or x.siret = r.siret or x.siren = r.siren) and x.structure_id <> r.structure_id
                order by x.since limit {MostRivals}) other
            join catalog.organization o on o.id = other.organization_id
            join catalog.publisher p on p.id = o.publisher_id
        ) rivals on r.matched_by = '{StructureMatching.Conflict}'
        """;

    /// <param name="Publisher">Short name of the partner whose record it is.</param>
    /// <param name="Key">Its key inside the partner.</param>
    /// <param name="NameKey">What is compared of its name and commune.</param>
    /// <param name="MatchedBy">RNA, SIRET, SIREN, NAME, HAND, ALONE, or CONFLICT: not joined, since its name has no word in common with
    /// that of its number.</param>
    /// <param name="Decision">What a person decided of it, or null.</param>
    /// <param name="Conflicts">Of one that waits: the oldest records of other structures that carry its number.</param>
    internal sealed record Record(
        Guid Id, string Publisher, string Key, string Name, string? Rna, string? Siret, string? Siren, string? NameKey, string MatchedBy,
        DateTimeOffset MatchedAt, Decision? Decision, IReadOnlyList<Rival> Conflicts);

    /// <param name="Number">Which number both carry: RNA, SIRET or SIREN.</param>
    internal sealed record Rival(Guid Id, string Publisher, string Key, string Name, string Number);

    /// <param name="JoinedTo">The record whose structure it is; null when it stands alone.</param>
    internal sealed record Decision(Guid? JoinedTo, string By, DateTimeOffset At);

    internal sealed record Structure(Guid Id, IReadOnlyList<Record> Records);

    /// <param name="Next">Where the next page begins; null after the last.</param>
    internal sealed record Page(IReadOnlyList<Structure> Structures, Guid? Next);

    internal static void Map(IEndpointRouteBuilder services)
    {
        services.MapGet("/catalog/structures", List);
        services.MapGet("/catalog/structures/{id:guid}", One);
    }

    private static async Task<Results<Ok<Page>, ContentHttpResult>> List(
        HttpRequest request, Guid? after, string? matchedBy, [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source, CancellationToken ct)
    {
        var found = await Read(
            source,
            $"""
            {Records} where r.structure_id in (
                -- What a person decided is shown although the record then stands alone, so that it can be taken back; and what waits for a
                -- person.
                select s.id from catalog.structure s
                where s.id > $1 and cardinality(s.organizations) > case when $2 in ('HAND', 'CONFLICT') then 0 else 1 end
                    and ($2 = '' or exists (select from catalog.structure_record m where m.structure_id = s.id and m.matched_by = $2))
                order by s.id limit {PageSize})
            order by r.structure_id, p.slug, o.key
            """,
            ct,
            after ?? Guid.Empty,
            matchedBy ?? "");
        var next = found.Count < PageSize ? (Guid?)null : found[^1].Id;
        return request.Headers.Accept == MediaTypeNames.Text.Plain
            ? TypedResults.Text(StructureText.Of(found, matchedBy) + (next is null ? "" : $"more after {next}\n"))
            : TypedResults.Ok(new Page(found, next));
    }

    private static async Task<Results<Ok<Structure>, NotFound>> One(Guid id, [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source, CancellationToken ct)
    {
        var found = await Read(source, $"{Records} where r.structure_id = $1 order by p.slug, o.key", ct, id);
        return found is [var structure] ? TypedResults.Ok(structure) : TypedResults.NotFound();
    }

    private static async Task<IReadOnlyList<Structure>> Read(NpgsqlDataSource source, string sql, CancellationToken ct, params object[] values)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(sql, values);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var structures = new List<(Guid Id, List<Record> Records)>();
        while (await reader.ReadAsync(ct))
        {
            if (structures.Count == 0 || structures[^1].Id != reader.GetGuid(0))
            {
                structures.Add((reader.GetGuid(0), []));
            }

            structures[^1].Records.Add(Row(reader));
        }

        return [.. structures.Select(s => new Structure(s.Id, s.Records))];
    }

    private static Record Row(NpgsqlDataReader reader)
    {
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        var decision = reader.GetBoolean(11)
            ? new Decision(reader.IsDBNull(12) ? null : reader.GetGuid(12), reader.GetString(13), reader.GetFieldValue<DateTimeOffset>(14))
            : null;
        return new Record(
            reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), Text(5), Text(6), Text(7), Text(8),
            reader.GetString(9), reader.GetFieldValue<DateTimeOffset>(10), decision,
            Text(15) is { } rivals ? JsonSerializer.Deserialize<List<Rival>>(rivals, JsonSerializerOptions.Web) ?? [] : []);
    }
}
