using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Engagement.Benchmarks;

/// <summary>
/// The same missions imported again and again, each time with words never seen before: what the process keeps, and what a facet query costs,
/// after the last import against after the second.
/// </summary>
internal static class ChurnBench
{
    private const double Limit = 1.2;

    // A door of 1,000 values a list: what a feed may hold of them.
    private const int WordsOfList = 1_000;

    private static readonly byte[] FacetQuery = JsonSerializer.SerializeToUtf8Bytes(new
    {
        query = "{ missions(first: 1) { totalCount facets { audiences { code count } networks { code count } domains { code count } } } }",
    });

    internal static async Task<int> Run(string[] args)
    {
        var options = BenchOptions.Parse(args, count: 300);
        var imports = BenchOptions.Value(args, "--imports") ?? 100;
        if (imports < 3) throw new ArgumentException("--imports needs at least 3: the second one is compared with the last.");
        await using var server = await ServerUnderTest.Start();
        var (second, last) = (default(Figures), default(Figures));
        for (var import = 1; import <= imports; import++)
        {
            var feed = await Feed(options.Count, import);
            await server.Import(feed);
            File.Delete(feed);
            if (import == 2) second = await Measure(server, options.Seconds);
            if (import == imports) last = await Measure(server, options.Seconds);
            if (import == 2 || import % 10 == 0 || import == imports)
            {
                var kept = await server.KeptMegabytes();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  after import {import}: {kept:N0} MB kept"));
            }
        }

        var report = new Report("churn");
        report.Add("missions, each with 3 lists of 1,000 fresh words an import", options.Count, "");
        report.Add("imports", imports, "");
        report.Add("memory kept after the second import", second.Megabytes, "MB");
        report.Add("memory kept after the last import", last.Megabytes, "MB");
        report.Add("memory kept, last ÷ second", last.Megabytes / second.Megabytes, "×", Limit);
        report.Add("CPU of a facet query after the second import", second.Microseconds, "µs");
        report.Add("CPU of a facet query after the last import", last.Microseconds, "µs");
        report.Add("CPU of a facet query, last ÷ second", last.Microseconds / second.Microseconds, "×", Limit);
        return report.Finish();
    }

    private static async Task<Figures> Measure(ServerUnderTest server, int seconds)
    {
        (Uri, byte[])[] queries = [(new Uri(server.Address, "graphql"), FacetQuery)];
        await Load.Run(server.ProcessId, queries, 2, TimeSpan.FromSeconds(2));
        var load = await Load.Run(server.ProcessId, queries, 2, TimeSpan.FromSeconds(seconds));
        return new Figures(await server.KeptMegabytes(), load.CpuMicroseconds);
    }

    private static async Task<string> Feed(int missions, int import)
    {
        var path = Path.Combine(Path.GetTempPath(), $"engagement-churn-{Environment.ProcessId}.xml.gz");
        await using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        await using var feed = new StreamWriter(gzip, new UTF8Encoding(false));
        await feed.WriteAsync("<source><publisher>Churn</publisher>");
        for (var mission = 0; mission < missions; mission++)
        {
            await feed.WriteAsync(
                $"""
                <mission><clientId>m-{mission}</clientId><title>Aider au jardin partagé {mission}</title><description>Entretenir les parcelles avec les habitants.</description>
                <applicationUrl>https://partenaire.example/missions/{mission}</applicationUrl><domain>environnement</domain>
                <tags>{Words("t", import, mission)}</tags><audience>{Words("a", import, mission)}</audience>
                <organizationClientId>o-{mission}</organizationClientId><organizationName>Les Jardins du Lac {mission}</organizationName>
                <organizationReseaux>{Words("r", import, mission)}</organizationReseaux></mission>
                """);
        }

        await feed.WriteAsync("</source>");
        return path;
    }

    private static string Words(string list, int import, int mission) =>
        string.Join(',', Enumerable.Range(0, WordsOfList).Select(word => string.Create(CultureInfo.InvariantCulture, $"{list}{import}x{mission}x{word}")));

    private readonly record struct Figures(double Megabytes, double Microseconds);
}
