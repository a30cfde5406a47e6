using Engagement.Design;
using Engagement.Importer.Health;
using Engagement.Importer.Sessions;

namespace Engagement.Importer.Reports;

/// <summary><c>/feeds</c> and <c>/feeds/runs/{id}</c>: a partner's runs, and one with its report.</summary>
internal static class ShowRuns
{
    private const int RunsPerPage = 25;
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

    private static async Task<IResult> Runs(HttpContext context, RunReports reports, FeedHealths healths, CancellationToken ct, Guid? after = null, bool all = false)
    {
        var partner = context.Partner();
        var runs = await reports.Runs(partner.Id, new RunsPage(after, RunsPerPage), all, ct);
        return context.Page<RunListPage>(new { Partner = partner.Name, Runs = runs, Feeds = await healths.Of(partner.Id, ct), All = all, First = after is null });
    }

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
            Codes = await reports.Codes(partner.Id, id, ct),
            Filter = filter,
            Remarks = await reports.Remarks(partner.Id, id, filter, new RemarkPage(after, RemarksPerPage), ct),
            First = after is null,
        });
    }
}
