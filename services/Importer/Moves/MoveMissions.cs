using System.Text.Json;
using Engagement.Importer.Feeds;
using Engagement.Importer.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Moves;

/// <summary>
/// <c>POST /internal/importer/publishers/{id}/moves</c>: gives a partner's missions to one of its feeds, whose next run sends them, or to the
/// API, from which they are then sent. They stay as they are and where they are shown. Asked again it changes nothing.
/// </summary>
internal sealed class MoveMissions(
    CatalogMoves catalog, MovedStates states, ImporterConnections connections, IDbContextFactory<ImporterDb> databases)
{
    private const int AtOnce = 200;

    /// <param name="ClientIds">Which missions, at most 200.</param>
    /// <param name="ToFeed">Whether they go to a feed, or to the API.</param>
    /// <param name="Feed">Name of the feed; the main one when null.</param>
    internal sealed record Request(IReadOnlyList<string> ClientIds, bool ToFeed, string? Feed);

    internal sealed record Result(string ClientId, string Outcome, MoveError? Error);

    /// <param name="Results">One for each mission, in the order sent.</param>
    /// <param name="Error">Why nothing was moved; null otherwise.</param>
    internal sealed record Response(IReadOnlyList<Result> Results, MoveError? Error);

    /// <param name="Missions">What became of each mission, once.</param>
    /// <param name="Error">Why there are not all of them; null otherwise.</param>
    internal sealed record Answer(IReadOnlyList<MovedMission> Missions, MoveError? Error = null);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/importer/publishers/{publisherId:guid}/moves", Handle);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(Guid publisherId, Request request, MoveMissions moves, CancellationToken ct)
    {
        if (request.ClientIds.Count is 0 or > AtOnce)
        {
            return TypedResults.Problem($"Send 1 to {AtOnce} clientIds.", statusCode: StatusCodes.Status400BadRequest);
        }

        var answer = await moves.Move(publisherId, request.ToFeed ? request.Feed ?? Feed.Main : null, request.ClientIds, ct);
        if (answer.Error == MoveErrors.Interrupted)
        {
            return TypedResults.Problem("Catalog does not answer: ask the same again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var missions = answer.Missions.ToDictionary(m => m.ClientId, StringComparer.Ordinal);
        return TypedResults.Ok(new Response(
            answer.Error is null ? [.. request.ClientIds.Select(id => missions[id]).Select(m => new Result(m.ClientId, m.Outcome, m.Error))] : [], answer.Error));
    }

    /// <param name="publisherId">Whose missions: another's are unknown.</param>
    /// <param name="feedName">The feed that gets them; null for the API.</param>
    /// <param name="clientIds">Which.</param>
    /// <param name="ct">Ends the waiting; what has begun goes on.</param>
    internal async Task<Answer> Move(Guid publisherId, string? feedName, IEnumerable<string> clientIds, CancellationToken ct)
    {
        var feeds = await FeedsOf(publisherId, ct);
        var target = feeds.SingleOrDefault(f => f.Name == feedName);
        if (feedName is not null && target is null)
        {
            return new([], MoveErrors.UnknownFeed(feedName));
        }

        await using var rest = await FeedsAtRest.TryTake([.. feeds.Select(f => f.Id)], connections, ct);
        if (rest is null)
        {
            return new([], MoveErrors.Busy);
        }

        var moved = new List<MovedMission>();
        try
        {
            foreach (var some in clientIds.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
            {
                moved.AddRange(await Move(publisherId, feeds, target, some, rest.Lost));
            }
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException)
        {
            return new(moved, MoveErrors.Interrupted);
        }

        return new(moved);
    }

    private async Task<IReadOnlyList<MovedMission>> Move(Guid publisherId, List<Feed> feeds, Feed? target, string[] clientIds, CancellationToken ct)
    {
        var (ids, source) = (feeds.Select(f => f.Id).ToArray(), target?.Source ?? CatalogMoves.Api);
        var before = await catalog.Move(publisherId, source, clientIds, dryRun: true, ct);
        await states.Prepare(ids, target?.Id, before, ct);
        var moved = await catalog.Move(publisherId, source, clientIds, dryRun: false, ct);
        await states.Conclude(ids, target?.Id, moved, ct);
        return moved;
    }

    private async Task<List<Feed>> FeedsOf(Guid publisherId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Feeds.AsNoTracking().Where(f => f.PublisherId == publisherId).OrderBy(f => f.Name).ToListAsync(ct);
    }
}
