using System.IO.Compression;
using System.Text;

namespace Engagement.FakePartners;

/// <summary>Feeds that misbehave, each in one way, as partners' servers and attackers do.</summary>
internal static class BrokenFeeds
{
    private const long GigaByte = 1L << 30;
    private const int BombMember = 8 << 20;

    private const string EntityBomb = """
        <?xml version="1.0"?>
        <!DOCTYPE source [
          <!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
          <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"> <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
          <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"> <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
          <!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"> <!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
          <!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;"> <!ENTITY i "&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;">
          <!ENTITY secret SYSTEM "file:///etc/passwd">
        ]>
        <source><mission><title>&i; &secret;</title></mission></source>
        """;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var broken = routes.MapGroup("/broken");
        broken.MapGet("/truncated", Truncated);
        broken.MapGet("/empty", () => Results.Bytes([], "application/xml"));
        broken.MapGet("/no-mission", () => Results.Text("<?xml version=\"1.0\"?><source><publisher>Vide</publisher></source>", "application/xml"));
        broken.MapGet("/not-xml", () => Results.Text("Service momentanément indisponible <merci de réessayer & bonne journée", "application/xml"));
        broken.MapGet("/entity-bomb", () => Results.Text(EntityBomb, "application/xml"));
        broken.MapGet("/slow", Slow);
        broken.MapGet("/huge", Huge);
        broken.MapGet("/gzip-bomb", GzipBomb);
        broken.MapGet("/status/{code:int:range(200,599)}", (int code) => Results.StatusCode(code));
        broken.MapGet("/redirect", (string to) => Results.Redirect(to));
    }

    /// <summary>Twenty missions, the last of which stops in the middle.</summary>
    private static async Task<IResult> Truncated()
    {
        var whole = new MemoryStream();
        await FeedGenerator.Write(whole, new FeedRequest { Count = 20 });
        var xml = Encoding.UTF8.GetString(whole.ToArray());
        return Results.Text(xml[..(xml.LastIndexOf("<applicationUrl>", StringComparison.Ordinal) + 30)], "application/xml");
    }

    /// <summary>A byte a second, for as long as somebody listens.</summary>
    private static async Task Slow(HttpContext context, CancellationToken ct)
    {
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync("<source>", ct);
        while (!ct.IsCancellationRequested)
        {
            await context.Response.WriteAsync(" ", ct);
            await context.Response.Body.FlushAsync(ct);
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }

    /// <summary>Well-formed missions without end.</summary>
    private static async Task Huge(HttpContext context, CancellationToken ct, long megabytes = 3 * 1024)
    {
        context.Response.ContentType = "application/xml";
        var filler = Encoding.UTF8.GetBytes($"<mission><clientId>énorme</clientId><description>{new string('x', 60_000)}</description></mission>\n");
        await context.Response.Body.WriteAsync("<source>"u8.ToArray(), ct);
        for (var sent = 0L; sent < megabytes << 20; sent += filler.Length)
        {
            await context.Response.Body.WriteAsync(filler, ct);
        }

        await context.Response.Body.WriteAsync("</source>"u8.ToArray(), ct);
    }

    /// <summary>A few megabytes that inflate to ten gigabytes: one compressed piece, sent again and again (gzip allows many members).</summary>
    private static async Task GzipBomb(HttpContext context, CancellationToken ct)
    {
        context.Response.ContentType = "application/gzip";
        var member = Compress(Encoding.ASCII.GetBytes(new string(' ', BombMember)));
        await context.Response.Body.WriteAsync(Compress("<source>"u8.ToArray()), ct);
        for (var sent = 0L; sent < 10 * GigaByte; sent += BombMember)
        {
            await context.Response.Body.WriteAsync(member, ct);
        }

        await context.Response.Body.WriteAsync(Compress("</source>"u8.ToArray()), ct);
    }

    private static byte[] Compress(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
