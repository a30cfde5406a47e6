using System.Diagnostics;

namespace Engagement.Missions.Tests;

public sealed class PaceTests
{
    [Fact]
    public async Task A_reading_that_may_take_a_share_of_a_processor_rests_and_reads_the_same()
    {
        var feed = MissionXml.Feed([.. Enumerable.Range(0, 2_000).Select(i => MissionXml.Mission(("clientId", $"m-{i}")))]);
        var fast = Stopwatch.StartNew();
        var all = await MissionXml.Read(System.Text.Encoding.UTF8.GetBytes(feed));
        fast.Stop();
        var slow = Stopwatch.StartNew();
        var paced = await MissionXml.Read(System.Text.Encoding.UTF8.GetBytes(feed), limits: new FeedLimits { Share = 0.05 });
        slow.Stop();

        Assert.Equal(all.Select(item => item.ClientId), paced.Select(item => item.ClientId));
        // Whatever the machine does beside, 20 times as long is far from as long.
        Assert.True(slow.Elapsed > fast.Elapsed * 2, $"{slow.Elapsed} with a twentieth of a processor, {fast.Elapsed} with all of it");
    }

    [Fact]
    public async Task A_reading_that_rests_ends_at_once_when_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var feed = System.Text.Encoding.UTF8.GetBytes(MissionXml.Feed([.. Enumerable.Range(0, 20_000).Select(i => MissionXml.Mission(("clientId", $"m-{i}")))]));
        var reading = Task.Run(async () =>
        {
            await foreach (var item in new FeedReader(new FeedLimits { Share = 0.01 }).Read(new MemoryStream(feed), new FeedSettings(), stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(20)));
    }
}
