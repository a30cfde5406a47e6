using System.IO.Compression;
using System.Xml.Linq;
using Engagement.FakePartners;
using Xunit.Abstractions;

namespace Engagement.Missions.Tests;

/// <summary>The sample feeds beside the repository when they are there; otherwise generated ones of the same making.</summary>
public sealed class SampleFeedTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Sample_feed_is_accepted_whole_without_a_warning()
    {
        await using var feed = await Open("standard-1000.xml.gz", new FeedRequest { Count = 1000 });
        var reader = new FeedReader();
        var count = 0;
        await foreach (var item in reader.Read(feed, new FeedSettings()))
        {
            count++;
            Assert.True(item.Mission is not null, string.Join(", ", item.Refusals));
            Assert.Empty(item.Warnings);
        }

        Assert.Equal((1000, true), (count, reader.Facts.Complete));
    }

    [Fact]
    public async Task Changed_feed_differs_by_the_missions_that_changed_alone()
    {
        var before = await Hashes("standard-10000.xml.gz", new FeedRequest { Count = 10_000 });
        var after = await Hashes("standard-10000-changed.xml.gz", new FeedRequest { Count = 10_000, ChangedPercent = 5, WithdrawnPercent = 2 });
        Assert.Equal((10_000, 9_800), (before.Count, after.Count));
        Assert.Equal(9_300, after.Count(a => before[a.Key] == a.Value));
        Assert.Equal(500, after.Count(a => before[a.Key] != a.Value));
    }

    /// <summary>Expected values by another reader, which shares no code with ours.</summary>
    [Fact]
    public async Task Values_are_those_that_a_plain_XML_reader_finds()
    {
        await using var feed = await Open("standard-1000.xml.gz", new FeedRequest { Count = 1000 });
        await using var plain = new GZipStream(feed, CompressionMode.Decompress);
        var bytes = new MemoryStream();
        await plain.CopyToAsync(bytes);
        bytes.Position = 0;
        var elements = XDocument.Load(bytes).Root!.Elements("mission").ToList();
        var items = await MissionXml.Read(bytes.ToArray());
        Assert.Equal(elements.Count, items.Count);
        foreach (var (element, item) in elements.Zip(items))
        {
            string Text(string name) => element.Element(name)?.Value.Trim() ?? "";
            var mission = item.Mission!;
            Assert.Equal(Text("clientId"), mission.ClientId);
            Assert.Equal(Text("title"), mission.Title);
            Assert.Equal(Text("description"), mission.DescriptionHtml);
            Assert.Equal(Words(XElement.Parse($"<x>{Text("description").Replace("<li>", "<li> • ", StringComparison.Ordinal).Replace("<", " <", StringComparison.Ordinal)}</x>").Value), Words(mission.Description));
            Assert.Equal(Text("applicationUrl"), mission.ApplicationUrl);
            Assert.Equal(Text("domain"), mission.Domain);
            Assert.Equal(int.Parse(Text("places")), mission.Places);
            Assert.Equal(Text("tags").Split(','), mission.Tags);
            Assert.Equal(DateTimeOffset.Parse(Text("startAt")), mission.StartAt);
            Assert.Equal(element.Element("addresses")?.Elements().Select(a => a.Element("city")!.Value) ?? [], mission.Addresses.Select(a => a.City));
            Assert.Equal(element.Descendants("lat").Select(l => double.Parse(l.Value)), mission.Addresses.Select(a => a.Lat!.Value));
            Assert.Equal(Text("organizationName"), item.Organization!.Name);
            Assert.Equal(Text("organizationSiren"), item.Organization.Siren);
        }
    }

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private async Task<Dictionary<string, string>> Hashes(string file, FeedRequest otherwise)
    {
        await using var feed = await Open(file, otherwise);
        var hashes = new Dictionary<string, string>();
        await foreach (var item in new FeedReader().Read(feed, new FeedSettings()))
        {
            hashes.Add(item.ClientId!, Convert.ToHexString(MissionHash.Of(item.Mission!, item.Organization)));
        }

        return hashes;
    }

    private Task<Stream> Open(string file, FeedRequest otherwise) => Open(file, otherwise, output.WriteLine);

    internal static async Task<Stream> Open(string file, FeedRequest otherwise, Action<string> tell)
    {
        var path = Path.Combine(RepositoryFolder.Path, "..", "shared", "feeds", file);
        if (File.Exists(path))
        {
            return File.OpenRead(path);
        }

        tell($"{file} is not beside the repository (../shared/feeds): a generated feed stands in for it.");
        var made = new MemoryStream();
        await using (var gzip = new GZipStream(made, CompressionLevel.Fastest, leaveOpen: true))
        {
            await FeedGenerator.Write(gzip, otherwise);
        }

        made.Position = 0;
        return made;
    }
}
