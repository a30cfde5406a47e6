using System.IO.Compression;
using System.Text;
using Engagement.Testing;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace Engagement.EndToEnd.Tests;

/// <summary>
/// Feeds made to harm: each is refused with its reason, and costs the process less than 2 s of processor time and 100 MB of memory above
/// idle, as the system counts them. The partner's server is the only private address that is let through.
/// </summary>
public sealed class AttackTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Publisher = "Partenaire hostile";
    private const double MostCpu = 2;
    private const double MostMemory = 100;
    private TestDatabase database = null!;
    private FeedServer partner = null!;
    private FeedServer secret = null!;
    private Instance instance = null!;
    private int secretAsked;

    public async Task InitializeAsync()
    {
        database = await PostgresCluster.CreateDatabase();
        secret = await FeedServer.Start(new Dictionary<string, RequestDelegate>
        {
            ["/{**path}"] = context =>
            {
                secretAsked++;
                return context.Response.WriteAsync("<source><publisher>secret</publisher></source>");
            },
        });
        partner = await FeedServer.Start(new Dictionary<string, RequestDelegate>
        {
            ["/good"] = Text($"<source>{string.Concat(Enumerable.Range(0, 500).Select(Mission))}</source>"),
            ["/xxe-file"] = Text($"""<!DOCTYPE source [<!ENTITY x SYSTEM "file:///etc/passwd">]><source>{Mission(1).Replace("Utile", "&x;", StringComparison.Ordinal)}</source>"""),
            ["/xxe-url"] = Text($"""<!DOCTYPE source SYSTEM "{secret.Address}dtd"><source>{Mission(1)}</source>"""),
            ["/laughs"] = Text(Laughs()),
            ["/gzip-spaces"] = Gzip(10_000, "<source>", " "),
            ["/gzip-elements"] = Gzip(10_000, "<source>", "<a/>"),
            ["/gzip-missions"] = Gzip(10_000, "<source>", Mission(1)),
            ["/endless"] = Endless,
            ["/drip"] = Drip,
            ["/deep"] = Text($"<source><mission>{string.Concat(Enumerable.Repeat("<a>", 1_000_000))}"),
            ["/attributes"] = Text($"<source><mission {string.Join(' ', Enumerable.Range(0, 1_000_000).Select(n => $"a{n}=''"))}>"),
            ["/to-loopback"] = Redirect($"http://127.0.0.1:{secret.Address.Port}/"),
            ["/to-localhost"] = Redirect($"http://localhost:{secret.Address.Port}/"),
            ["/to-metadata"] = Redirect("http://169.254.169.254/latest/meta-data/"),
            ["/to-ipv6"] = Redirect($"http://[::1]:{secret.Address.Port}/"),
            ["/to-mapped"] = Redirect($"http://[::ffff:127.0.0.1]:{secret.Address.Port}/"),
            ["/to-file"] = Redirect("file:///etc/passwd"),
            ["/round"] = Redirect("/round"),
        });
        instance = await Instance.Start(
            database, [.. partner.Allowed, new("Fetch__Retries", "0"), new("Fetch__SilenceSeconds", "2"), new("Fetch__TotalSeconds", "6")]);
        // The code is compiled and the pools are filled before anything is measured.
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Equal("SUCCESS", (await instance.ImportUrl(Publisher, $"{partner.Address}good")).Status);
        }
    }

    public async Task DisposeAsync()
    {
        await instance.DisposeAsync();
        await partner.DisposeAsync();
        await secret.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Feeds_made_to_harm_are_refused_with_their_reason_and_cost_little()
    {
        var too = new List<string>();
        foreach (var (path, reason) in Attacks())
        {
            await Settle();
            var figures = new ProcessFigures(instance.ProcessId);
            var (cpu, memory) = (figures.Cpu, figures.Memory);
            figures.ForgetPeak();

            var import = await instance.ImportUrl(Publisher, $"{partner.Address}{path}");

            var (usedCpu, usedMemory) = (figures.Cpu - cpu, figures.PeakMemory - memory);
            output.WriteLine($"{path,-16} {import.Counts.GetProperty("reason").GetString(),-18} {usedCpu,5:0.00} s {usedMemory,6:0.0} MB");
            Assert.Equal(("FAILED", reason, 0), (import.Status, import.Counts.GetProperty("reason").GetString(), import["withdrawn"]));
            too.AddRange(usedCpu < MostCpu && usedMemory < MostMemory ? [] : [$"{path}: {usedCpu:0.00} s, {usedMemory:0} MB"]);
        }

        Assert.Empty(too);
        Assert.Equal(0, secretAsked);
        Assert.Equal(500, (await instance.Query("{ missions { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32());
    }

    private static IEnumerable<(string Path, string Reason)> Attacks() =>
    [
        ("xxe-file", "DTD_FORBIDDEN"), ("xxe-url", "DTD_FORBIDDEN"), ("laughs", "DTD_FORBIDDEN"),
        ("gzip-spaces", "TOO_LARGE"), ("gzip-elements", "TOO_LARGE"), ("gzip-missions", "TOO_LARGE"),
        ("endless", "TOO_LARGE"), ("drip", "TIMEOUT"), ("deep", "TOO_DEEP"), ("attributes", "TOO_LARGE"),
        ("to-loopback", "ADDRESS_FORBIDDEN"), ("to-localhost", "ADDRESS_FORBIDDEN"), ("to-metadata", "ADDRESS_FORBIDDEN"),
        ("to-ipv6", "ADDRESS_FORBIDDEN"), ("to-mapped", "ADDRESS_FORBIDDEN"), ("to-file", "BAD_ADDRESS"), ("round", "TOO_MANY_REDIRECTS"),
    ];

    /// <summary>What an earlier import has left to do is done.</summary>
    private async Task Settle()
    {
        var figures = new ProcessFigures(instance.ProcessId);
        for (var (last, quiet) = (figures.Cpu, 0); quiet < 3; quiet = figures.Cpu - last < 0.03 ? quiet + 1 : 0)
        {
            last = figures.Cpu;
            await Task.Delay(200);
        }
    }

    private static RequestDelegate Text(string text) => context => context.Response.WriteAsync(text);

    private static RequestDelegate Redirect(string to) => context =>
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    };

    /// <summary>Gzip that inflates to so many megabytes: members of one content, one behind the other, are one content.</summary>
    private static RequestDelegate Gzip(int megabytes, string first, string repeated)
    {
        const int MegabytesOfMember = 16;
        var text = new StringBuilder();
        while (text.Length < MegabytesOfMember << 20)
        {
            text.Append(repeated);
        }

        var (head, member) = (Compress(first), Compress(text.ToString()));
        return async context =>
        {
            await context.Response.Body.WriteAsync(head);
            for (var sent = 0; sent < megabytes; sent += MegabytesOfMember)
            {
                await context.Response.Body.WriteAsync(member, context.RequestAborted);
            }
        };
    }

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static async Task Endless(HttpContext context)
    {
        await context.Response.WriteAsync("<source><mission><description>");
        var block = Encoding.UTF8.GetBytes(new string('a', 1 << 16));
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(block, context.RequestAborted);
        }
    }

    private static async Task Drip(HttpContext context)
    {
        await context.Response.WriteAsync("<source>");
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(" ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(100, context.RequestAborted);
        }
    }

    private static string Laughs()
    {
        var entities = string.Concat(Enumerable.Range(1, 12).Select(n => $"<!ENTITY l{n} \"{string.Concat(Enumerable.Repeat($"&l{n - 1};", 10))}\">"));
        return $"""<?xml version="1.0"?><!DOCTYPE source [<!ENTITY l0 "haha">{entities}]><source>{Mission(1).Replace("Utile", "&l12;", StringComparison.Ordinal)}</source>""";
    }

    private static string Mission(int number) => $"""
        <mission><clientId>{number}</clientId><title>Mission numéro {number}</title><description>Utile à tous.</description>
        <applicationUrl>https://example.fr/{number}</applicationUrl></mission>
        """;
}
