using Engagement.Catalog.Storage;
using Engagement.Missions;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// <c>POST /internal/catalog/moves</c>: gives missions of a publisher to another of its sources. That changes no content: no version, nothing
/// in the log. Batches of the publisher wait, so each is applied wholly before a move or wholly after it. Asked again it writes nothing.
/// </summary>
internal sealed class MoveMissions([FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source)
{
    private const int Most = 200;
    private const string FeedPrefix = "feed:";

    /// <param name="PublisherId">Whose missions.</param>
    /// <param name="Source">Where they will come from: <c>feed:{id}</c> or <c>push</c>.</param>
    /// <param name="ClientIds">Which.</param>
    /// <param name="DryRun">True to be told what a move would do, and nothing else.</param>
    internal sealed record Request(Guid PublisherId, string Source, IReadOnlyList<string> ClientIds, bool DryRun = false);

    /// <param name="ClientId">The partner's identifier.</param>
    /// <param name="Outcome"><c>MOVED</c>, <c>ALREADY_THERE</c> or <c>UNKNOWN</c>.</param>
    /// <param name="Hash">The hash of its content while its source offers it; null when it is withdrawn or unknown.</param>
    internal sealed record Result(string ClientId, string Outcome, byte[]? Hash);

    internal sealed record Response(IReadOnlyList<Result> Results);

    private sealed record Found(string Source, byte[]? OfferedHash);

    internal static void Map(IEndpointRouteBuilder services) => services.MapPost("/catalog/moves", Handle);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(Request request, MoveMissions move, CancellationToken ct) => request switch
    {
        { ClientIds.Count: 0 or > Most } => TypedResults.Problem($"Send 1 to {Most} clientIds.", statusCode: StatusCodes.Status400BadRequest),
        _ when !IsSource(request.Source) => TypedResults.Problem(
            $"The source is neither {SubmitMissions.Source} nor {FeedPrefix} with the id of a feed.", statusCode: StatusCodes.Status400BadRequest),
        _ => TypedResults.Ok(await move.Move(request, ct)),
    };

    internal async Task<Response> Move(Request request, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await Execute(transaction, request, ct);
        await transaction.CommitAsync(ct);
        return new Response([.. request.ClientIds.Select(clientId =>
            found.GetValueOrDefault(EntityId.OfMission(request.PublisherId, clientId)) is { } mission
                ? new Result(clientId, mission.Source == request.Source ? "ALREADY_THERE" : "MOVED", mission.OfferedHash)
                : new Result(clientId, "UNKNOWN", null))]);
    }

    /// <summary>The missions as they were before.</summary>
    private static async Task<Dictionary<Guid, Found>> Execute(NpgsqlTransaction transaction, Request request, CancellationToken ct)
    {
        // Another publisher's mission has another id, whatever its identifier.
        var ids = request.ClientIds.Select(clientId => EntityId.OfMission(request.PublisherId, clientId)).ToArray();
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        KnownState.AddLock(batch, request.PublisherId);
        batch.Add("select id, source, case when status <> 'WITHDRAWN' then hash end from catalog.mission where id = any($1)", ids);
        if (!request.DryRun)
        {
            batch.Add("update catalog.mission set source = $2 where id = any($1) and source <> $2", ids, request.Source);
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var found = new Dictionary<Guid, Found>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetGuid(0), new Found(reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2)));
        }

        return found;
    }

    private static bool IsSource(string text) =>
        text == SubmitMissions.Source || (text.StartsWith(FeedPrefix, StringComparison.Ordinal) && Guid.TryParse(text.AsSpan(FeedPrefix.Length), out _));
}
