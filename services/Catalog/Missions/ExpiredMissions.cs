using Engagement.Catalog.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// <c>GET /internal/catalog/expired</c>: which missions of a publisher's source are past their end, by the partner's identifiers. Who counts
/// what a feed loses leaves them out: nobody sees them any more.
/// </summary>
internal static class ExpiredMissions
{
    internal static void Map(IEndpointRouteBuilder services) => services.MapGet("/catalog/expired", Handle);

    private static async Task<Ok<List<string>>> Handle(
        Guid publisherId, string source, [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select client_id from catalog.mission where publisher_id = $1 and source = $2 and status = 'EXPIRED'");
        command.Parameters.Add(new() { Value = publisherId });
        command.Parameters.Add(new() { Value = source });
        var missions = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            missions.Add(reader.GetString(0));
        }

        return TypedResults.Ok(missions);
    }
}
