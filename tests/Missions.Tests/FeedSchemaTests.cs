using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Schema;
using Engagement.FakePartners;

namespace Engagement.Missions.Tests;

/// <summary>docs/feeds/mission-feed.xsd, with which partners check their exports before they send them.</summary>
public sealed class FeedSchemaTests
{
    private const string Good = """
        <source><publisher>Les Amis du Lac</publisher><mission>
        <title><![CDATA[Aider au jardin]]></title><clientId>007</clientId><description><![CDATA[<p>Arroser.</p>]]></description>
        <applicationUrl>https://amis.example.fr/7</applicationUrl><startAt>2027-03-12</startAt><endAt>12/04/2027</endAt><domain>environnement</domain>
        <tags><value>jardin, lac</value><value>été</value></tags><remote>no</remote><places>4</places><openToMinors>oui</openToMinors>
        <compensationAmount>12.50</compensationAmount><compensationUnit>heure</compensationUnit>
        <addresses><address><street>3 rue du Lac</street><postalCode>01000</postalCode><city>Bourg</city><location><lat>46.2</lat><lon>5.2</lon></location></address></addresses>
        <organizationName>Les Jardins</organizationName><organizationRNA>W9R1011072</organizationRNA></mission></source>
        """;

    [Theory]
    [InlineData(FeedKind.Volunteering)]
    [InlineData(FeedKind.CivicService)]
    public async Task Feeds_of_the_sample_partners_are_valid(FeedKind kind)
    {
        using var feed = new MemoryStream();
        await FeedGenerator.Write(feed, new FeedRequest { Count = 300, Seed = 11, Kind = kind, Publisher = "Agir Ensemble" });
        feed.Position = 0;
        Assert.Empty(Faults(feed));
    }

    [Fact]
    public async Task The_sample_feed_is_valid()
    {
        await using var feed = await SampleFeedTests.Open("standard-1000.xml.gz", new FeedRequest { Count = 1000 }, _ => { });
        await using var plain = new GZipStream(feed, CompressionMode.Decompress);
        Assert.Empty(Faults(plain));
    }

    [Fact]
    public void A_feed_as_the_guide_shows_it_is_valid() => Assert.Empty(Faults(Good));

    [Theory]
    [InlineData("<clientId>007</clientId>", "")]
    [InlineData("<clientId>007</clientId>", "<clientId> </clientId>")]
    [InlineData("<title><![CDATA[Aider au jardin]]></title>", "<title>Jardin</title>")]
    [InlineData("<![CDATA[<p>Arroser.</p>]]>", " ")]
    [InlineData("<![CDATA[<p>Arroser.</p>]]>", "<p>Arroser.</p>")]
    [InlineData("https://amis.example.fr/7", "voir le site")]
    [InlineData("2027-03-12", "au printemps")]
    [InlineData("environnement", "jardin et nature")]
    [InlineData("<remote>no</remote>", "<remote>peut-être</remote>")]
    [InlineData("<places>4</places>", "<places>-4</places>")]
    [InlineData("12.50", "12,50")]
    [InlineData("<compensationUnit>heure</compensationUnit>", "<compensationUnit>semaine</compensationUnit>")]
    [InlineData("<lat>46.2</lat>", "<lat>nord</lat>")]
    [InlineData("W9R1011072", "9R1011072")]
    [InlineData("<remote>no</remote>", "<remote>no</remote><animateur>Léa</animateur>")]
    [InlineData("<remote>no</remote>", "<remote>no</remote><remote>no</remote>")]
    [InlineData("</mission></source>", "</mission><mission><clientId>007</clientId><title>Encore une</title><description>x</description><applicationUrl>https://a.fr</applicationUrl></mission></source>")]
    public void An_obvious_fault_is_found(string part, string faulty)
    {
        Assert.Contains(part, Good, StringComparison.Ordinal);
        Assert.NotEmpty(Faults(Good.Replace(part, faulty, StringComparison.Ordinal)));
    }

    private static List<string> Faults(string feed) => Faults(new MemoryStream(Encoding.UTF8.GetBytes(feed)));

    private static List<string> Faults(Stream feed)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings | XmlSchemaValidationFlags.ProcessIdentityConstraints };
        settings.Schemas.Add(null, Path.Combine(RepositoryFolder.Path, "docs", "feeds", "mission-feed.xsd"));
        settings.ValidationEventHandler += (_, fault) => faults.Add($"line {fault.Exception.LineNumber}: {fault.Message}");
        using var reader = XmlReader.Create(feed, settings);
        while (reader.Read())
        {
        }

        return faults;
    }
}
