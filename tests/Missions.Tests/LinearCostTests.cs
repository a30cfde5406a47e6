using System.Diagnostics;
using System.Net;
using System.Text;

namespace Engagement.Missions.Tests;

/// <summary>
/// What eight times as much input costs is compared with what once as much costs: about 8 when the work is linear, 64 when it grows with
/// the
/// square. What is quick in any case is not compared: its figure would be noise.
/// </summary>
[Collection(nameof(LinearCostTests))]
[CollectionDefinition(nameof(LinearCostTests), DisableParallelization = true)]
public sealed class LinearCostTests
{
    private const int Times = 8;
    private const double Most = 3 * Times;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(60);

    private static readonly string[] Pieces =
    [
        "a<!---->", "<![CDATA[a]]>", "a<?x?>", "&amp;", "&#65;", "a  ", "a\n", " \n", "a \n", "<value>a</value>", "<value/>",
            "<item>a,b</item>", ",", "a,", "a,b c,", "<b>a</b>", "<b/>",
        "<br/>", "&lt;b&gt;", "&lt;", "&amp;lt;", "&amp;amp;", "&lt;p&gt;a", "&lt;b&gt;&lt;i&gt;", "&lt;/p&gt;", "&lt;a href='x'&gt;",
            "&lt;ul&gt;", "&lt;table&gt;", "&lt;b a=1 ", "a=1 ", "b c ", "é", "\u2019", "🐝", "Ã", "&amp;#", "&amp;#x", "\u00A0", "-", "'",
                "\t",
        "<address><city>Lyon</city></address>", "<address>a</address>", "<x/>", "<x>a</x>", "1", "0", "<country>zz</country>", "https://",
            "%41", ";",
    ];

    private static readonly string[] Elements =
        ["title", "description", "organizationDescription", "organizationName", "tags", "activity", "audience", "addresses", "address",
            "postalCode", "city", "schedule", "applicationUrl", "startAt", "places", "country", "departmentName", "lonlat", "clientId",
                "unknown", "organizationRNA", "compensationAmount", "domain"];

    [Fact]
    public void No_feed_made_of_repeated_pieces_costs_more_than_its_length()
    {
        var random = new Random(12);
        var length = IsLong ? 60_000 : 20_000;
        var shapes = Shapes(random).Take(IsLong ? 3_000 : 520).ToList();
        var dear = shapes.Where(shape => IsDear(() => Xml(shape, length), () => Xml(shape, length * Times))).Select(s =>
            $"XML {s}").ToList();
        dear.AddRange(shapes.Where((_, i) => i % 4 == 0).Where(shape =>
            IsDear(() => Rpde(shape, length), () => Rpde(shape, length * Times))).Select(s => $"RPDE {s}"));

        Assert.True(dear.Count == 0, $"{dear.Count} of {shapes.Count}:\n{string.Join('\n', dear.Take(20))}");
    }

    [Theory]
    [InlineData("title")]
    [InlineData("tags")]
    [InlineData("address")]
    [InlineData("description")]
    [InlineData("organizationDescription")]
    public void A_text_that_comments_divide_costs_its_length(string element) =>
        Assert.False(IsDear(() => Xml(new("a<!---->", "", element), 160_000), () => Xml(new("a<!---->", "", element), 160_000 * Times)),
            element);

    private static bool IsLong => Environment.GetEnvironmentVariable("ENGAGEMENT_LONG") is { Length: > 0 };

    private static IEnumerable<Shape> Shapes(Random random)
    {
        foreach (var piece in Pieces)
        {
            yield return new Shape(piece, "", "description");
            yield return new Shape(piece, "", "tags");
        }

        while (true)
        {
            var piece = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            yield return new Shape(piece, random.Next(3) == 0 ? Pieces[random.Next(Pieces.Length)] : "",
                Elements[random.Next(Elements.Length)]);
        }
    }

    /// <summary>Dear only when it is so at each of several looks: another process may have had the processor.</summary>
    private static bool IsDear(Func<Action> once, Func<Action> many)
    {
        var (small, large) = (once(), many());
        var (least, leastLarge) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var look = 0; look < 6; look++)
        {
            leastLarge = Least(leastLarge, Measure(large));
            if (leastLarge < Quick)
            {
                return false;
            }

            least = Least(least, Measure(small));
            if (leastLarge < Most * least)
            {
                return false;
            }
        }

        return true;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Measure(Action read)
    {
        var start = Stopwatch.GetTimestamp();
        read();
        return Stopwatch.GetElapsedTime(start);
    }

    private static Action Xml(Shape shape, int length)
    {
        var mission = MissionXml.Mission((shape.Element, shape.Of(length)));
        var bytes = Encoding.UTF8.GetBytes(MissionXml.Feed(mission));
        return () =>
        {
            try
            {
                foreach (var item in new FeedReader().Read(new MemoryStream(bytes), new FeedSettings()).ToBlockingEnumerable())
                {
                    _ = item.Mission is null ? null : MissionHash.Of(item.Mission, item.Organization);
                }
            }
            catch (FeedException)
            {
                // Not every repetition is well-formed; what it cost is judged all the same.
            }
        };
    }

    private static Action Rpde(Shape shape, int length)
    {
        var text = WebUtility.HtmlDecode(shape.Of(length));
        var page = Encoding.UTF8.GetBytes(RpdeJson.Page(RpdeJson.Updated(RpdeJson.Data((shape.Element == "addresses" ? "address"
            : shape.Element, text)))));
        return () =>
        {
            foreach (var item in RpdeJson.Read(page))
            {
                _ = item.Mission is null ? null : MissionHash.Of(item.Mission, item.Organization);
            }
        };
    }

    private sealed record Shape(string Piece, string Head, string Element)
    {
        internal string Of(int length)
        {
            var text = new StringBuilder(Head, length + Piece.Length);
            while (text.Length < length)
            {
                text.Append(Piece);
            }

            return text.ToString();
        }
    }
}
