using Engagement.Design;
using Engagement.Importer.Sessions;

namespace Engagement.Importer.Reports;

/// <summary><c>/feeds</c> and <c>/feeds/runs/{id}</c>: a partner's runs, and one with its report.</summary>
internal static class ShowRuns
{
    private const int RemarksPerPage = 100;

    internal static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("", Runs);
        pages.MapGet("/runs/{id:guid}", Run);
    }

    internal static RemarkFilter Filter(string? kind, string? code) => new(kind is { Length: > 0 } ? kind : null, code is { Length: > 0 } ? code : null);

    internal static IResult NoSuchRun(HttpContext context) => context.Page<RefusalPage>(
        new { Title = "Import introuvable", Text = "Cet import n'existe pas, n'est pas de votre organisation, ou son rapport n'est plus conservé." },
        StatusCodes.Status404NotFound);

    private static Task<IResult> Runs(HttpContext context, RunListContent content, CancellationToken ct, Guid? after = null, bool all = false, string? saved = null) =>
        content.Page(context, new RunListRequest(after, all, Saved: saved == "contacts"), ct);

    private static async Task<IResult> Run(
        Guid id, HttpContext context, RunReports reports, CancellationToken ct, string? kind = null, string? code = null, long? after = null)
    {
        var partner = context.Partner();
        if (await reports.Run(partner.Id, id, ct) is not { } run)
        {
            return NoSuchRun(context);
        }

        var filter = Filter(kind, code);
        return context.Page<RunPage>(new
        {
            Partner = partner.Name,
            partner.MayPublish,
            Run = run,
            OfOtherSources = await reports.CountOfOtherSources(partner.Id, id, ct),
            Filter = filter,
            Remarks = await reports.Remarks(partner.Id, id, filter, new RemarkPage(after, RemarksPerPage), ct),
            First = after is null,
        });
    }
}
