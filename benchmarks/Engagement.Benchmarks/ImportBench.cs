using System.Diagnostics;
using System.IO.Compression;
using System.Xml;
using Engagement.FakePartners;

namespace Engagement.Benchmarks;

/// <summary>First, unchanged and changed imports of one feed, each to the moment its last mission is searchable, and one that the partner answers with 304.</summary>
internal static class ImportBench
{
    internal static async Task<int> Run(string[] args)
    {
        var options = BenchOptions.Parse(args, count: 50_000);
        var feed = await BenchFeed.Create(options.Count);
        await using var partner = await ConditionalFeed.Start(new FeedRequest { Count = 1_000, Seed = 8, Publisher = "Pulled" });
        await using var server = await ServerUnderTest.Start(partner.Endpoint);
        var report = new Report("import");
        report.Add("missions", options.Count, "");

        var tokenising = Tokenise(feed.First);
        var first = await Measure(server, report, "first", feed.First, limit: 25);
        var unchanged = await Measure(server, report, "unchanged", feed.First, limit: 3);
        var changed = await Measure(server, report, "5 % changed", feed.Changed, limit: 6);
        await server.Import(feed.First);
        await Measure(server, report, "5 % changed, 2 % withdrawn", feed.Reduced, limit: 5);
        report.Add("answered with 304", await NotModified(server, partner), "s", limit: 0.05);
        tokenising = Math.Min(tokenising, Tokenise(feed.First));

        report.Add("XmlReader tokenising alone", tokenising, "s");
        report.Add("first ÷ tokenising", first / tokenising, "×");
        report.Add("unchanged ÷ tokenising", unchanged / tokenising, "×");
        report.Add("5 % changed ÷ tokenising", changed / tokenising, "×");
        report.Add("peak memory of the process", ProcessUsage.Of(server.ProcessId).PeakMegabytes, "MB");
        return report.Finish();
    }

    private static async Task<double> Measure(ServerUnderTest server, Report report, string name, string file, double limit)
    {
        var (cpu, database) = (ProcessUsage.Of(server.ProcessId).CpuSeconds, server.DatabaseCpuSeconds());
        await server.ResetStages();
        var watch = Stopwatch.StartNew();
        var counts = await server.Import(file);
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"  {name}: {counts}");
        report.Add($"{name}: start to searchable", seconds, "s", limit);
        report.Add($"{name}: missions per second", counts.Received / seconds, "/s");
        report.Add($"{name}: CPU of the process", ProcessUsage.Of(server.ProcessId).CpuSeconds - cpu, "s");
        report.Add($"{name}: CPU of PostgreSQL", server.DatabaseCpuSeconds() - database, "s");
        foreach (var (stage, busy) in await server.Stages())
        {
            report.Add($"{name}:   {stage}", busy, "s busy");
        }

        return seconds;
    }

    // The median of some: one run is a few milliseconds.
    private static async Task<double> NotModified(ServerUnderTest server, ConditionalFeed partner)
    {
        await server.Pull(partner.Address);
        var times = new List<double>();
        for (var i = 0; i < 21; i++)
        {
            var watch = Stopwatch.StartNew();
            await server.Pull(partner.Address);
            times.Add(watch.Elapsed.TotalSeconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static double Tokenise(string file)
    {
        var watch = Stopwatch.StartNew();
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var length = 0L;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                length += reader.Value.Length;
            }
        }

        GC.KeepAlive(length);
        return watch.Elapsed.TotalSeconds;
    }
}
