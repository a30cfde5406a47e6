using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Engagement.FakePartners;

/// <summary>The two sample partners. Their feeds stay current: a few missions are renewed each day. Made once a day and kept.</summary>
internal sealed class SampleFeeds(TimeProvider clock)
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    private static readonly FeedRequest Volunteering = new()
    {
        Count = 350,
        Seed = 11,
        Kind = FeedKind.Volunteering,
        Publisher = "Agir Ensemble",
        RenewsDaily = true,
    };

    private static readonly FeedRequest CivicService = new()
    {
        Count = 150,
        Seed = 22,
        Kind = FeedKind.CivicService,
        Publisher = "Volontaires de la République",
        RenewsDaily = true,
    };

    private readonly ConcurrentDictionary<(FeedKind, DateTimeOffset), Lazy<Task<Made>>> _made = new();

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/feeds/benevolat.xml", Methods, (SampleFeeds feeds, HttpContext context) => feeds.Answer(Volunteering, context));
        routes.MapMethods("/feeds/service-civique.xml", Methods, (SampleFeeds feeds, HttpContext context) => feeds.Answer(CivicService, context));
    }

    private async Task<IResult> Answer(FeedRequest request, HttpContext context)
    {
        var day = FeedGenerator.MidnightOf(clock.GetUtcNow());
        foreach (var old in _made.Keys.Where(key => key.Item2 != day))
        {
            _made.TryRemove(old, out _);
        }

        var made = await _made.GetOrAdd((request.Kind, day), _ => new Lazy<Task<Made>>(() => Make(request with { Now = day }))).Value;
        var compressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (compressed)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        // Answers 304 by itself when the caller's copy is current.
        return Results.File(compressed ? made.Gzip : made.Xml, "application/xml; charset=utf-8", lastModified: day, entityTag: made.ETag);
    }

    private static async Task<Made> Make(FeedRequest request)
    {
        var xml = new MemoryStream();
        await FeedGenerator.Write(xml, request);
        var gzip = new MemoryStream();
        await using (var stream = new GZipStream(gzip, CompressionLevel.Optimal, leaveOpen: true))
        {
            xml.Position = 0;
            await xml.CopyToAsync(stream);
        }

        var bytes = xml.ToArray();
        var tag = Convert.ToHexStringLower(SHA256.HashData(bytes))[..24];
        return new Made(bytes, gzip.ToArray(), new EntityTagHeaderValue($"\"{tag}\"", isWeak: true));
    }

    private sealed record Made(byte[] Xml, byte[] Gzip, EntityTagHeaderValue ETag);
}
