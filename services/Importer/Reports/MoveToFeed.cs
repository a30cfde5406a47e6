using Engagement.Design;
using Engagement.Importer.Moves;
using Engagement.Importer.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace Engagement.Importer.Reports;

/// <summary>
/// <c>POST /feeds/runs/{id}/move</c>: gives the missions that the run refused, because another source of the partner has them, to the run's
/// feed. The page that answers names each; the same form sent again changes nothing.
/// </summary>
internal static class MoveToFeed
{
    internal static void Map(IEndpointRouteBuilder pages) =>
        pages.MapPost("/runs/{id:guid}/move", Move).WithMetadata(new RequestSizeLimitAttribute(ActOnRun.MaxForm));

    private static async Task<IResult> Move(Guid id, HttpContext context, RunReports reports, MoveMissions moves)
    {
        var (run, refusal) = await ActOnRun.Admit(id, context, reports);
        if (run is null)
        {
            return refusal!;
        }

        var (partner, ct) = (context.Partner(), context.RequestAborted);
        var missions = await reports.OfOtherSources(partner.Id, id, ct);
        var answer = await moves.Move(partner.Id, run.Feed, missions, ct);
        return answer.Error is { } error && error != MoveErrors.Interrupted
            ? ActOnRun.Refuse(context, error.Message, StatusCodes.Status409Conflict)
            : context.Page<MovedPage>(
                new
                {
                    Partner = partner.Name,
                    Run = run,
                    Missions = missions.GroupJoin(answer.Missions, id => id, m => m.ClientId, (id, moved) => new MovedRow(id, moved.SingleOrDefault())).ToList(),
                    Error = answer.Error?.Message,
                },
                answer.Error is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>What became of a mission that was to be moved.</summary>
/// <param name="ClientId">The partner's identifier.</param>
/// <param name="Outcome">What Catalog answered; null when it did not.</param>
/// <param name="Text">The same in French.</param>
public sealed record MovedRow(string ClientId, string? Outcome, string Text)
{
    internal MovedRow(string clientId, MovedMission? moved)
        : this(clientId, moved?.Outcome, moved switch
        {
            null => "Sans réponse du catalogue : recommencez.",
            { Error: { } error } => error.Message,
            { Outcome: MoveOutcome.AlreadyThere } => "Déjà rattachée à ce flux : rien à faire.",
            { Hash: null } => "Rattachée ; elle est retirée, et revient en ligne dès que le flux la montre.",
            _ => "Rattachée ; elle reste en ligne.",
        })
    {
    }
}
