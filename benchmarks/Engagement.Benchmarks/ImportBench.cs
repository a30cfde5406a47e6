using System.Diagnostics;
using System.IO.Compression;
using System.Xml;

namespace Engagement.Benchmarks;

/// <summary>First, unchanged and 5 %-changed import of one feed, each to the moment its last mission is searchable.</summary>
internal static class ImportBench
{
    internal static async Task<int> Run(string[] args)
    {
        var options = BenchOptions.Parse(args, count: 50_000);
        var feed = await BenchFeed.Create(options.Count);
        await using var server = await ServerUnderTest.Start();
        var report = new Report("import");
        report.Add("missions", options.Count, "");

        var tokenising = Tokenise(feed.First);
        var first = await Measure(server, report, "first", feed.First, limit: 30);
        var unchanged = await Measure(server, report, "unchanged", feed.First, limit: 3);
        var changed = await Measure(server, report, "5 % changed", feed.Changed, limit: 6);
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
