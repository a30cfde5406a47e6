using System.Diagnostics;
using Engagement.Search.Index;

namespace Engagement.Benchmarks;

/// <summary>
/// The mission index alone: load, memory, list+facets queries by kind, and how long an update takes. Arguments: number of missions
/// (100,000) and words of a description (400).
/// </summary>
internal static class IndexBench
{
    private const int Rounds = 15;

    internal static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0]) : 100_000;
        var words = args.Length > 1 ? int.Parse(args[1]) : 400;
        var missions = new BenchMissions(words);
        var documents = missions.Take(count);
        Console.WriteLine($"{count:N0} missions, about {words} words each; {Environment.ProcessorCount} processors");
        var report = new Report("index");
        var index = Load(documents, report);
        Queries(index, report);
        Updates(index, missions, documents, report);
        return report.Finish();
    }

    private static MissionIndex Load(List<MissionDocument> documents, Report report)
    {
        var before = GC.GetTotalMemory(true);
        var index = new MissionIndex();
        var watch = Stopwatch.StartNew();
        foreach (var batch in documents.Chunk(5_000)) index.Apply(new IndexBatch(batch[^1].Number, batch, []));
        report.Add("load", watch.Elapsed.TotalSeconds, "s");
        report.Add("memory kept", (GC.GetTotalMemory(true) - before) / 1e6, "MB");
        return index;
    }

    private static void Queries(MissionIndex index, Report report)
    {
        var kinds = new BenchQueries().Mix(200).GroupBy(query => query.Kind).ToList();
        foreach (var query in kinds.SelectMany(kind => kind)) index.Search(query.Query);
        Warm(index, kinds.SelectMany(kind => kind));
        Console.WriteLine($"{"kind",-28}{"queries",8}{"µs mean",10}{"µs max",10}{"found",10}{"KB",8}");
        var all = 0.0;
        foreach (var kind in kinds)
        {
            var sum = Measure(index, kind.Key, [.. kind.Select(query => query.Query)]);
            report.Add($"list + facets, {kind.Key}", sum / kind.Count(), "µs");
            all += sum;
        }

        report.Add("list + facets, all 200", all / 200, "µs");
    }

    private static void Warm(MissionIndex index, IEnumerable<(string Kind, MissionQuery Query)> queries)
    {
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 1500)
        {
            foreach (var query in queries) index.Search(query.Query);
        }
    }

    private static double Measure(MissionIndex index, string kind, MissionQuery[] queries)
    {
        var (sum, max, found) = (0.0, 0.0, 0L);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (var query in queries)
        {
            var best = double.MaxValue;
            for (var round = 0; round < Rounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                var result = index.Search(query);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                found += result.TotalCount ?? 0;
            }

            sum += best;
            max = Math.Max(max, best);
        }

        var calls = queries.Length * Rounds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine($"{kind,-28}{queries.Length,8}{sum / queries.Length,10:F1}{max,10:F1}{found / calls,10:N0}{allocated / calls / 1024,8}");
        return sum;
    }

    private static void Updates(MissionIndex index, BenchMissions missions, List<MissionDocument> documents, Report report)
    {
        foreach (var size in new[] { 1, 20, 200 })
        {
            var times = new List<double>();
            for (var i = 0; i < 300; i++)
            {
                var batch = Enumerable.Range(0, size).Select(_ => missions.Changed(documents)).ToList();
                var start = Stopwatch.GetTimestamp();
                index.Apply(new IndexBatch(batch[^1].Number, batch, []));
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Sort();
            report.Add($"update of {size}, p50", times[150], "ms");
            report.Add($"update of {size}, p99", times[297], "ms");
            report.Add($"update of {size}, longest", times[^1], "ms");
        }
    }
}
