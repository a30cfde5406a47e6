namespace Engagement.Missions.Tests;

public sealed class WarningLimitTests
{
    [Fact]
    public async Task Warnings_beyond_fifty_are_counted_not_dropped_in_silence()
    {
        var activities = string.Concat(Enumerable.Range(1, 80).Select(i => $"<value>inconnue {i}</value>"));

        var item = await MissionXml.ReadOne(("activity", activities));

        Assert.Equal(51, item.Warnings.Count);
        Assert.All(item.Warnings.Take(50), w => Assert.Equal(FeedCodes.ActivityUnknown, w.Code));
        Assert.Equal(FeedCodes.TooManyWarnings, item.Warnings[50].Code);
        Assert.StartsWith("30 autres avertissements", item.Warnings[50].Message, StringComparison.Ordinal);
    }
}
