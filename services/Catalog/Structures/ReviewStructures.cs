using System.Net.Mime;
using Engagement.Catalog.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Engagement.Catalog.Structures;

/// <summary>
/// Shows what was matched, for a person to judge: the structures with several records, or those whose match is a guess by name; and one with all
/// that tells its records apart.
/// </summary>
internal static class ReviewStructures
{
    private const int PageSize = 100;

    private const string Records =
        """
        select r.structure_id, r.organization_id, p.slug, o.key, o.name, r.rna, r.siret, r.siren, r.name_key, r.matched_by, r.matched_at,
            d.organization_id is not null, d.joined_to, d.decided_by, d.decided_at
        from catalog.structure_record r
        join catalog.organization o on o.id = r.organization_id
        join catalog.publisher p on p.id = o.publisher_id
        left join catalog.structure_decision d on d.organization_id = r.organization_id
        """;

    /// <param name="Publisher">Short name of the partner whose record it is.</param>
    /// <param name="Key">Its key inside the partner.</param>
    /// <param name="NameKey">What is compared of its name and commune.</param>
    /// <param name="MatchedBy">RNA, SIRET, SIREN, NAME, HAND, or ALONE.</param>
    /// <param name="Decision">What a person decided of it, or null.</param>
    internal sealed record Record(
        Guid Id, string Publisher, string Key, string Name, string? Rna, string? Siret, string? Siren, string? NameKey, string MatchedBy, DateTimeOffset MatchedAt, Decision? Decision);

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
                -- What a person decided is shown although the record then stands alone, so that it can be taken back.
                select s.id from catalog.structure s where s.id > $1 and cardinality(s.organizations) > case $2 when 'HAND' then 0 else 1 end
                    and ($2 = '' or exists (select from catalog.structure_record m where m.structure_id = s.id and m.matched_by = $2))
                order by s.id limit {PageSize})
            order by r.structure_id, p.slug, o.key
            """,
            ct,
            after ?? Guid.Empty,
            matchedBy ?? "");
        var next = found.Count < PageSize ? (Guid?)null : found[^1].Id;
        return request.Headers.Accept == MediaTypeNames.Text.Plain
            ? TypedResults.Text(StructureText.Of(found) + (next is null ? "" : $"more after {next}\n"))
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
            reader.GetString(9), reader.GetFieldValue<DateTimeOffset>(10), decision);
    }
}
