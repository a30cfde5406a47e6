using Engagement.Hosting;
using Engagement.Importer.Feeds;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Engagement.Importer.Imports;

/// <summary>
/// <c>POST /internal/importer/imports</c>: imports the request's body, or the feed at <c>url</c>, and tells the command line how it goes,
/// line by line: <c>progress …</c>, <c>line …</c>, one <c>json …</c> and last <c>exit N</c>.
/// </summary>
internal static class StartImport
{
    internal sealed record Request(string? Publisher, bool? Private, string? Type, string? Format, string? Url)
    {
        internal string? Fault() => this switch
        {
            { Publisher: null or "" } => "which publisher? add ?publisher=NAME",
            { Publisher: { } publisher } when CatalogPublishers.FaultOf(publisher) is { } fault => fault,
            { Url.Length: > FeedAddress.Longest } => $"the address has more than {FeedAddress.Longest} characters",
            { Format: { } format } when !FeedFormats.All.Contains(format) => $"the format {format} is unknown: use {string.Join(", ", FeedFormats.All)}",
            { Type: { } type } when !MissionTypes.Exists(type) => $"the type {type} is unknown: use {string.Join(", ", MissionTypes.Codes)}",
            { Url: { } url } when !FeedAddress.TryParse(url, out _) => $"{url} is not a complete http or https address without credentials",
            _ => null,
        };
    }

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/importer/imports", Handle).WithBodyDeadline(Timeout.InfiniteTimeSpan);

    private static async Task Handle([AsParameters] Request request, HttpContext context, ImportFeed import)
    {
        // The size is bounded by Imports:MaxMegabytes, the time by whoever sends.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        var answer = new ImportAnswer(context.Response.Body);
        if (request.Fault() is { } fault)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await answer.End(2, $"line {fault}", context.RequestAborted);
            return;
        }

        await import.Run(request, context.Request.Body, answer, context.RequestAborted);
    }
}
