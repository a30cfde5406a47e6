using Engagement.GraphQL.Declaration;
using Engagement.Search.Gateway;
using Engagement.Search.Keys;

namespace Engagement.Search.Submissions;

[ExtendObjectType(OperationTypeNames.Mutation)]
internal static class MoveMutations
{
    private const int Most = 200;

    /// <summary>
    /// Gives up to 200 missions of yours to another source: to your feed, whose next reading takes them, or to the API, from which you then
    /// submit and withdraw them. Nothing else of them changes. Sent again, it changes nothing. Needs the scope <c>publish</c>.
    /// </summary>
    /// <param name="input">Which, and where to.</param>
    [Cost(200)]
    [ListSize(AssumedSize = Most, SizedFields = ["results"])]
    public static async Task<MoveMissionsPayload> MoveMissions(
        MoveMissionsInput input, [GlobalState] Caller caller, ImporterMoves importer, SubmittedMissions missions, CancellationToken ct)
    {
        var publisherId = Access.Publisher(caller);
        if (Fault(input) is { } fault)
        {
            return new MoveMissionsPayload([], [fault]);
        }

        Inputs.Texts(input.ClientIds, "clientIds");
        Inputs.Text(input.Feed, "feed");
        var moved = await importer.Move(publisherId, input, ct);
        if (moved.Error is { } error)
        {
            return new MoveMissionsPayload([], [error]);
        }

        // A move is no change: what the index has of them is what they are.
        var read = await missions.Read(publisherId, input.ClientIds, 0, ct);
        return new MoveMissionsPayload(moved.Results.Select((result, place) => Tell(result, read[place])).ToArray(), []);
    }

    private static UserError? Fault(MoveMissionsInput input) => input switch
    {
        { ClientIds.Count: 0 or > Most } => new UserError("MISSIONS_COUNT", "clientIds", $"Envoyez de 1 à {Most} identifiants à la fois."),
        { To: MissionSource.Api, Feed: not null } => new UserError("FEED_UNEXPECTED", "feed", "L'API n'est pas un flux : retirez « feed », ou demandez « to: FEED »."),
        _ => null,
    };

    private static MovedMission Tell(ImporterMoves.Result result, Missions.Mission? mission)
    {
        var outcome = result.Outcome switch
        {
            "MOVED" => MoveOutcome.Moved,
            "ALREADY_THERE" => MoveOutcome.AlreadyThere,
            _ => MoveOutcome.Unknown,
        };
        return new(result.ClientId, outcome, outcome == MoveOutcome.Unknown ? null : mission, result.Error is { } error ? [error] : []);
    }
}
