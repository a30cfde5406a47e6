using Engagement.Design;
using Engagement.Importer.Runs;
using Engagement.Importer.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace Engagement.Importer.Reports;

/// <summary><c>POST /feeds/runs/{id}/confirm</c> and <c>/undo</c>: what a partner may do about one of its runs, with a key that may publish.</summary>
internal static class ActOnRun
{
    internal const int MaxForm = 1024;

    internal static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost("/runs/{id:guid}/confirm", (Guid id, HttpContext context, RunReports reports, ConfirmRun confirm) =>
            Act(id, context, reports, confirm.Confirm)).WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.MapPost("/runs/{id:guid}/undo", (Guid id, HttpContext context, RunReports reports, UndoRun undo) =>
            Act(id, context, reports, undo.Undo)).WithMetadata(new RequestSizeLimitAttribute(MaxForm));
    }

    /// <summary>The run, when it is the partner's and its key may act on it; otherwise the page that says why not.</summary>
    internal static async Task<(RunSummary? Run, IResult? Refusal)> Admit(Guid id, HttpContext context, RunReports reports)
    {
        var partner = context.Partner();
        return await reports.Run(partner.Id, id, context.RequestAborted) switch
        {
            null => (null, ShowRuns.NoSuchRun(context)),
            var run when partner.MayPublish => (run, null),
            _ => (null, Refuse(context, "Votre clé ne permet que de lire : reconnectez-vous avec une clé qui a le droit « publish ».", StatusCodes.Status403Forbidden)),
        };
    }

    internal static IResult Refuse(HttpContext context, string text, int status) => context.Page<RefusalPage>(new { Title = "Demande refusée", Text = text }, status);

    private static async Task<IResult> Act(Guid id, HttpContext context, RunReports reports, Func<Guid, CancellationToken, Task<RunAnswer>> act)
    {
        if (await Admit(id, context, reports) is { Refusal: { } refusal })
        {
            return refusal;
        }

        var answer = await act(id, context.RequestAborted);
        if (answer.Status == StatusCodes.Status200OK)
        {
            context.Response.Headers.Location = $"{PartnerPages.Root}/runs/{answer.Run?.Id ?? id}";
            return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
        }

        return answer.Status == StatusCodes.Status409Conflict
            ? Refuse(context, "Cette demande ne s'applique plus : elle a déjà été faite, ou le flux a changé depuis cet import. Rouvrez son rapport.", answer.Status)
            : Refuse(context, "La demande n'a pas pu être menée à bien : réessayez dans une minute.", answer.Status);
    }
}
