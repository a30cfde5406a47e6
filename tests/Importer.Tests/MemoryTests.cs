using System.IO.Compression;
using System.Net;

namespace Engagement.Importer.Tests;

/// <summary>What other tests allocate at the same time would count here.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    [Fact]
    public async Task A_feed_of_50_megabytes_is_read_in_constant_memory()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(10));
        var mission = TestFeed.Mission("a").Replace("Entretenir les parcelles avec les habitants.", Long, StringComparison.Ordinal);

        var (answer, peak) = await Import(world, new LongFeed("<source>", mission, "</source>"), "");

        Assert.Equal((2600, 2599), (answer["received"], answer["duplicates"]));
        Assert.InRange(peak, -Most, Most);
    }

    [Fact]
    public async Task An_rpde_page_of_50_megabytes_is_read_in_constant_memory()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(10));
        var refused = $$"""{"state":"updated","kind":"mission","id":"a","modified":1,"data":{"description":"{{Long}}"} },""";

        var (answer, peak) = await Import(world, new LongFeed("""{"next":"x","items":[""", refused, """{"state":"deleted","kind":"mission","id":"m-00001","modified":2}]}"""), "&format=rpde");

        Assert.Equal(("SUCCESS", 2600, 2600, 1), (answer.Status, answer["received"], answer["refused"], answer["withdrawn"]));
        Assert.InRange(peak, -Most, Most);
    }

    [Fact]
    public async Task A_feed_that_inflates_beyond_its_bound_fails_in_constant_memory()
    {
        await using var world = await ImporterWorld.Start(new KeyValuePair<string, string?>("Runs:MaxMegabytes", "64"));
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(TestFeed.Utf8("<source>" + TestFeed.Mission("a")));
            var spaces = new byte[1 << 20];
            Array.Fill(spaces, (byte)' ');
            for (var megabyte = 0; megabyte < 512; megabyte++)
            {
                await gzip.WriteAsync(spaces);
            }
        }

        var before = GC.GetTotalAllocatedBytes();
        var answer = await world.Import(new ByteArrayContent(bomb.ToArray()));

        Assert.Equal(("FAILED", "TOO_LARGE"), (answer.Status, answer.Reason));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
    }

    private const long Most = 30 << 20;

    private static readonly string Long = string.Concat(Enumerable.Repeat("Entretenir les parcelles. ", 730));

    private static async Task<(ImportAnswerLines Answer, long Peak)> Import(ImporterWorld world, HttpContent feed, string query)
    {
        // What earlier tests left is freed first; a little of it may still go meanwhile.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var importing = world.Import(feed, "demo", query);
        var peak = long.MinValue;
        while (!importing.IsCompleted)
        {
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            await Task.WhenAny(importing, Task.Delay(500));
        }

        return (await importing, peak);
    }

    /// <summary>The same mission of 19 KB again and again, written as it is read.</summary>
    private sealed class LongFeed(string begin, string mission, string end) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var bytes = TestFeed.Utf8(mission);
            await stream.WriteAsync(TestFeed.Utf8(begin));
            for (var n = 0; n < 2600; n++)
            {
                await stream.WriteAsync(bytes);
            }

            await stream.WriteAsync(TestFeed.Utf8(end));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
