using Engagement.Catalog.Publishers;
using Engagement.Contracts;
using Engagement.Missions;
using Engagement.Missions.Places;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Catalog.Missions;

/// <summary>
/// <c>POST /internal/catalog/submissions</c>: missions that a partner pushes, judged by the rules of feeds and applied like a batch of one.
/// Answers after the commit. The same missions again change nothing.
/// </summary>
internal sealed class SubmitMissions(ApplyBatch batches, PartnerDesk partners)
{
    /// <summary>How the source of pushed missions is called, for <c>one source per mission</c>.</summary>
    internal const string Source = "push";

    private const int Most = 200;

    internal sealed record Request(Guid PublisherId, IReadOnlyList<SubmittedMission> Missions);

    internal sealed record Remark(string Code, string? Field, string Message);

    /// <summary>What became of one mission, in the order sent: <c>REFUSED</c> has errors, the others have none.</summary>
    internal sealed record Result(string? ClientId, string Outcome, IReadOnlyList<Remark> Errors, IReadOnlyList<Remark> Warnings);

    internal sealed record Response(IReadOnlyList<Result> Results, long LastNumber);

    internal static void Map(IEndpointRouteBuilder services) => services.MapPost("/catalog/submissions", Handle);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(Request request, SubmitMissions submit, CancellationToken ct) =>
        request.Missions.Count is 0 or > Most
            ? TypedResults.Problem($"Send 1 to {Most} missions.", statusCode: StatusCodes.Status400BadRequest)
            : TypedResults.Ok(await submit.Submit(request, ct));

    internal async Task<Response> Submit(Request request, CancellationToken ct)
    {
        var reader = new SubmissionReader();
        var items = request.Missions.Select(reader.Read).ToList();
        var accepted = items.Where(i => i.Mission is not null).ToList();
        var (outcomes, last) = (new Queue<MissionOutcome>(), 0L);
        if (accepted.Count > 0)
        {
            await partners.BeginToPublish(request.PublisherId, ct);
            var applied = await batches.Apply(Batch(request.PublisherId, accepted), ct);
            (outcomes, last) = (new(applied.Missions), applied.LastNumber);
        }

        return new Response([.. items.Select(item => Tell(item, item.Mission is null ? null : outcomes.Dequeue()))], last);
    }

    private static MissionsReceived Batch(Guid publisherId, List<FeedItem> items) => new(
        Guid.CreateVersion7(),
        Guid.CreateVersion7(),
        publisherId,
        Source,
        [.. items.Select(i => i.Organization).OfType<OrganizationContent>().DistinctBy(o => o.Key, StringComparer.Ordinal)
            .Select(o => new ReceivedOrganization(o.Key, MissionHash.Of(o), new RawJson(MissionJson.Serialize(o))))],
        // The hash is that of the partner's words; where we find an address to be comes after, as for feeds.
        [.. items.Select(i => new ReceivedMission(
            i.Mission!.ClientId, MissionHash.Of(i.Mission, i.Organization), i.Organization?.Key, new RawJson(MissionJson.Serialize(MissionPlaces.Locate(i.Mission)))))]);

    private static Result Tell(FeedItem item, MissionOutcome? outcome)
    {
        var warnings = item.Warnings.Select(Told).ToList();
        return outcome switch
        {
            null => new(item.ClientId, "REFUSED", [.. item.Refusals.Select(Told)], warnings),
            { Outcome: Outcomes.Failed } => new(item.ClientId, "REFUSED", [BatchErrors.Read(outcome.Reason)], warnings),
            { Outcome: Outcomes.OtherSource } => new(item.ClientId, "REFUSED", [BatchErrors.OtherSource], warnings),
            _ => new(item.ClientId, outcome.Outcome, [], warnings),
        };
    }

    private static Remark Told(FeedRemark remark) => new(remark.Code, remark.Field, remark.Message);
}
