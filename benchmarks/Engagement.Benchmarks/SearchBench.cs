
namespace Engagement.Benchmarks;

/// <summary>CPU per request of list+facets queries over 100,000 missions, against a bare endpoint answering as many bytes in the same run.</summary>
internal static class SearchBench
{
    private const int Connections = 8;

    internal static async Task<int> Run(string[] args)
    {
        var options = BenchOptions.Parse(args, count: 100_000);
        var feed = await BenchFeed.Create(options.Count);
        await using var server = await ServerUnderTest.Start();
        Console.WriteLine($"  importing {options.Count:N0} missions …");
        await server.Import(feed.First);

        var queries = SearchQueries.Create().Select(body => (Address: new Uri(server.Address, "graphql"), Body: body)).ToList();
        var sizes = await Sizes(queries);
        await using var bare = await BareProcess.Start();
        var floor = queries.Select((q, i) => (Address: new Uri(bare.Address, $"bytes/{sizes[i]}"), q.Body)).ToList();

        var duration = TimeSpan.FromSeconds(options.Seconds);
        await Load.Run(server.ProcessId, queries, Connections, TimeSpan.FromSeconds(5));
        await Load.Run(bare.ProcessId, floor, Connections, TimeSpan.FromSeconds(3));
        // Interleaved halves: whatever else the machine does falls on both.
        var ours = new[] { await Load.Run(server.ProcessId, queries, Connections, duration / 2) }.ToList();
        var floors = new[] { await Load.Run(bare.ProcessId, floor, Connections, duration / 2) }.ToList();
        ours.Add(await Load.Run(server.ProcessId, queries, Connections, duration / 2));
        floors.Add(await Load.Run(bare.ProcessId, floor, Connections, duration / 2));
        var single = await Load.Run(server.ProcessId, queries, 1, duration / 4);

        var report = new Report("search");
        report.Add("missions", options.Count, "");
        report.Add("different queries", queries.Count, "");
        report.Add("answer, average", sizes.Average() / 1024, "KB");
        report.Add("requests per second", ours.Average(r => r.PerSecond), "/s");
        report.Add($"p50, {Connections} connections", ours.Average(r => r.Percentile(0.50)), "ms");
        report.Add($"p99, {Connections} connections", ours.Average(r => r.Percentile(0.99)), "ms");
        report.Add("p50, one connection", single.Percentile(0.50), "ms");
        report.Add("p99, one connection", single.Percentile(0.99), "ms");
        report.Add("CPU per request", ours.Average(r => r.CpuMicroseconds), "µs");
        report.Add("bare endpoint: requests per second", floors.Average(r => r.PerSecond), "/s");
        report.Add("bare endpoint: CPU per request", floors.Average(r => r.CpuMicroseconds), "µs");
        report.Add("CPU per request ÷ bare endpoint's", ours.Average(r => r.CpuMicroseconds) / floors.Average(r => r.CpuMicroseconds), "×", limit: 10);
        report.Add("peak memory of the process", ProcessUsage.Of(server.ProcessId).PeakMegabytes, "MB");
        return report.Finish();
    }

    private static async Task<List<int>> Sizes(IReadOnlyList<(Uri Address, byte[] Body)> queries)
    {
        using var client = new HttpClient();
        var sizes = new List<int>();
        foreach (var (address, body) in queries)
        {
            sizes.Add(await Load.Send(client, address, body));
        }

        return sizes;
    }
}
