using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Engagement.Design;
using Engagement.Hosting;
using Microsoft.Net.Http.Headers;

namespace Engagement.Importer.Validation;

/// <summary>
/// <c>/feeds/validate</c>: the dry run, open to anybody within limits. The form for people; for programs <c>POST</c> with a file as the body, a form, or
/// <c>{"url": …}</c>, answered as JSON, or as text to whoever accepts text.
/// </summary>
internal static class ValidateFeed
{
    private const string Path = "/feeds/validate";
    private const double Price = 200;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context) => context.Page<ValidatePage>()).WithPrice(Price);
        routes.MapPost(Path, Handle).WithBodyDeadline(routes.ServiceProvider.GetRequiredService<DryRuns>().UploadTime);
    }

    private static async Task<IResult> Handle(HttpContext context, DryRuns runs, CancellationToken ct)
    {
        if (runs.Ask(context.ClientAddress()) is { IsAdmitted: false } verdict)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(verdict.RetryAfter.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
            return Refuse(
                context, null, "Vous avez fait beaucoup d'essais en peu de temps : réessayez dans une minute.",
                StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS");
        }

        try
        {
            var request = await ValidationRequest.Read(context, runs.MaxBytes, ct);
            if (request.Fault is { } fault)
            {
                return Refuse(context, request.Url, fault, StatusCodes.Status400BadRequest);
            }

            await using var feed = request.Url is { } url ? await runs.Fetch(url, ct) : GivenFeed.Sent(request.File!);
            using var turn = feed is null ? null : await runs.Begin(ct);
            if (feed is null || turn is null)
            {
                context.Response.Headers.RetryAfter = "60";
                return Refuse(
                    context, request.Url, "D'autres essais sont en cours : réessayez dans une minute.", StatusCodes.Status503ServiceUnavailable);
            }

            return Answer(context, request.Url, await runs.Read(feed, request.Type, ct));
        }
        catch (Exception e) when (e is BadHttpRequestException or JsonException)
        {
            return Refuse(context, e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest, runs);
        }
    }

    private static IResult Refuse(HttpContext context, int status, DryRuns runs) => status switch
    {
        StatusCodes.Status408RequestTimeout => Refuse(
            context, null,
            $"La demande n'est pas arrivée en {French.Number((long)runs.UploadTime.TotalSeconds)} secondes : "
            + "essayez une partie de votre flux, ou son adresse.",
            status),
        StatusCodes.Status413PayloadTooLarge => Refuse(
            context, null, $"Le fichier dépasse {French.Number(runs.MaxBytes >> 20)} Mo, la taille d'un essai : essayez-en une partie.", status),
        _ => Refuse(
            context, null, "La demande est illisible : envoyez le fichier comme corps, un formulaire, ou {\"url\": \"…\"} en JSON.",
            StatusCodes.Status400BadRequest),
    };

    private static IResult Answer(HttpContext context, string? url, DryRunReport report) => Wanted(context.Request) switch
    {
        "text/html" => context.Page<ValidatePage>(new { Url = url, Report = report }),
        "text/plain" => TypedResults.Text(DryRunText.Of(report), "text/plain"),
        _ => TypedResults.Json(report, Json),
    };

    private static IResult Refuse(HttpContext context, string? url, string error, int status, string? code = null) =>
        Wanted(context.Request) == "text/html" ? context.Page<ValidatePage>(new { Url = url, Error = error }, status)
        : TypedResults.Problem(
            title: "Essai refusé", detail: error, statusCode: status,
            extensions: code is null ? null : new Dictionary<string, object?> { ["code"] = code });

    /// <summary>The first media type that the caller accepts and that is answered; JSON when it does not say.</summary>
    private static string Wanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
            ? accepted.OrderByDescending(a => a.Quality ?? 1).Select(a => a.MediaType.Value).FirstOrDefault(m => m is "text/html" or "text/plain" or "application/json") ?? "application/json"
            : "application/json";
}
