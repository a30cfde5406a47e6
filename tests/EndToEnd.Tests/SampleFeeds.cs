using System.IO.Compression;
using Engagement.FakePartners;

namespace Engagement.EndToEnd.Tests;

/// <summary>The sample feeds of partners that are kept beside the repository; where they are not, feeds of the same shape from the generator.</summary>
internal static class SampleFeeds
{
    private static readonly Lazy<string> Generated = new(MakeFolder);

    /// <summary>1,000 missions; 10,000 in the long form.</summary>
    internal static int Size => Repository.Long ? 10_000 : 1_000;

    internal static string First => FirstOf(Size);

    internal static string Changed => ChangedOf(Size);

    internal static string Origin => Find(Size, "") is null ? "generated feeds" : "the sample feeds";

    internal static string FirstOf(int size) => Find(size, "") ?? Generate("", new FeedRequest { Count = size });

    /// <summary>The same a day later: 2 % gone, 5 % changed.</summary>
    internal static string ChangedOf(int size) => Find(size, "-changed") ?? Generate("-changed", new FeedRequest { Count = size, ChangedPercent = 5, WithdrawnPercent = 2 });

    private static string? Find(int size, string suffix) =>
        new[] { Environment.GetEnvironmentVariable("ENGAGEMENT_SHARED"), Path.Combine(Repository.Root, "..", "shared") }
            .OfType<string>().Select(f => Path.Combine(f, "feeds", $"standard-{size}{suffix}.xml.gz")).FirstOrDefault(File.Exists);

    private static string Generate(string suffix, FeedRequest request)
    {
        var path = Path.Combine(Generated.Value, $"generated-{request.Count}{suffix}.xml.gz");
        if (!File.Exists(path))
        {
            using var feed = new MemoryStream();
            using (var gzip = new GZipStream(feed, CompressionLevel.Fastest, leaveOpen: true))
            {
                FeedGenerator.Write(gzip, request).GetAwaiter().GetResult();
            }

            File.WriteAllBytes(path, feed.ToArray());
        }

        return path;
    }

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("engagement-feeds-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
