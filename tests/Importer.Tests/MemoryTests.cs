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
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var importing = world.Import(new LongFeed(2600));
        var peak = 0L;
        while (!importing.IsCompleted)
        {
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            await Task.WhenAny(importing, Task.Delay(500));
        }

        var answer = await importing;
        Assert.Equal((2600, 2599), (answer["received"], answer["duplicates"]));
        Assert.InRange(peak, 1, 30 << 20);
    }

    /// <summary>Missions of 19 KB, written as they are read.</summary>
    private sealed class LongFeed(int missions) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var text = string.Concat(Enumerable.Repeat("Entretenir les parcelles. ", 730));
            var mission = TestFeed.Utf8(TestFeed.Mission("a").Replace("Entretenir les parcelles avec les habitants.", text, StringComparison.Ordinal));
            await stream.WriteAsync(TestFeed.Utf8("<source>"));
            for (var n = 0; n < missions; n++)
            {
                await stream.WriteAsync(mission);
            }

            await stream.WriteAsync(TestFeed.Utf8("</source>"));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
