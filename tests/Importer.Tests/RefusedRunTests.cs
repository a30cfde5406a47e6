namespace Engagement.Importer.Tests;

/// <summary>How missions that are not taken count, run after run.</summary>
public sealed class RefusedRunTests
{
    [Fact]
    public async Task A_refused_mission_is_refused_and_reported_at_every_run_until_it_is_mended()
    {
        await using var world = await ImporterWorld.Start();
        var feed = TestFeed.Of(TestFeed.Mission("a"), TestFeed.Refused("b"));
        await world.Import(feed);

        var again = await world.Import(feed);
        var mended = await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b")));

        Assert.Equal((2, 0, 0, 1, 0, 1), again.Counts);
        Assert.Equal("TITLE_MISSING", Assert.Single(await world.Items(again)).GetProperty("code").GetString());
        Assert.Equal((2, 1, 0, 1, 0, 0), mended.Counts);
    }

    [Fact]
    public async Task Of_two_missions_with_one_clientId_the_first_wins_even_when_it_is_refused()
    {
        await using var world = await ImporterWorld.Start();

        var answer = await world.Import(TestFeed.Of(TestFeed.Refused("a"), TestFeed.Mission("a"), TestFeed.Mission("b")));

        Assert.Equal((3, 1, 0, 0, 0, 1), answer.Counts);
        Assert.Equal(1, answer["duplicates"]);
        Assert.Equal(["b"], world.Catalog.Live);
    }

    [Fact]
    public async Task Missions_without_a_clientId_are_refused_each_and_are_no_duplicates()
    {
        await using var world = await ImporterWorld.Start();

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission(""), TestFeed.Mission(" "), TestFeed.Mission("a")));

        Assert.Equal((3, 1, 0, 0, 0, 2), answer.Counts);
        Assert.Equal(0, answer["duplicates"]);
        Assert.All(await world.Items(answer), item => Assert.Equal("CLIENT_ID_MISSING", item.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Refused_versions_count_as_present_for_the_withdrawals_and_their_guard()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));

        var answer = await world.Import(TestFeed.Of(Enumerable.Range(1, 95).Select(n => n <= 30 ? TestFeed.Refused($"m-{n:00000}") : TestFeed.Mission($"m-{n:00000}"))));

        Assert.Equal("SUCCESS", answer.Status);
        Assert.Equal((95, 0, 0, 65, 5, 30), answer.Counts);
        Assert.Equal(95, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_held_run_creates_what_is_new()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));

        var answer = await world.Import(TestFeed.Numbered(80, from: 31));

        Assert.Equal("HELD", answer.Status);
        Assert.Equal((80, 10, 0, 70, 0, 0), answer.Counts);
        Assert.Equal(110, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task The_same_missions_written_otherwise_are_unchanged()
    {
        await using var world = await ImporterWorld.Start();
        const string Plain = "<postedAt>2027-03-12T08:00:00Z</postedAt><tags>lac, jardin</tags><remote>no</remote><addresses><address><postalCode>01000</postalCode></address><address><city>Brest</city></address></addresses>";
        const string Otherwise = "<postedAt>12/03/2027</postedAt><schedule> </schedule><tags>\n<value>jardin</value>\n<value><![CDATA[ lac ]]></value></tags><addresses><address><city>Brest</city><country>France</country></address>\n<address><postalCode> 1000 </postalCode></address></addresses>";
        await world.Import(TestFeed.Of(TestFeed.Mission("a", extra: Plain), TestFeed.Mission("b", extra: Plain)));
        world.Catalog.Messages.Clear();

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("b", extra: Otherwise), TestFeed.Mission("a", "Aider  au\n jardin partagé", Otherwise)).Replace("source>", "missions>", StringComparison.Ordinal));

        Assert.Equal((2, 0, 0, 2, 0, 0), answer.Counts);
        Assert.Empty(world.Catalog.Messages);
    }
}
