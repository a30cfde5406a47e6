using Engagement.Catalog.Storage;
using Npgsql;

namespace Engagement.Catalog.Keys;

/// <summary>Takes from Search when keys were last used: many at once, each minute. It is no change of a key and stands in no log.</summary>
internal static class NoteKeyUses
{
    /// <summary>As many as Search sends at once.</summary>
    private const int MostUses = 1_000;

    internal sealed record Use(Guid Id, DateTimeOffset At);

    internal sealed record Request(IReadOnlyList<Use>? Keys);

    internal static void Map(IEndpointRouteBuilder services) => services.MapPost("/catalog/keys/used", Handle);

    private static async Task<IResult> Handle(
        Request request, [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source, TimeProvider clock, CancellationToken ct)
    {
        if (request.Keys is not { Count: <= MostUses } uses)
        {
            return TypedResults.Problem($"Send at most {MostUses} keys.", statusCode: StatusCodes.Status400BadRequest);
        }

        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        // Rows in one order: two processes of Search that report at the same time wait for each other, and do not lock each other out.
        batch.Add(
            """
            with used as (
                select k.id, least(max(u.at), $3) as at from unnest($1::uuid[], $2::timestamptz[]) as u (id, at)
                join (select id, last_used_at from catalog.api_key where id = any ($1) order by id for no key update) k on k.id = u.id
                group by k.id)
            update catalog.api_key k set last_used_at = used.at from used where k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at)
            """,
            uses.Select(u => u.Id).ToArray(),
            uses.Select(u => u.At.UtcDateTime).ToArray(),
            clock.GetStoredNow().UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
        return TypedResults.NoContent();
    }
}
