using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.RateLimiting;
using Engagement.Design;
using Engagement.Hosting;
using Engagement.Importer.Sessions;

namespace Engagement.Importer.Reports;

/// <summary>
/// <c>/feeds/runs/{id}/report.csv</c> and <c>.json</c>: the whole report as the filter of the page lets it through, and how many remarks of each
/// code are counted and not detailed. The CSV is what French spreadsheets open by a double click: UTF-8 with a mark, semicolons, CRLF.
/// </summary>
internal static class DownloadReport
{
    private const int FlushAt = 64 * 1024;

    private static readonly string[] Columns =
    [
        "Nature", "Code", "Identifiant", "Mission n°", "Ligne", "Champ", "Valeur", "Explication", "Version en ligne conservée",
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Each holds a connection to the database for as long as the partner takes to read.</summary>
    private const int AtOnce = 2;

    /// <summary>What a whole report costs its partner's network, beside the price of a page.</summary>
    private const double Price = 25_000;

    internal static void Map(IEndpointRouteBuilder pages)
    {
        var turns = PartitionedRateLimiter.Create<Guid, Guid>(partner => RateLimitPartition.GetConcurrencyLimiter(
            partner, _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = 0 }));
        pages.MapGet("/runs/{id:guid}/report.csv", (Guid id, HttpContext context, RunReports reports, string? kind, string? code) =>
            Send(id, new Download("csv", ShowRuns.Filter(kind, code), turns), context, reports)).WithPrice(Price);
        pages.MapGet("/runs/{id:guid}/report.json", (Guid id, HttpContext context, RunReports reports, string? kind, string? code) =>
            Send(id, new Download("json", ShowRuns.Filter(kind, code), turns), context, reports)).WithPrice(Price);
    }

    /// <summary>A spreadsheet takes a cell that begins so for a formula, and would carry out what a feed says.</summary>
    internal static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        var text = value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + value : value;
        return text.AsSpan().IndexOfAny(";\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static async Task<IResult> Send(Guid id, Download download, HttpContext context, RunReports reports)
    {
        var (partner, ct) = (context.Partner(), context.RequestAborted);
        var (extension, filter, turns) = download;
        using var turn = turns.AttemptAcquire(partner.Id);
        if (!turn.IsAcquired)
        {
            context.Response.Headers.RetryAfter = "10";
            return ActOnRun.Refuse(
                context,
                "Deux rapports sont déjà en cours de téléchargement pour votre organisation : attendez la fin de l'un d'eux.",
                StatusCodes.Status429TooManyRequests);
        }

        if (await reports.Run(partner.Id, id, ct) is not { } run)
        {
            return ShowRuns.NoSuchRun(context);
        }

        context.Response.SetPageHeaders();
        context.Response.ContentType = extension == "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        var name = string.Create(CultureInfo.InvariantCulture, $"rapport-{run.StartedAt:yyyyMMdd-HHmmss}.{extension}");
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        var remarks = reports.AllRemarks(partner.Id, id, filter, ct);
        var leftOut = run.Totals.Where(t => t.LeftOut > 0 && filter.Takes(t.Kind, t.Code)).ToList();
        await (extension == "csv" ? WriteCsv(context.Response, remarks, leftOut, ct) : WriteJson(context.Response, run, remarks, leftOut.Sum(t => t.LeftOut), ct));
        return TypedResults.Empty;
    }

    /// <summary>Which file, of which remarks, and whose turns it takes.</summary>
    private sealed record Download(string Extension, RemarkFilter Filter, PartitionedRateLimiter<Guid> Turns);

    private static async Task WriteCsv(HttpResponse response, IAsyncEnumerable<RunRemark> remarks, List<CodeCount> leftOut, CancellationToken ct)
    {
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), FlushAt, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(';', Columns));
        await foreach (var remark in remarks.WithCancellation(ct))
        {
            await writer.WriteLineAsync(string.Join(
                ';', Cell(Wording.Kind(remark.Kind)), Cell(remark.Code), Cell(remark.ClientId), Number(remark.Position), Number(remark.Line), Cell(remark.Field),
                Cell(remark.Value), Cell(remark.Message), remark.StillLive ? "oui" : "non"));
        }

        foreach (var code in leftOut)
        {
            var text = $"{French.Count(code.LeftOut, "autre remarque de ce code n'est pas détaillée", "autres remarques de ce code ne sont pas détaillées")}, sur {French.Number(code.Count)}.";
            await writer.WriteLineAsync(string.Join(';', Cell(Wording.Kind(code.Kind)), Cell(code.Code), "", "", "", "", "", Cell(text), ""));
        }
    }

    private static async Task WriteJson(HttpResponse response, RunSummary run, IAsyncEnumerable<RunRemark> remarks, int leftOut, CancellationToken ct)
    {
        await using var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = Json.Encoder });
        writer.WriteStartObject();
        writer.WritePropertyName("run");
        JsonSerializer.Serialize(writer, run, Json);
        writer.WriteNumber("leftOut", leftOut);
        writer.WriteStartArray("items");
        await foreach (var remark in remarks.WithCancellation(ct))
        {
            JsonSerializer.Serialize(writer, remark, Json);
            if (writer.BytesPending > FlushAt)
            {
                await writer.FlushAsync(ct);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
