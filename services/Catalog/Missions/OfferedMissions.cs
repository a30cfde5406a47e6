using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// What a source of a publisher offers, as Catalog has it. <c>GET /internal/catalog/offered/sum</c> answers how many missions and the sum of
/// their hashes, <c>GET /internal/catalog/offered</c> the missions in pages. The importer compares: after a crash or a restore of one side it
/// must not believe what the other one no longer has.
/// </summary>
internal sealed class OfferedMissions([FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source)
{
    private const int Most = 5_000;
    private const string Rows = "from catalog.mission where publisher_id = $1 and source = $2 and status <> 'WITHDRAWN'";

    internal sealed record Sum(long Count, string Hashes);

    internal sealed record Offered(string ClientId, byte[] Hash);

    /// <param name="Missions">By identifier.</param>
    /// <param name="Next">The identifier after which the next page begins; null after the last.</param>
    internal sealed record Page(IReadOnlyList<Offered> Missions, string? Next);

    internal static void Map(IEndpointRouteBuilder services)
    {
        services.MapGet(
            "/catalog/offered/sum",
            async (Guid publisherId, string source, OfferedMissions offered, CancellationToken ct) => TypedResults.Ok(await offered.Add(publisherId, source, ct)));
        services.MapGet("/catalog/offered", Handle);
    }

    private static async Task<Ok<Page>> Handle(
        Guid publisherId, string source, string? after, int? limit, OfferedMissions offered, CancellationToken ct) =>
        TypedResults.Ok(await offered.Read(publisherId, source, after ?? "", Math.Clamp(limit ?? Most, 1, Most), ct));

    internal async Task<Sum> Add(Guid publisherId, string feed, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"select count(*), {HashSum.Of("hash")} {Rows}");
        command.Parameters.Add(new() { Value = publisherId });
        command.Parameters.Add(new() { Value = feed });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new Sum(reader.GetInt64(0), reader.GetString(1));
    }

    private async Task<Page> Read(Guid publisherId, string feed, string after, int limit, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"select client_id, hash {Rows} and client_id > $3 order by client_id limit $4");
        command.Parameters.Add(new() { Value = publisherId });
        command.Parameters.Add(new() { Value = feed });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = limit });
        var missions = new List<Offered>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            missions.Add(new Offered(reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        }

        return new Page(missions, missions.Count < limit ? null : missions[^1].ClientId);
    }
}
