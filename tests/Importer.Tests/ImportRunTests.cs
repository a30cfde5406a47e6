using System.Text.Json;
using Engagement.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Tests;

public sealed class ImportRunTests
{
    [Fact]
    public async Task A_first_import_creates_every_mission_in_batches_of_at_most_200()
    {
        await using var world = await ImporterWorld.Start();

        var answer = await world.Import(TestFeed.Numbered(450));

        Assert.Equal((450, 450, 0, 0, 0, 0), answer.Counts);
        Assert.Equal(("SUCCESS", 0), (answer.Status, answer.Exit));
        Assert.Equal(450, world.Catalog.Live.Count());
        Assert.Equal([200, 200, 50], world.Catalog.Received.Select(b => b.Missions.Count).OrderDescending());
        Assert.All(world.Catalog.Received, batch => Assert.Equal("org-1", Assert.Single(batch.Organizations).Key));
    }

    [Fact]
    public async Task A_batch_stays_within_a_megabyte()
    {
        await using var world = await ImporterWorld.Start();
        var long19000 = string.Concat(Enumerable.Repeat("Entretenir les parcelles. ", 730));

        await world.Import(TestFeed.Of(Enumerable.Range(0, 120).Select(n => TestFeed.Mission($"m-{n}").Replace("Entretenir les parcelles avec les habitants.", long19000, StringComparison.Ordinal))));

        Assert.True(world.Catalog.Received.Count > 1);
        Assert.All(world.Catalog.Received, batch => Assert.InRange(batch.Missions.Sum(m => m.Content.Utf8.Length), 1, 1_050_000));
    }

    [Fact]
    public async Task An_unchanged_import_sends_nothing_and_writes_only_its_own_record()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(450));
        world.Catalog.Messages.Clear();
        var before = await world.Writes();

        var answer = await world.Import(TestFeed.Numbered(450));

        Assert.Equal((450, 0, 0, 450, 0, 0), answer.Counts);
        Assert.Empty(world.Catalog.Messages);
        var after = await world.Writes();
        var written = after.Where(t => t.Value != before[t.Key]).Select(t => t.Key).Order();
        // The request is the file that was uploaded, the feed notes when it was looked at.
        Assert.Equal(["feed", "import_request", "run"], written);
    }

    [Fact]
    public async Task Only_changed_missions_are_sent_and_missing_ones_are_withdrawn_last_with_the_hash_they_had()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(300));
        var hashes = world.Catalog.Missions.ToDictionary(m => m.Key, m => m.Value.Hash);
        world.Catalog.Messages.Clear();

        var missions = Enumerable.Range(11, 290).Select(n => TestFeed.Mission($"m-{n:00000}", n <= 15 ? "Un autre titre" : "Aider au jardin partagé"));
        var answer = await world.Import(TestFeed.Of(missions));

        Assert.Equal((290, 0, 5, 285, 10, 0), answer.Counts);
        Assert.Equal(2, world.Catalog.Messages.Count);
        Assert.Equal(5, Assert.IsType<MissionsReceived>(world.Catalog.Messages.First()).Missions.Count);
        var withdrawn = Assert.IsType<MissionsWithdrawn>(world.Catalog.Messages.Last());
        Assert.Equal(10, withdrawn.Missions.Count);
        Assert.All(withdrawn.Missions, mission => Assert.Equal(hashes[mission.ClientId], mission.Hash));

        // What was sent and confirmed is settled.
        world.Catalog.Messages.Clear();
        Assert.Equal((290, 0, 0, 290, 0, 0), (await world.Import(TestFeed.Of(missions))).Counts);
        Assert.Empty(world.Catalog.Messages);
    }

    [Fact]
    public async Task A_mission_that_comes_back_is_sent_again_and_counted_as_restored()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(10));
        await world.Import(TestFeed.Numbered(8));

        var answer = await world.Import(TestFeed.Numbered(10));

        Assert.Equal((10, 0, 2, 8, 0, 0), answer.Counts);
        Assert.Equal(2, answer["restored"]);
        Assert.Equal(10, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task Leading_zeros_make_another_mission()
    {
        await using var world = await ImporterWorld.Start();

        await world.Import(TestFeed.Of(TestFeed.Mission("007"), TestFeed.Mission("7")));

        Assert.Equal(["007", "7"], world.Catalog.Live);
    }

    [Fact]
    public async Task Of_two_missions_with_one_clientId_the_first_wins_and_the_second_is_reported()
    {
        await using var world = await ImporterWorld.Start();

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("a", "Le premier titre"), TestFeed.Mission("b"), TestFeed.Mission("a", "Le second titre")));

        Assert.Equal((3, 2, 0, 0, 0, 0), answer.Counts);
        Assert.Equal(1, answer["duplicates"]);
        Assert.Equal("Le premier titre", world.Catalog.Missions["a"].Title);
        var item = Assert.Single(await world.Items(answer));
        Assert.Equal("DUPLICATE_CLIENT_ID", item.GetProperty("code").GetString());
        Assert.Equal(3, item.GetProperty("position").GetInt32());
        Assert.Contains("ligne 3 ", item.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_mission_is_reported_with_its_reason_and_line_and_stops_no_other()
    {
        await using var world = await ImporterWorld.Start();

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Refused("b"), TestFeed.Mission("c")));

        Assert.Equal((3, 2, 0, 0, 0, 1), answer.Counts);
        Assert.Equal(["a", "c"], world.Catalog.Live);
        var item = Assert.Single(await world.Items(answer));
        Assert.Equal(("REFUSAL", "b", "title"), (item.GetProperty("kind").GetString(), item.GetProperty("clientId").GetString(), item.GetProperty("field").GetString()));
        Assert.InRange(item.GetProperty("line").GetInt32(), 13, 20);
        Assert.False(item.GetProperty("stillLive").GetBoolean());
        Assert.Contains("TITLE_MISSING", answer.Whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_new_version_neither_replaces_nor_withdraws_the_accepted_one()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b")));
        world.Catalog.Messages.Clear();

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Refused("b")));

        Assert.Equal((2, 0, 0, 1, 0, 1), answer.Counts);
        Assert.Empty(world.Catalog.Messages);
        Assert.Equal(["a", "b"], world.Catalog.Live);
        Assert.True(Assert.Single(await world.Items(answer)).GetProperty("stillLive").GetBoolean());
    }

    [Fact]
    public async Task When_every_mission_is_refused_nothing_is_withdrawn()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(5));

        var answer = await world.Import(TestFeed.Of(TestFeed.Refused("m-00001"), TestFeed.Refused("m-00002")));

        Assert.Equal((2, 0, 0, 0, 0, 2), answer.Counts);
        Assert.Equal("ALL_REFUSED", answer.Reason);
        Assert.Equal(5, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task One_bad_mission_among_10000_changes_nothing_for_the_others()
    {
        await using var world = await ImporterWorld.Start();
        var good = TestFeed.Numbered(10_000);
        await world.Import(good);
        world.Catalog.Messages.Clear();

        var answer = await world.Import(good.Replace(TestFeed.Mission("m-05000"), TestFeed.Refused("m-05000"), StringComparison.Ordinal));

        Assert.Equal((10_000, 0, 0, 9_999, 0, 1), answer.Counts);
        Assert.Empty(world.Catalog.Messages);
        Assert.Equal(10_000, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_run_that_would_withdraw_more_than_a_fifth_is_held_after_its_updates_are_applied()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));

        var answer = await world.Import(TestFeed.Of(Enumerable.Range(1, 79).Select(n => TestFeed.Mission($"m-{n:00000}", n == 1 ? "Un autre titre" : "Aider au jardin partagé"))));

        Assert.Equal(("HELD", "WITHDRAWALS_HELD", 3), (answer.Status, answer.Reason, answer.Exit));
        Assert.Equal((79, 0, 1, 78, 0, 0), answer.Counts);
        Assert.Equal(100, world.Catalog.Live.Count());
        Assert.Equal("Un autre titre", world.Catalog.Missions["m-00001"].Title);
        var run = (await world.Report(answer)).GetProperty("run");
        Assert.Equal((100, 21), (run.GetProperty("live").GetInt32(), run.GetProperty("absent").GetInt32()));
        var examples = (await world.Items(answer)).Select(i => i.GetProperty("clientId").GetString()).ToList();
        Assert.Equal(Enumerable.Range(80, 21).Select(n => $"m-{n:00000}"), examples);
    }

    [Theory]
    [InlineData(20, 101, false)]
    [InlineData(50, 100, true)]
    [InlineData(21, 100, true)]
    [InlineData(21, 105, false)]
    [InlineData(200, 10_000, false)]
    [InlineData(2_001, 10_000, true)]
    public void The_guard_holds_more_than_20_percent_and_more_than_20(int absent, int live, bool holds) =>
        Assert.Equal(holds, new Runs.Losses(absent, live, Earlier: 0, MostLive: live).AreTooMany);

    [Fact]
    public async Task A_failed_mission_is_counted_reported_with_its_line_and_sent_again_by_the_next_run()
    {
        await using var world = await ImporterWorld.Start();
        world.Catalog.Failing["b"] = "TEXT_INVALID: retirez le caractère nul.";

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b")));
        world.Catalog.Failing.Clear();
        var again = await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b")));

        Assert.Equal((2, 1, 0, 0, 0, 0), answer.Counts);
        Assert.Equal(1, answer["failed"]);
        var item = Assert.Single(await world.Items(answer));
        Assert.Equal(("FAILED", "TEXT_INVALID", 2), (item.GetProperty("kind").GetString(), item.GetProperty("code").GetString(), item.GetProperty("position").GetInt32()));
        Assert.True(item.GetProperty("line").GetInt32() > 10);
        Assert.Equal((2, 1, 0, 1, 0, 0), again.Counts);
    }

    [Fact]
    public async Task A_mission_of_another_source_is_refused_and_never_withdrawn()
    {
        await using var world = await ImporterWorld.Start();
        world.Catalog.Foreign["b"] = true;

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b")));
        var without = await world.Import(TestFeed.Of(TestFeed.Mission("a")));

        Assert.Equal((2, 1, 0, 0, 0, 1), answer.Counts);
        Assert.Equal("OTHER_SOURCE", Assert.Single(await world.Items(answer)).GetProperty("code").GetString());
        Assert.Equal((1, 0, 0, 1, 0, 0), without.Counts);
    }

    [Fact]
    public async Task Missions_that_disagree_on_a_structure_take_the_first_and_are_warned()
    {
        await using var world = await ImporterWorld.Start();
        var other = TestFeed.Mission("b").Replace("Les Jardins du Lac", "Les Potagers du Lac", StringComparison.Ordinal);

        var answer = await world.Import(TestFeed.Of(TestFeed.Mission("a"), other));

        Assert.Equal(1, answer["warnings"]);
        Assert.Equal("ORGANIZATION_CONFLICT", Assert.Single(await world.Items(answer)).GetProperty("code").GetString());
        Assert.Contains("Les Jardins du Lac", Assert.Single(Assert.Single(world.Catalog.Received).Organizations).Content.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resync_sends_every_mission_again_and_still_withdraws_what_is_gone()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(10));
        world.Catalog.Messages.Clear();

        using var resync = await world.Host.Client.PostAsync("/internal/importer/resync?publisher=demo", null);
        var answer = await world.Import(TestFeed.Numbered(9));

        Assert.True(resync.IsSuccessStatusCode);
        Assert.Equal((9, 0, 0, 9, 1, 0), answer.Counts);
        Assert.Equal(9, Assert.Single(world.Catalog.Received).Missions.Count);
        Assert.Equal(9, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_resync_reads_a_feed_again_although_its_server_would_say_that_nothing_changed()
    {
        await using var server = await FeedServer.Start();
        server.ServesTagged(TestFeed.Numbered(3));
        await using var world = await ImporterWorld.Start(server.Allowed);
        await world.ImportUrl(server.Address);
        Assert.Equal("NOT_MODIFIED", (await world.ImportUrl(server.Address)).Reason);

        using var resync = await world.Host.Client.PostAsync("/internal/importer/resync?publisher=demo", null);

        Assert.True(resync.IsSuccessStatusCode);
        Assert.Equal((3, 0, 0, 3, 0, 0), (await world.ImportUrl(server.Address)).Counts);
    }

    [Fact]
    public async Task Another_mission_type_of_the_feed_changes_the_missions_that_name_none()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));

        var answer = await world.Import(TestFeed.Numbered(3), query: "&type=volontariat_service_civique");

        Assert.Equal((3, 0, 3, 0, 0, 0), answer.Counts);
    }

    [Fact]
    public async Task A_finished_run_whose_counts_do_not_add_up_is_refused_by_the_database()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));

        var fault = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.Database.Execute("update importer.run set refused = refused + 1"));

        Assert.Equal("run_sum", fault.ConstraintName);
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_with_their_counts()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));
        await world.Import(TestFeed.Numbered(4));
        await world.Import(TestFeed.Numbered(1), publisher: "autre");

        var runs = await world.Get("/internal/importer/runs?publisher=demo&first=10");

        Assert.Equal([4, 3], runs.EnumerateArray().Select(r => r.GetProperty("received").GetInt32()));
        Assert.Equal(JsonValueKind.Null, runs[0].GetProperty("reason").ValueKind);
    }

    [Fact]
    public async Task An_import_of_an_unknown_type_is_a_usage_error()
    {
        await using var world = await ImporterWorld.Start();

        var answer = await world.Import(TestFeed.Numbered(1), query: "&type=peche");

        Assert.Equal((400, 2), (answer.StatusCode, answer.Exit));
        Assert.Equal(0, await world.Query(db => db.Runs.CountAsync()));
    }
}
