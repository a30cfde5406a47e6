using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Tests;

/// <summary>
/// A database that crashed without its last commits, or was restored to an earlier moment: that of the importer, or that of Catalog. The next
/// import brings both to what the feed shows.
/// </summary>
public sealed class LostStateTests
{
    private static readonly KeyValuePair<string, string?> GiveUp = new("Batches:GiveUpAfterSeconds", "2");

    // What a crash empties, and a promoted standby has never had.
    [Fact]
    public async Task No_table_is_emptied_by_a_crash_of_the_database()
    {
        await using var world = await ImporterWorld.Start();

        Assert.Empty(await world.List("select relname::text from pg_class where relnamespace = 'importer'::regnamespace and relpersistence <> 'p'"));
    }

    [Fact]
    public async Task A_mission_that_was_sent_before_the_crash_and_left_the_feed_since_is_withdrawn()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        world.Catalog.LosesOutcomes = 1;
        await world.Import(TestFeed.Numbered(5));
        await LoseBatches(world);

        var answer = await world.Import(TestFeed.Numbered(4));

        Assert.Equal((4, 0, 0, 4, 1, 0), answer.Counts);
        Assert.Equal(["m-00001", "m-00002", "m-00003", "m-00004"], world.Catalog.Live);
        await AssertSettled(world, 4);
    }

    [Fact]
    public async Task A_new_version_that_was_sent_before_the_crash_is_withdrawn_when_its_mission_left_the_feed()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b")));
        world.Catalog.LosesOutcomes = 1;
        await world.Import(TestFeed.Of(TestFeed.Mission("a", "Un autre titre"), TestFeed.Mission("b")));
        await LoseBatches(world);

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("b")));

        Assert.Equal((1, 0, 0, 1, 1, 0), answer.Counts);
        Assert.Equal(["b"], world.Catalog.Live);
    }

    [Fact]
    public async Task A_version_that_was_sent_before_the_crash_and_that_the_feed_takes_back_is_replaced()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        await world.Import(TestFeed.Of(TestFeed.Mission("a", "Le premier titre")));
        world.Catalog.LosesOutcomes = 1;
        await world.Import(TestFeed.Of(TestFeed.Mission("a", "Le second titre")));
        await LoseBatches(world);

        await world.Import(TestFeed.Of(TestFeed.Mission("a", "Le premier titre")));

        Assert.Equal("Le premier titre", world.Catalog.Missions["a"].Title);
        await AssertSettled(world, 1);
    }

    [Fact]
    public async Task A_resync_alone_finds_missions_that_nobody_knows_any_more()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(5));
        await world.Database.Execute("delete from importer.mission_state where client_id = 'm-00005'");

        using var resync = await world.Host.Client.PostAsync("/internal/importer/resync?publisher=demo", null);

        Assert.StartsWith("5 missions", await resync.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var answer = await world.Import(TestFeed.Numbered(4));
        Assert.Equal((4, 0, 0, 4, 1, 0), answer.Counts);
        Assert.Equal(4, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_resync_says_that_the_catalog_does_not_answer()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(2));
        world.Catalog.Tells = false;

        using var resync = await world.Host.Client.PostAsync("/internal/importer/resync?publisher=demo", null);

        Assert.Equal(503, (int)resync.StatusCode);
        await AssertSettled(world, 2);
    }

    [Fact]
    public async Task When_the_importer_alone_is_restored_what_it_forgot_is_withdrawn_with_what_it_knows()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Of(TestFeed.Mission("changed"), TestFeed.Mission("gone"), TestFeed.Mission("stays")));
        var backup = await world.List("select client_id || ' ' || encode(applied_hash, 'hex') from importer.mission_state where client_id <> 'gone'");
        await world.Import(TestFeed.Of(TestFeed.Mission("changed", "Un autre titre"), TestFeed.Mission("gone"), TestFeed.Mission("stays")));
        await world.Database.Execute("delete from importer.mission_state where client_id = 'gone'");
        foreach (var row in backup.Select(line => line.Split(' ')))
        {
            await world.Database.Execute($"update importer.mission_state set applied_hash = '\\x{row[1]}', sent_hash = '\\x{row[1]}' where client_id = '{row[0]}'");
        }

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("stays")));

        Assert.Equal((1, 0, 0, 1, 2, 0), answer.Counts);
        Assert.Equal(["stays"], world.Catalog.Live);
    }

    [Fact]
    public async Task When_Catalog_alone_is_restored_what_it_lost_is_sent_again_though_the_feed_did_not_change()
    {
        await using var server = await FeedServer.Start();
        server.ServesTagged(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b"), TestFeed.Mission("c")));
        await using var world = await ImporterWorld.Start(server.Allowed);
        await world.ImportUrl(server.Address);
        server.ServesTagged(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b", "Un autre titre"), TestFeed.Mission("c")));
        await world.ImportUrl(server.Address);
        Assert.Equal("NOT_MODIFIED", (await world.ImportUrl(server.Address)).Reason);

        world.Catalog.Restore("a", "b");
        Assert.Equal("Aider au jardin partagé", world.Catalog.Missions["b"].Title);
        var answer = await world.ImportUrl(server.Address);

        Assert.Equal((3, 1, 1, 1, 0, 0), answer.Counts);
        Assert.Equal("Un autre titre", world.Catalog.Missions["b"].Title);
        Assert.Equal("NOT_MODIFIED", (await world.ImportUrl(server.Address)).Reason);
    }

    [Fact]
    public async Task A_content_that_an_interrupted_run_brought_is_replaced_when_the_feed_is_again_as_before()
    {
        await using var server = await FeedServer.Start();
        server.ServesTagged(TestFeed.Of(TestFeed.Mission("a", "Le premier titre")));
        await using var world = await ImporterWorld.Start(server.Allowed);
        await world.ImportUrl(server.Address);
        server.ServesTagged(TestFeed.Of(TestFeed.Mission("a", "Le second titre")));
        var marks = (await world.List("select coalesce(etag, '') || '|' || coalesce(last_modified, '') from importer.feed")).Single().Split('|');
        await world.ImportUrl(server.Address);
        // As after a crash at its very end.
        await world.Database.Execute(
            $"""
            update importer.run set status = 'RUNNING', ended_at = null where started_at = (select max(started_at) from importer.run);
            update importer.feed set etag = nullif('{marks[0]}', ''), last_modified = nullif('{marks[1]}', '')
            """);

        server.ServesTagged(TestFeed.Of(TestFeed.Mission("a", "Le premier titre")));
        var answer = await world.ImportUrl(server.Address);

        Assert.Equal((1, 0, 1, 0, 0, 0), answer.Counts);
        Assert.Equal("Le premier titre", world.Catalog.Missions["a"].Title);
    }

    [Fact]
    public async Task A_run_waits_for_a_catalog_that_does_not_tell_what_it_has_and_then_withdraws_nothing()
    {
        await using var world = await ImporterWorld.Start(GiveUp);
        await world.Import(TestFeed.Numbered(5));
        world.Catalog.Tells = false;

        var answer = await world.Import(TestFeed.Numbered(4));

        Assert.Equal(("FAILED", "CATALOG_UNAVAILABLE"), (answer.Status, answer.Reason));
        Assert.Equal(5, world.Catalog.Live.Count());

        var later = world.Import(TestFeed.Numbered(4));
        world.Catalog.Tells = true;
        Assert.Equal((4, 0, 0, 4, 1, 0), (await later).Counts);
    }

    [Fact]
    public async Task A_confirmation_withdraws_what_Catalog_has_of_the_missions()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(50));
        var held = await world.Import(TestFeed.Numbered(10));
        Assert.Equal("HELD", held.Status);
        // Catalog has another version than the importer knows.
        await world.Database.Execute("update importer.mission_state set applied_hash = sha256(applied_hash), sent_hash = sha256(applied_hash) where client_id = 'm-00050'");

        var (status, text) = await world.Ask("confirm", held);

        Assert.True(status == 200, text);
        Assert.Equal(10, world.Catalog.Live.Count());
    }

    /// <summary>As the database lost them in a crash while the table was not logged, and as it loses its last commits when they are not synchronous.</summary>
    private static Task LoseBatches(ImporterWorld world) => world.Database.Execute("delete from importer.batch");

    private static async Task AssertSettled(ImporterWorld world, int missions)
    {
        Assert.Equal(missions, await world.Query(db => db.MissionStates.CountAsync(s => s.AppliedHash == s.SentHash)));
        Assert.Equal(missions, await world.Query(db => db.MissionStates.CountAsync()));
    }
}
