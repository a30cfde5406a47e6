using System.Globalization;

namespace Engagement.Missions.Tests;

public sealed class FeedDateTests
{
    [Theory]
    [InlineData("2026-07-14", "2026-07-13T22:00:00Z")]
    [InlineData("2026-01-14", "2026-01-13T23:00:00Z")]
    [InlineData("14/07/2026", "2026-07-13T22:00:00Z")]
    [InlineData("04/05/2026", "2026-05-03T22:00:00Z")]
    [InlineData("4/5/2026", "2026-05-03T22:00:00Z")]
    [InlineData("04-05-2026", "2026-05-03T22:00:00Z")]
    [InlineData("04/05/2026 09:30", "2026-05-04T07:30:00Z")]
    [InlineData("2026-07-14 09:30:00", "2026-07-14T07:30:00Z")]
    [InlineData("2026-07-14T09:30", "2026-07-14T07:30:00Z")]
    [InlineData("2026-07-14T09:30:15", "2026-07-14T07:30:15Z")]
    [InlineData("2026-07-14T09:30:15.250", "2026-07-14T07:30:15.25Z")]
    [InlineData("2026-07-14T09:30:15,250Z", "2026-07-14T09:30:15.25Z")]
    [InlineData("2026-07-14T09:30:15Z", "2026-07-14T09:30:15Z")]
    [InlineData("2026-07-14T09:30:15+02:00", "2026-07-14T07:30:15Z")]
    [InlineData("2026-07-14T09:30:15-0330", "2026-07-14T13:00:15Z")]
    [InlineData("2026-07-14T09:30:15+02", "2026-07-14T07:30:15Z")]
    [InlineData("2026-07-14 09:30:15 +02:00", "2026-07-14T07:30:15Z")]
    [InlineData("20260714", "2026-07-13T22:00:00Z")]
    [InlineData("2026-07-14T24:00:00", "2026-07-14T22:00:00Z")]
    [InlineData("Tue, 14 Jul 2026 09:30:15 GMT", "2026-07-14T09:30:15Z")]
    [InlineData("Mon, 14 Jul 2026 09:30:15 GMT", "2026-07-14T09:30:15Z")]
    [InlineData("Tue, 14 Jul 2026 09:30:15 +0200", "2026-07-14T07:30:15Z")]
    [InlineData("14 Jul 2026 09:30:15 GMT", "2026-07-14T09:30:15Z")]
    [InlineData("  2026-07-14  ", "2026-07-13T22:00:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    [InlineData("2028-02-29", "2028-02-28T23:00:00Z")]
    [InlineData("2026-10-25T02:30", "2026-10-25T01:30:00Z")]
    [InlineData("1/2/2026 9:05", "2026-02-01T08:05:00Z")]
    [InlineData("04/05/2026\u00A009:30", "2026-05-04T07:30:00Z")]
    [InlineData("2026-07-14t09:30:15z", "2026-07-14T09:30:15Z")]
    [InlineData("2026-07-14T09:30:15.123456789Z", "2026-07-14T09:30:15.1234567Z")]
    [InlineData("2026-07-14 09:30:15 UTC", "2026-07-14T09:30:15Z")]
    [InlineData("2026-07-14 09:30:15 +0200", "2026-07-14T07:30:15Z")]
    [InlineData("20260714T093015Z", "2026-07-14T09:30:15Z")]
    [InlineData("2026-07-14Z", "2026-07-14T00:00:00Z")]
    [InlineData("2026-07-14+02:00", "2026-07-13T22:00:00Z")]
    [InlineData("Tue, 14 Jul 2026 09:30 GMT", "2026-07-14T09:30:00Z")]
    [InlineData("tue, 14 jul 2026 09:30:15 utc", "2026-07-14T09:30:15Z")]
    [InlineData("Tue, 14 Jul 2026 09:30:15", "2026-07-14T07:30:15Z")]
    [InlineData("9999-12-31", "9999-12-30T23:00:00Z")]
    public void Date_is_read_in_the_time_of_Paris_unless_it_has_a_zone(string text, string expected)
    {
        Assert.True(FeedDate.TryRead(text, endOfDay: false, out var instant));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), instant);
        Assert.Equal(TimeSpan.Zero, instant.Offset);
    }

    [Theory]
    [InlineData("2026-07-14", "2026-07-14T22:00:00Z")]
    [InlineData("14/07/2026", "2026-07-14T22:00:00Z")]
    [InlineData("2026-12-31", "2026-12-31T23:00:00Z")]
    [InlineData("2026-03-28", "2026-03-28T23:00:00Z")]
    [InlineData("2026-03-29", "2026-03-29T22:00:00Z")]
    [InlineData("2026-07-14T00:00:00Z", "2026-07-14T00:00:00Z")]
    [InlineData("2026-07-14 00:00:00", "2026-07-13T22:00:00Z")]
    [InlineData("2026-07-14-05:00", "2026-07-15T05:00:00Z")]
    [InlineData("9999-12-31", "9999-12-31T23:00:00Z")]
    public void End_without_a_time_is_24_hours_in_Paris(string text, string expected)
    {
        Assert.True(FeedDate.TryRead(text, endOfDay: true, out var instant));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), instant);
    }

    [Theory]
    [InlineData("")]
    [InlineData("demain")]
    [InlineData("2026-02-30")]
    [InlineData("2027-02-29")]
    [InlineData("13/13/2026")]
    [InlineData("05/31/2026")]
    [InlineData("14/07/26")]
    [InlineData("2026")]
    [InlineData("2026-07")]
    [InlineData("0000-00-00")]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("14/07/0026")]
    [InlineData("2026-07-145")]
    [InlineData("2026-07-14T10:00:00.12345678x")]
    [InlineData("9999-12-31T23:30:00-01:00")]
    [InlineData("31 Feb 2026 09:30:15 GMT")]
    [InlineData("Tue, 14 Jul 26 09:30:15 GMT")]
    [InlineData("Tue, 14 Jul 2026")]
    [InlineData("14 juillet 2026")]
    [InlineData("2026-07-14T25:00:00Z")]
    [InlineData("2026-07-14T10:00:00+25:00")]
    [InlineData("2026-07-14T")]
    [InlineData("2026-07-14T10:00:00 Paris")]
    [InlineData("1752480000")]
    [InlineData("9999-12-31T10:00:00.000000000000000000000000000000000000000Z")]
    public void Text_that_is_no_date_is_unreadable_and_never_now(string text) =>
        Assert.False(FeedDate.TryRead(text, endOfDay: true, out _));

    [Fact]
    public void Day_in_Paris_begins_before_that_of_Greenwich() =>
        Assert.Equal(new DateOnly(2026, 7, 15), FeedDate.DayInParis(new DateTimeOffset(2026, 7, 14, 22, 0, 0, TimeSpan.Zero)));
}
