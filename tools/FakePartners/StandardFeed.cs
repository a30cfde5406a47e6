using System.Globalization;
using System.IO.Compression;

namespace Engagement.FakePartners;

/// <summary>A feed of any size, with any share of it changed or withdrawn, made as it is sent.</summary>
internal static class StandardFeed
{
    private const int MaxCount = 1_000_000;

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/feeds/standard.xml", Send);

    private static async Task Send(HttpContext context, TimeProvider clock, CancellationToken ct, int count = 1000, int seed = 1, double changed = 0, double withdrawn = 0)
    {
        if (count is < 1 or > MaxCount || changed < 0 || withdrawn < 0 || changed + withdrawn > 100)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("count : de 1 à 1 000 000 ; changed et withdrawn : pourcentages.", ct);
            return;
        }

        var today = FeedGenerator.MidnightOf(clock.GetUtcNow());
        var request = new FeedRequest { Count = count, Seed = seed, ChangedPercent = changed, WithdrawnPercent = withdrawn, Now = today };
        var etag = string.Create(CultureInfo.InvariantCulture, $"W/\"standard-{count}-{seed}-{changed}-{withdrawn}-{today.Year}\"");
        context.Response.Headers.ETag = etag;
        context.Response.Headers.Vary = "Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch.Contains(etag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/xml; charset=utf-8";
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            await FeedGenerator.Write(context.Response.Body, request, ct);
            return;
        }

        context.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await FeedGenerator.Write(gzip, request, ct);
    }
}
