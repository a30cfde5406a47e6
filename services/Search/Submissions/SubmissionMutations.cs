using Engagement.GraphQL.Declaration;
using Engagement.Missions;
using Engagement.Search.Gateway;
using Engagement.Search.Indexing;
using Engagement.Search.Keys;
using Engagement.Search.Missions;

namespace Engagement.Search.Submissions;

[ExtendObjectType(OperationTypeNames.Mutation)]
internal static class SubmissionMutations
{
    private const int Most = 200;

    /// <summary>Creates or replaces a mission of yours by its <c>clientId</c>. Sent again, it changes nothing. Needs the scope <c>publish</c>.</summary>
    /// <param name="input">The mission.</param>
    [Cost(50)]
    public static async Task<SubmitMissionPayload> SubmitMission(
        SubmitMissionInput input, [GlobalState] Caller caller, CatalogSubmissions catalog, SubmittedMissions missions, CancellationToken ct) =>
        (await Submit(Access.Publisher(caller), [input], catalog, missions, ct))[0];

    /// <summary>Creates or replaces up to 200 missions of yours; each is accepted or refused by itself. Needs the scope <c>publish</c>.</summary>
    /// <param name="input">The missions.</param>
    [Cost(200)]
    [ListSize(AssumedSize = Most, SizedFields = ["results"])]
    public static async Task<SubmitMissionsPayload> SubmitMissions(
        SubmitMissionsInput input, [GlobalState] Caller caller, CatalogSubmissions catalog, SubmittedMissions missions, CancellationToken ct)
    {
        var publisherId = Access.Publisher(caller);
        return input.Missions.Count is 0 or > Most
            ? new SubmitMissionsPayload([], [new UserError("MISSIONS_COUNT", "missions", $"Envoyez de 1 à {Most} missions à la fois.")])
            : new SubmitMissionsPayload(await Submit(publisherId, input.Missions, catalog, missions, ct), []);
    }

    /// <summary>Withdraws a mission that you submitted: it is no longer shown, until you submit it again. Needs the scope <c>publish</c>.</summary>
    /// <param name="input">Which.</param>
    [Cost(50)]
    public static async Task<WithdrawMissionPayload> WithdrawMission(
        WithdrawMissionInput input, [GlobalState] Caller caller, CatalogSubmissions catalog, SubmittedMissions missions, CancellationToken ct)
    {
        var publisherId = Access.Publisher(caller);
        var clientId = Inputs.Text(input.ClientId, "clientId")!;
        var withdrawn = await catalog.Withdraw(publisherId, clientId, ct);
        var mission = (await missions.Read(publisherId, [clientId], withdrawn.LastNumber, ct))[0];
        return new WithdrawMissionPayload(mission, withdrawn.Error is { } error ? [error] : []);
    }

    private static async Task<IReadOnlyList<SubmitMissionPayload>> Submit(
        Guid publisherId, IReadOnlyList<SubmitMissionInput> inputs, CatalogSubmissions catalog, SubmittedMissions missions, CancellationToken ct)
    {
        var submitted = await catalog.Submit(publisherId, inputs, ct);
        var read = await missions.Read(publisherId, inputs.Select(i => i.ClientId.Trim()), submitted.LastNumber, ct);
        return submitted.Results.Select((result, place) => Tell(inputs[place], result, read[place])).ToArray();
    }

    private static SubmitMissionPayload Tell(SubmitMissionInput input, CatalogSubmissions.Result result, Mission? mission)
    {
        var outcome = Enum.Parse<SubmissionOutcome>(result.Outcome, ignoreCase: true);
        return new(input.ClientId, outcome, outcome == SubmissionOutcome.Refused ? null : mission, result.Errors, result.Warnings);
    }
}

/// <summary>Reads missions back once the index has what Catalog wrote, so that whoever submitted finds it in its next query.</summary>
internal sealed class SubmittedMissions(FollowReplica index, MissionCache cache, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>The missions in the order of the identifiers; null for one that is not readable within two seconds.</summary>
    internal async Task<Mission?[]> Read(Guid publisherId, IEnumerable<string> clientIds, long number, CancellationToken ct)
    {
        var start = clock.GetTimestamp();
        while (index.Position < number && clock.GetElapsedTime(start) < Patience)
        {
            await Task.Delay(Pause, ct);
        }

        return await cache.Load([.. clientIds.Select(clientId => EntityId.OfMission(publisherId, clientId))], ct);
    }
}
