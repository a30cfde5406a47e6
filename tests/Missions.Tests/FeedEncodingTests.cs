using System.Text;

namespace Engagement.Missions.Tests;

public sealed class FeedEncodingTests
{
    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("iso-8859-1", false)]
    [InlineData("windows-1252", false)]
    public async Task Declared_encodings_and_byte_order_marks_are_honoured(string name, bool mark)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var xml = $"<?xml version=\"1.0\" encoding=\"{name}\"?>" + MissionXml.Feed(MissionXml.Mission(("title", "Fête de l'été")));
        var bytes = mark ? [.. encoding.GetPreamble(), .. encoding.GetBytes(xml)] : encoding.GetBytes(xml);
        Assert.Equal("Fête de l'été", Assert.Single(await MissionXml.Read(bytes)).Mission!.Title);
    }

    [Theory]
    [InlineData("ISO-8859-1", "windows-1252", false)]
    [InlineData("ISO-8859-15", "iso-8859-15", false)]
    [InlineData("UTF8", "utf-8", false)]
    [InlineData("us-ascii", "utf-8", false)]
    [InlineData("utf-16", "utf-8", false)]
    [InlineData("ISO-8859-1", "utf-8", true)]
    [InlineData("utf-8", "utf-16", true)]
    [InlineData("utf-16", "utf-16BE", false)]
    public async Task A_declaration_that_errs_is_seen_through(string declared, string actual, bool mark)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(actual) ?? Encoding.GetEncoding(actual);
        var xml = encoding.GetBytes($"<?xml version='1.0' encoding='{declared}'?>" + MissionXml.Feed(MissionXml.Mission(("title", "À 5 € d'œuvre"))));
        Assert.Equal("À 5 € d'œuvre", Assert.Single(await MissionXml.Read(mark ? [.. encoding.GetPreamble(), .. xml] : xml)).Mission!.Title);
    }

    [Fact]
    public async Task White_space_and_marks_before_the_declaration_are_skipped_and_counted()
    {
        var reader = new FeedReader();
        byte[] feed = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes("\r\n \n\uFEFF<?xml version='1.0'?>\n<source>\n<mission/></source>")];
        var item = Assert.Single(await MissionXml.Read(feed, reader: reader));
        Assert.Equal(5, item.Line);
        Assert.Equal(feed.Length, reader.Facts.Bytes);

        var fault = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read("\n\n<source>\n<mission></source>"));
        Assert.Equal((FeedException.NotXml, 4), (fault.Code, fault.Line));
    }

    [Fact]
    public async Task Bytes_that_are_not_in_the_declared_encoding_are_told()
    {
        var bytes = Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + MissionXml.Feed(MissionXml.Mission(("title", "Fête de l'été"))));
        Assert.Equal(FeedException.BadEncoding, (await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(bytes))).Code);
    }
}
