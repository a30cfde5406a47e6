using System.Text;
using Engagement.FakePartners;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Engagement.Missions.Tests;

public sealed class DamagedFeedTests(ITestOutputHelper output)
{
    private static readonly byte[] Whole = Generate();

    /// <summary>Bytes cut, overwritten, repeated or inserted at any place: missions, a FeedException, nothing else. FsCheck names the seed of a failure.</summary>
    [Fact]
    public void Damaged_feed_never_crashes_the_reader()
    {
        var damage =
            from at in Gen.Choose(0, Whole.Length - 1)
            from length in Gen.Choose(0, 400)
            from kind in Gen.Choose(0, 5)
            from bytes in Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b), length)
            select Damage(at, length, kind, bytes);
        var seed = (ulong)Environment.TickCount64;
        output.WriteLine($"Seed {seed}: Config.WithReplay({seed}, 1) repeats this run.");
        var (read, broken) = (0, 0);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(seed, 1),
            Prop.ForAll(Arb.From(damage), feed =>
            {
                var fault = Record.ExceptionAsync(() => MissionXml.Read(feed)).GetAwaiter().GetResult();
                Assert.True(fault is null or FeedException, fault?.ToString());
                _ = fault is null ? read++ : broken++;
            }));
        Assert.True(read > 10 && broken > 50, $"{read} read, {broken} broken: the damage is not varied enough.");
    }

    /// <summary>Values replaced by hostile ones: each mission is judged, none is lost, the feed goes on.</summary>
    [Fact]
    public void Hostile_value_never_stops_the_next_mission()
    {
        string[] values =
        [
            "", " ", "0", "-1", "99999999999999999999", "1e400", "NaN", ",", ",,,", "<value/>", "<a><b/></a>", "&lt;script&gt;", "W", "é", "2026-99-99", "24/24/2024", "&amp;amp;amp;", "http://", "https://[::1", "http://%%%",
            "<![CDATA[<p><p><table><ul><svg>]]>", "<![CDATA[&#0;&#xD800;&#x110000;&bidon;]]>", "\u2028", "1,5,6", "48.85", "lon,lat", "<lat>x</lat>", "<address/>", "<address><location/></address>",
        ];
        var change = from field in Gen.Elements(FeedFields.Rows.SelectMany(r => r.Names).ToArray()) from value in Gen.Elements(values) select (field, value);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1500),
            Prop.ForAll(Arb.From(Gen.ArrayOf(change, 3)), changes =>
            {
                var hostile = MissionXml.Mission([.. changes.DistinctBy(c => c.field)]);
                var items = MissionXml.Read(MissionXml.Feed(hostile, MissionXml.Mission(("clientId", "ok")))).GetAwaiter().GetResult();
                Assert.Equal(2, items.Count);
                Assert.NotNull(items[1].Mission);
                Assert.Equal(items[0].Mission is null, items[0].Refusals.Count > 0);
                if (items[0].Mission is { } mission)
                {
                    Assert.Equal(32, MissionHash.Of(mission, items[0].Organization).Length);
                    Assert.DoesNotContain('\0', Encoding.UTF8.GetString(MissionJson.Serialize(mission)));
                }
            }));
    }

    private static byte[] Damage(int at, int length, int kind, byte[] bytes) => kind switch
    {
        0 => Whole[..at],
        1 => [.. Whole[..at], .. Whole[Math.Min(Whole.Length, at + length)..]],
        2 => [.. Whole[..at], .. bytes, .. Whole[at..]],
        3 => [.. Whole[..at], .. Whole[at..Math.Min(Whole.Length, at + length)], .. Whole[at..]],
        4 => [.. Whole[..at], .. Encoding.ASCII.GetBytes(new string('x', length)), .. Whole[Math.Min(Whole.Length, at + length)..]],
        _ => MissionXml.Gzip(Whole) is var gzip && at % gzip.Length is var place ? [.. gzip[..place], .. bytes, .. gzip[place..]] : [],
    };

    private static byte[] Generate()
    {
        var stream = new MemoryStream();
        FeedGenerator.Write(stream, new FeedRequest { Count = 12 }).GetAwaiter().GetResult();
        return stream.ToArray();
    }
}
