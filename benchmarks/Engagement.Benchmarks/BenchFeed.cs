using System.IO.Compression;
using Engagement.FakePartners;

namespace Engagement.Benchmarks;

/// <summary>A generated feed and its successors, kept between runs so that generating is not waited for twice.</summary>
/// <param name="Changed">5 % of the missions differ.</param>
/// <param name="Reduced">5 % differ and 2 % are left out.</param>
internal sealed record BenchFeed(string First, string Changed, string Reduced)
{
    internal static async Task<BenchFeed> Create(int count)
    {
        var request = new FeedRequest { Count = count, Seed = 7 };
        return new BenchFeed(await File(request), await File(request with { ChangedPercent = 5 }), await File(request with { ChangedPercent = 5, WithdrawnPercent = 2 }));
    }

    private static async Task<string> File(FeedRequest request)
    {
        var path = Path.Combine(Path.GetTempPath(), $"engagement-bench-{request.Count}-{request.ChangedPercent}-{request.WithdrawnPercent}.xml.gz");
        if (!System.IO.File.Exists(path))
        {
            Console.WriteLine($"  generating {request.Count:N0} missions, {request.ChangedPercent} % changed, {request.WithdrawnPercent} % withdrawn …");
            var partial = path + ".partial";
            await using (var gzip = new GZipStream(System.IO.File.Create(partial), CompressionLevel.Fastest))
            {
                await FeedGenerator.Write(gzip, request);
            }

            System.IO.File.Move(partial, path, overwrite: true);
        }

        return path;
    }
}
