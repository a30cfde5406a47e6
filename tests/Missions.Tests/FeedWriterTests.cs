using System.Buffers;
using Engagement.FakePartners;

namespace Engagement.Missions.Tests;

public sealed class FeedWriterTests
{
    [Theory]
    [InlineData(FeedKind.Volunteering)]
    [InlineData(FeedKind.CivicService)]
    public async Task What_is_written_reads_back_the_same(FeedKind kind)
    {
        var request = new FeedRequest { Count = 300, Seed = 5, Kind = kind };
        var stream = new MemoryStream();
        await FeedGenerator.Write(stream, request);
        var items = await MissionXml.Read(stream.ToArray());
        foreach (var (item, (mission, organization)) in items.Zip(FeedGenerator.Missions(request)))
        {
            Assert.Empty(item.Refusals);
            Assert.Empty(item.Warnings);
            Assert.Equal(MissionHash.Of(mission, organization), MissionHash.Of(item.Mission!, item.Organization));
        }

        Assert.Equal(300, items.Count);
    }

    [Fact]
    public async Task Awkward_values_survive_the_way_through_XML()
    {
        var mission = new MissionContent
        {
            ClientId = "a]]>b",
            Title = "R&D <et> 3 < 4 😀",
            DescriptionHtml = "<p>Fin ]]&gt; &amp;eacute</p>",
            Description = "",
            Type = MissionType.VolontariatSapeursPompiers,
            ApplicationUrl = "https://a.example/?a=1&b=2",
            Tags = ["un, ensemble", "deux"],
            Activities = ["secours-aide", "art"],
            Snu = true,
            SnuPlaces = 3,
            OpenToMinors = false,
            Remote = RemoteMode.Local,
            Compensation = new Compensation { Amount = 1.5m, AmountMax = 2m, Unit = CompensationUnit.Hour, Type = CompensationType.Gross },
            Addresses = [new MissionAddress { City = "Bruxelles", Country = "BE", Region = "Bruxelles-Capitale" }],
            OrganizationKey = "o",
        };
        var organization = new OrganizationContent { Key = "o", ClientId = "o", Name = "Un & deux", Description = "a < b &eacute;" };
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new FeedWriter(buffer);
        writer.Begin("Éditeur");
        writer.Write(mission, organization);
        writer.End();
        var item = Assert.Single(await MissionXml.Read(buffer.WrittenSpan.ToArray()));
        Assert.Empty(item.Refusals);
        Assert.Equal(MissionHash.Of(organization), MissionHash.Of(item.Organization!));
        Assert.Equal(MissionHash.Of(mission, organization), MissionHash.Of(item.Mission!, item.Organization));
    }
}
