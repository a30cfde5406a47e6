using Engagement.Catalog.Storage;
using Engagement.Missions;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Engagement.Catalog.Structures;

/// <summary>A person splits a record off, joins it to another, or takes that back. The decision is kept against every later match and acts at once.</summary>
internal sealed class DecideOnRecord(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    MatchStructures structures,
    TimeProvider clock)
{
    private const int LongestBy = 200;

    private const string Keep =
        """
        insert into catalog.structure_decision (organization_id, joined_to, decided_by, decided_at)
        select $1, nullif($2, '00000000-0000-0000-0000-000000000000'::uuid), $3, $4
        on conflict (organization_id) do update set joined_to = excluded.joined_to, decided_by = excluded.decided_by, decided_at = excluded.decided_at
        """;

    /// <param name="By">Who decides: shown beside the decision.</param>
    /// <param name="To">The record whose structure it is; null splits it off.</param>
    internal sealed record Request(string? By, Guid? To = null);

    /// <param name="StructureId">The structure that the record is of now.</param>
    internal sealed record Response(Guid StructureId);

    internal static void Map(IEndpointRouteBuilder services)
    {
        services.MapPut(
            "/catalog/organizations/{id:guid}/structure",
            (Guid id, Request request, DecideOnRecord decisions, CancellationToken ct) => decisions.Decide(id, request, ct));
        services.MapDelete(
            "/catalog/organizations/{id:guid}/structure", (Guid id, DecideOnRecord decisions, CancellationToken ct) => decisions.TakeBack(id, ct));
    }

    private async Task<Results<Ok<Response>, NotFound, ProblemHttpResult>> Decide(Guid id, Request request, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.By))
        {
            return TypedResults.Problem("Send who decides (by).", statusCode: StatusCodes.Status400BadRequest);
        }

        if (TextLimits.Exceeds(request.By.Trim(), LongestBy))
        {
            return TypedResults.Problem($"Send who decides (by) in at most {LongestBy} characters.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        return await Change(id, request.To, batch => batch.Add(Keep, id, request.To ?? Guid.Empty, request.By.Trim(), clock.GetStoredNow()), ct);
    }

    private Task<Results<Ok<Response>, NotFound, ProblemHttpResult>> TakeBack(Guid id, CancellationToken ct) =>
        Change(id, null, batch => batch.Add("delete from catalog.structure_decision where organization_id = $1", id), ct);

    private async Task<Results<Ok<Response>, NotFound, ProblemHttpResult>> Change(Guid id, Guid? to, Action<NpgsqlBatch> write, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await MatchStructures.TakeTurn(transaction, ct);
        if (!await Exists(transaction, id, ct) || (to is { } other && !await Exists(transaction, other, ct)))
        {
            return TypedResults.NotFound();
        }

        if (to is { } target && (target == id || await LeadsTo(transaction, target, id, ct)))
        {
            return TypedResults.Problem("The other record is joined to this one: split it off first, or join it instead.", statusCode: StatusCodes.Status409Conflict);
        }

        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            write(batch);
            await batch.ExecuteNonQueryAsync(ct);
        }

        await structures.Rematch(transaction, [id, .. to is { } joined ? [joined] : Array.Empty<Guid>()], [], ct);
        var structure = (Guid)(await Scalar(transaction, "select structure_id from catalog.structure_record where organization_id = $1", id, ct))!;
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(new Response(structure));
    }

    private static async Task<bool> Exists(NpgsqlTransaction transaction, Guid id, CancellationToken ct) =>
        (bool)(await Scalar(transaction, "select exists (select from catalog.structure_record where organization_id = $1)", id, ct))!;

    /// <summary>Whether a record is joined to another, by way of others too.</summary>
    private static async Task<bool> LeadsTo(NpgsqlTransaction transaction, Guid from, Guid to, CancellationToken ct) =>
        (bool)(await Scalar(
            transaction,
            """
            with recursive way as (
                select joined_to from catalog.structure_decision where organization_id = $1
                union select d.joined_to from way join catalog.structure_decision d on d.organization_id = way.joined_to)
            select exists (select from way where joined_to = $2)
            """,
            [from, to],
            ct))!;

    private static Task<object?> Scalar(NpgsqlTransaction transaction, string sql, Guid id, CancellationToken ct) => Scalar(transaction, sql, [id], ct);

    private static async Task<object?> Scalar(NpgsqlTransaction transaction, string sql, object[] values, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(sql, values);
        return await batch.ExecuteScalarAsync(ct);
    }
}
