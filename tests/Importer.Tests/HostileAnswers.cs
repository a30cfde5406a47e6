using System.IO.Compression;
using System.Text;

namespace Engagement.Importer.Tests;

/// <summary>Answers of a server that means harm or knows no better, made from one number each: the same number makes the same answers.</summary>
/// <param name="number">Which.</param>
/// <param name="self">The feed's own address.</param>
/// <param name="isRpde">Whether it is a feed of pages.</param>
/// <param name="first">The number of the first mission: no two feeds name the same.</param>
internal sealed class HostileAnswers(int number, Uri self, bool isRpde, int first = 1)
{
    private static readonly string[] Statuses =
    [
        "HTTP/1.1 200 OK", "HTTP/1.1 200", "HTTP/1.0 200 OK", "HTTP/1.1 200 caf\u00c3\u00a9", "HTTP/1.1 204 No Content", "HTTP/1.1 206 Partial", "HTTP/1.1 304 Not Modified",
        "HTTP/1.1 300 Multiple", "HTTP/1.1 400 Bad", "HTTP/1.1 401 No", "HTTP/1.1 404 Not Found", "HTTP/1.1 410 Gone", "HTTP/1.1 412 Precondition", "HTTP/1.1 429 Slow",
        "HTTP/1.1 500 Oops", "HTTP/1.1 503 Later", "HTTP/1.1 100 Continue", "HTTP/1.1 101 Switching", "HTTP/1.1 999 What", "HTTP/1.1 000 None", "HTTP/1.1 -1 None",
        "HTTP/1.1 2000 OK", "HTTP/2 200", "HTTP/9.9 200 OK", "ICY 200 OK", "GET / HTTP/1.1", "", "\0\0\0\0", "220 smtp.example.org ESMTP", "HTTP/1.1  200  OK",
    ];

    private static readonly string[] Redirects = ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"];

    private static readonly string[] Locations =
    [
        "//", "///x", "//a:99999/", "//a:-1/", "/", "", "?", "#", "?x=%", "/%", "%00", "/\0", "http:", "http:/", "http://", "http:///x", "http://?", "http://#", "http://[", "http://[::1", "http://[::g]/",
        "http://a b/", "http://a..b/", "http://.../", "http://-/", "http://xn--/", "http://xn--a-ecp.fr/", "http://user:secret@a.example.org/", "http://a.example.org:0/", "http://a.example.org:65536/",
        "http://a.example.org:99999999999/", "http://1.2.3.4.5/", "http://0x7f.1/", "http://127.1:1/", "http://\u00e9t\u00e9.fr/", "http://\u00e9t\u00e9.fr/\u00e9t\u00e9?\u00e9", "/caf\u00e9", "\u00ff\u00fe",
        "file:///etc/passwd", "ftp://a.example.org/", "javascript:alert(1)", "data:,x", "mailto:a@b.fr", "gopher://127.0.0.1:6379/_x", "HTTP://A.EXAMPLE.ORG/", "a:b:c", "::", ":", "\\\\server\\share", "http:\\\\a.example.org\\",
        "/../../../../x", "./././", "http://a.example.org/\ud83d\ude00", "http://::ffff:127.0.0.1/", "http://[::ffff:127.0.0.1]:1/", "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "\u202e//a", " //", "//\t", "/\r\u000b/",
        $"http://{new string('a', 70)}.fr/", $"http://{string.Join('.', Enumerable.Repeat("abcdefgh", 40))}/", $"//{new string('a', 300)}/",
    ];

    private static readonly string[] Tags =
    [
        "\"caf\u00e9\"", "caf\u00e9", "", "\"", "\"\"", "W/\"x\"", "w/x", "x", "*", "\"a\", \"b\"", "\"a\u0001b\"", "\"a\0b\"", "\"\ud83d\ude00\"", "\"a\tb\"", "\"\u007f\"", "\u0080\u00ff", "\"a\r\n b\"", "\"a\nX-Evil: 1\"", "\"%00\"", "\"{0}\"",
    ];

    private static readonly string[] Dates =
    [
        "jeu., 26 f\u00e9vr. 2026 10:00:00 GMT", "jeudi 26 novembre 2026", "Thu, 26 Nov 2026 10:00:00 GMT", "Thu, 99 Nov 2026 10:00:00 GMT", "Thu, 26 Nov 9999 10:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "0", "-1", "", "2026-11-26T10:00:00Z",
        "d\u00e9c.", "\u0001", "\0",
    ];

    private static readonly string[] Lengths = ["0", "1", "-1", "x", "", "99999999999", "99999999999999999999999", "10, 20", "0x10", "+5", "1e3", "\u0661"];

    private static readonly string[] Encodings =
        ["gzip", "GZIP", "x-gzip", "identity", "br", "deflate", "gzip, gzip", "zstd", "caf\u00e9", "", ",", "gzip;q=1", "\u0001", "\0", "<script>alert(1)</script>"];

    private static readonly string[] Waits = ["0", "1", "-1", "99999999999999999999", "2147483648", "Thu, 26 Nov 9999 10:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "jeudi", "", "1.5", "\u0001"];

    private static readonly string[] Odd =
    [
        "no colon here", ": no name", " folded: x", "X Y: z", "X\0: z", "Caf\u00e9: z", "Connection: keep-alive", "Connection: upgrade", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: identity",
        "Content-Range: bytes 0-1/2", "Content-Location: //", "Refresh: 0; url=//", "Trailer: ETag", "Alt-Svc: h2=\"127.0.0.1:1\"", "Set-Cookie: a=b; Domain=..", "WWW-Authenticate: Basic realm=\"caf\u00e9", "Content-Type: text/xml; charset=\"\ud83d\ude00",
        "Content-Type: text/xml; charset=utf-7", "Content-Type: \0", "Date: jeudi", "Keep-Alive: timeout=-1, max=99999999999", "Link: <//>; rel=next",
    ];

    private readonly Random dice = new(number);

    /// <summary>A few answers, for the requests of one reading.</summary>
    internal List<RawAnswer> Make() => [.. Enumerable.Range(0, dice.Next(1, 4)).Select(_ => One())];

    private RawAnswer One()
    {
        var body = Body();
        var isChunked = dice.Next(5) == 0;
        var head = new StringBuilder(Status()).Append(Line());
        var length = dice.Next(6) == 0 ? Pick(Lengths) : dice.Next(8) == 0 ? $"{body.Length + dice.Next(-20, 20)}" : $"{body.Length}";
        foreach (var header in Headers().OrderBy(_ => dice.Next()))
        {
            head.Append(header).Append(Line());
        }

        head.Append(isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {length}").Append(Line()).Append(Line());
        // Most headers are bytes of one character each, as the accents of a careless server; some are UTF-8.
        var bytes = (dice.Next(2) == 0 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(head.ToString());
        byte[] all = [.. bytes, .. isChunked ? Chunks(body) : body];
        return dice.Next(100) switch
        {
            < 6 => new(all[..dice.Next(all.Length + 1)]),
            < 9 => new(all[..dice.Next(all.Length + 1)], AnswerEnd.Reset),
            < 10 when dice.Next(8) == 0 => new(all[..dice.Next(all.Length + 1)], AnswerEnd.Silence),
            < 12 => new(Noise(dice.Next(2000))),
            < 14 => new(Damaged(all)),
            _ => new(all),
        };
    }

    private string Status() => dice.Next(10) switch
    {
        < 4 => Statuses[0],
        < 7 => $"HTTP/1.1 {Pick(Redirects)}",
        _ => Pick(Statuses),
    };

    private string Line() => dice.Next(60) == 0 ? "\n" : "\r\n";

    private IEnumerable<string> Headers()
    {
        if (dice.Next(3) > 0)
        {
            yield return $"Location: {(dice.Next(4) == 0 ? new Uri(self, $"/{dice.Next()}").AbsoluteUri : dice.Next(20) == 0 ? Long("http://a.example.org/", 9000) : Pick(Locations))}";
        }

        if (dice.Next(2) == 0)
        {
            yield return $"ETag: {(dice.Next(12) == 0 ? $"\"{Long("x", dice.Next(70_000))}\"" : Pick(Tags))}";
        }

        if (dice.Next(3) == 0)
        {
            yield return $"Last-Modified: {Pick(Dates)}";
        }

        if (dice.Next(5) == 0)
        {
            yield return $"Content-Encoding: {(dice.Next(12) == 0 ? Long("x", 20_000) : Pick(Encodings))}";
        }

        if (dice.Next(5) == 0)
        {
            yield return $"Retry-After: {Pick(Waits)}";
        }

        for (var odd = dice.Next(6) - 3; odd > 0; odd--)
        {
            yield return Pick(Odd);
        }
    }

    private byte[] Body()
    {
        var good = Encoding.UTF8.GetBytes(isRpde ? Page() : TestFeed.Numbered(3, first));
        return dice.Next(12) switch
        {
            0 => [],
            1 => Noise(dice.Next(3000)),
            2 => good[..dice.Next(good.Length)],
            3 => Gzip(good),
            4 => Gzip(Gzip(good)),
            5 => Gzip(good) is var zipped ? zipped[..dice.Next(zipped.Length)] : [],
            6 => "<!doctype html><html><body>Bient\u00f4t de retour</body></html>"u8.ToArray(),
            7 => Damaged(good),
            8 => Encoding.UTF8.GetBytes(isRpde ? TestFeed.Numbered(2, first) : "{\"next\":\"//\",\"items\":[]}"),
            _ => good,
        };
    }

    /// <summary>An RPDE page whose next one is anywhere.</summary>
    private string Page()
    {
        var next = dice.Next(3) == 0 ? self.AbsoluteUri : dice.Next(20) == 0 ? Long("http://a.example.org/", 9000) : Pick(Locations);
        var items = dice.Next(3) == 0 ? "" : $$"""{"state":"{{(dice.Next(4) == 0 ? "deleted" : "updated")}}","kind":"mission","id":"m-{{first + dice.Next(9):00000}}","modified":1,"data":{"title":"Aider \ud83d"} }""";
        return $$"""{"next":{{System.Text.Json.JsonSerializer.Serialize(next)}},"items":[{{items}}],"license":"x"}""";
    }

    private byte[] Chunks(byte[] body)
    {
        var (chunks, at) = (new MemoryStream(), 0);
        while (at < body.Length)
        {
            var length = Math.Min(dice.Next(1, 900), body.Length - at);
            chunks.Write(Encoding.ASCII.GetBytes(dice.Next(30) == 0 ? Pick(["-1", "x", "FFFFFFFFFFFFFFFFF", "7fffffff", ""]) : $"{length:x}"));
            chunks.Write("\r\n"u8);
            chunks.Write(body.AsSpan(at, length));
            chunks.Write("\r\n"u8);
            at += length;
        }

        chunks.Write(dice.Next(10) == 0 ? [] : "0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    private byte[] Damaged(byte[] bytes)
    {
        byte[] damaged = [.. bytes];
        for (var n = dice.Next(1, 6); n > 0 && damaged.Length > 0; n--)
        {
            damaged[dice.Next(damaged.Length)] = (byte)dice.Next(256);
        }

        return damaged;
    }

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        dice.NextBytes(noise);
        return noise;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return zipped.ToArray();
    }

    private static string Long(string begin, int length) => begin + new string('x', length);

    private string Pick(string[] some) => some[dice.Next(some.Length)];
}
