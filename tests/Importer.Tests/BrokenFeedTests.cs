using System.IO.Compression;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Tests;

public sealed class BrokenFeedTests
{
    private const string Bomb =
        """
        <?xml version="1.0"?>
        <!DOCTYPE source [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
        <source><mission><clientId>a</clientId><title>&c;</title></mission></source>
        """;

    public static TheoryData<string, string> Broken => new()
    {
        { "", "EMPTY" },
        { "<source></source>", "EMPTY" },
        { "pas du XML", "NOT_XML" },
        { "<!DOCTYPE html><html><body>Erreur</body></html>", "DTD_FORBIDDEN" },
        { "<html><body>Erreur</body></html>", "NOT_A_FEED" },
        { Bomb, "DTD_FORBIDDEN" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_feed_that_is_none_ends_as_failed_with_its_reason_and_touches_no_mission(string feed, string reason)
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));

        var answer = await world.Import(feed);

        Assert.Equal(("FAILED", reason, 4), (answer.Status, answer.Reason, answer.Exit));
        Assert.Equal((0, 0), (answer["received"], answer["withdrawn"]));
        Assert.Equal(3, world.Catalog.Live.Count());
        Assert.NotEmpty((await world.Report(answer)).GetProperty("run").GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Of_a_truncated_feed_the_whole_missions_are_imported_and_nothing_is_withdrawn()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(30));
        var changed = TestFeed.Of(Enumerable.Range(1, 30).Select(n => TestFeed.Mission($"m-{n:00000}", "Un autre titre")));

        var answer = await world.Import(changed[..(changed.Length / 2)]);

        Assert.Equal(("FAILED", "TRUNCATED"), (answer.Status, answer.Reason));
        Assert.InRange(answer["updated"], 10, 15);
        Assert.Equal(answer["received"], answer["updated"]);
        Assert.Equal(0, answer["withdrawn"]);
        Assert.Equal(30, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_gzip_file_is_imported_and_a_damaged_one_fails()
    {
        await using var world = await ImporterWorld.Start();
        var gzip = Gzip(TestFeed.Numbered(50));

        var whole = await world.Import(new ByteArrayContent(gzip));
        var half = await world.Import(new ByteArrayContent(gzip[..(gzip.Length / 2)]));

        Assert.Equal(50, whole["created"]);
        Assert.Equal("FAILED", half.Status);
        Assert.Equal(50, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_file_larger_than_the_importer_takes_is_turned_away()
    {
        await using var world = await ImporterWorld.Start(new KeyValuePair<string, string?>("Imports:MaxMegabytes", "1"));

        var answer = await world.Import(TestFeed.Numbered(4000));

        Assert.Equal(4, answer.Exit);
        Assert.Equal(0, await world.Query(db => db.Runs.CountAsync()));
        Assert.Equal(0, await world.Query(db => db.ImportRequests.CountAsync()));
    }

    private static byte[] Gzip(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(TestFeed.Utf8(text));
        }

        return memory.ToArray();
    }
}
