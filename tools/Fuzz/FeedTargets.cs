using Engagement.Missions;

namespace Engagement.Fuzz;

/// <summary>Feeds in both formats: a feed ends with <see cref="FeedException"/> or gives judged missions, and nothing else happens.</summary>
internal static class FeedTargets
{
    // Small, so that the limits themselves are reached.
    private static readonly FeedLimits Limits = new()
    {
        MaxInflatedBytes = 1 << 20,
        MaxPageBytes = 1 << 19,
        MaxMissionBytes = 1 << 17,
        MaxTagBytes = 1 << 16,
    };

    internal static async Task Xml(byte[] bytes)
    {
        using var feed = new MemoryStream(bytes);
        await Check(new FeedReader(Limits).Read(feed, new FeedSettings()));
    }

    internal static async Task Rpde(byte[] bytes)
    {
        using var page = new MemoryStream(bytes);
        await Check(new RpdeReader(new FeedSettings(), Limits).ReadPage(page));
    }

    private static async Task Check(IAsyncEnumerable<FeedItem> items)
    {
        try
        {
            await foreach (var item in items)
            {
                Check(item);
            }
        }
        catch (FeedException)
        {
            // The expected end of a broken feed.
        }
    }

    private static void Check(FeedItem item)
    {
        if (!item.IsDeleted && (item.Mission is null) != (item.Refusals.Count > 0))
        {
            throw new BrokenPromiseException($"Mission {item.Position} is neither accepted nor refused, or both.");
        }

        if (item.Mission is { } mission)
        {
            var written = MissionJson.Serialize(mission);
            var again = MissionJson.DeserializeMission(written);
            if (!MissionHash.Of(mission, item.Organization).AsSpan().SequenceEqual(MissionHash.Of(again, item.Organization)))
            {
                throw new BrokenPromiseException($"Mission {item.Position} has another hash after its JSON was written and read.");
            }
        }
    }
}
