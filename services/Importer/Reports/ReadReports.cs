using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Importer.Reports;

/// <summary>
/// What the gateway asks: <c>GET /internal/importer/publishers/{id}/runs</c>, <c>POST …/runs/named</c> for some of them, and <c>POST …/reports</c>
/// for the reports of several runs at once.
/// </summary>
internal static class ReadReports
{
    private const int MaxPage = 100;
    private const int MaxReports = 500;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/importer/publishers/{publisherId:guid}/runs", Runs);
        routes.MapPost("/importer/publishers/{publisherId:guid}/runs/named", Named);
        routes.MapPost("/importer/publishers/{publisherId:guid}/reports", Reports);
    }

    /// <summary>Which page of which run's report.</summary>
    internal sealed record Request(Guid RunId, string? Kind, string? Code, long? After, [Range(1, MaxPage)] int First);

    private static async Task<Ok<ReportPage<RunSummary>>> Runs(Guid publisherId, RunReports reports, CancellationToken ct, Guid? after = null, int first = 20) =>
        TypedResults.Ok(await reports.Runs(publisherId, new RunsPage(after, Math.Clamp(first, 1, MaxPage)), withIdle: true, ct));

    private static async Task<Results<Ok<List<RunSummary>>, ProblemHttpResult>> Named(
        Guid publisherId, IReadOnlyList<Guid> ids, RunReports reports, CancellationToken ct) =>
        ids.Count <= MaxPage
            ? TypedResults.Ok(await reports.Runs(publisherId, ids, ct))
            : TypedResults.Problem($"At most {MaxPage} runs at once.", statusCode: StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<List<ReportPage<RunRemark>>>, ProblemHttpResult>> Reports(
        Guid publisherId, IReadOnlyList<Request> requests, RunReports reports, CancellationToken ct)
    {
        if (requests.Count > MaxReports || requests.Contains(null!))
        {
            return TypedResults.Problem($"At most {MaxReports} reports at once, and none of them null.", statusCode: StatusCodes.Status400BadRequest);
        }

        var pages = new List<ReportPage<RunRemark>>(requests.Count);
        foreach (var request in requests)
        {
            pages.Add(await reports.Remarks(
                publisherId, request.RunId, new RemarkFilter(request.Kind, request.Code), new RemarkPage(request.After, Math.Clamp(request.First, 1, MaxPage)), ct));
        }

        return TypedResults.Ok(pages);
    }
}
