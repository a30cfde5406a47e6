using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Testing;
using Npgsql;

namespace Engagement.Catalog.Tests;

public sealed class ApplyBatchTests
{
    [Fact]
    public async Task A_new_mission_is_stored_and_logged_after_its_structure()
    {
        await using var world = await CatalogWorld.Create();
        var mission = CatalogWorld.Mission("007");

        var applied = await world.Apply(mission);

        Assert.Equal(Outcomes.Created, Assert.Single(applied.Missions).Outcome);
        Assert.Equal("007|ACCEPTED|1|Aide aux devoirs|benevolat|education", await world.Database.Scalar<string>(
            "select concat_ws('|', client_id, status, version, title, type, domain) from catalog.mission"));
        var entries = await world.Log(after: 1);
        Assert.Equal([ChangeKinds.Organization, ChangeKinds.Mission], entries.Select(e => e.Kind));
        Assert.Equal(applied.LastNumber, entries[^1].Number);
        var body = MessageJson.Read<MissionBody>(entries[^1].Body!.Value);
        Assert.Equal(mission.Content, body.Content);
        Assert.Equal(("007", "ACCEPTED", entries[0].EntityId), (body.ClientId, body.Status, body.OrganizationId!.Value));
        Assert.Equal(EntityId.OfMission(world.PublisherId, "007"), entries[^1].EntityId);
    }

    [Fact]
    public async Task An_unchanged_batch_writes_nothing()
    {
        await using var world = await CatalogWorld.Create();
        var missions = Enumerable.Range(1, 50).Select(i => CatalogWorld.Mission($"m{i}", addresses: new MissionAddress { City = "Lyon" })).ToArray();
        await world.Apply(missions);
        var before = await world.Writes();

        var again = await world.Apply(missions);

        Assert.All(again.Missions, m => Assert.Equal(Outcomes.Unchanged, m.Outcome));
        Assert.Equal(0, again.LastNumber);
        Assert.Equal(before, await world.Writes());
        Assert.Equal(50, before["mission"]);
        Assert.Equal(50, before["address"]);
    }

    [Fact]
    public async Task A_batch_looks_its_rows_up_in_tables_that_were_empty_a_moment_ago()
    {
        await using var world = await CatalogWorld.Create();
        var batches = Enumerable.Range(0, 5_000).Select(i => CatalogWorld.Mission($"m{i}", addresses: new MissionAddress { City = "Lyon" })).Chunk(200).ToList();
        foreach (var batch in batches)
        {
            await world.Apply(batch);
        }

        Assert.Equal(5_000, (await world.Writes())["mission"]);
        var (missions, addresses) = (await Scanned(world, "mission"), await Scanned(world, "address"));

        await world.Apply([.. batches[0].Select(m => CatalogWorld.Mission(m.ClientId, "Maraude", addresses: new MissionAddress { City = "Paris" }))]);

        Assert.Equal(5_200, (await world.Writes())["mission"]);
        Assert.Equal((missions, addresses), (await Scanned(world, "mission"), await Scanned(world, "address")));
    }

    private static Task<long> Scanned(CatalogWorld world, string table) =>
        world.Database.Scalar<long>($"select seq_tup_read from pg_stat_user_tables where schemaname = 'catalog' and relname = '{table}'");

    [Fact]
    public async Task Only_the_changed_missions_of_a_batch_are_written()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"), CatalogWorld.Mission("b"), CatalogWorld.Mission("c"));
        var before = await world.Writes();

        var applied = await world.Apply(CatalogWorld.Mission("a"), CatalogWorld.Mission("b", title: "Maraude"), CatalogWorld.Mission("d"));

        Assert.Equal([Outcomes.Unchanged, Outcomes.Updated, Outcomes.Created], applied.Missions.Select(m => m.Outcome));
        var after = await world.Writes();
        Assert.Equal((2, 2, 0), (after["mission"] - before["mission"], after["change"] - before["change"], after["organization"] - before["organization"]));
    }

    [Fact]
    public async Task A_batch_applied_twice_at_the_same_time_is_applied_once()
    {
        await using var world = await CatalogWorld.Create();
        var batch = world.Batch([.. Enumerable.Range(1, 100).Select(i => CatalogWorld.Mission($"m{i}"))]);

        var both = await Task.WhenAll(world.Apply(batch), world.Apply(batch), world.Apply(batch));

        Assert.Equal(100, both.Sum(b => b.Missions.Count(m => m.Outcome == Outcomes.Created)));
        Assert.Equal(200, both.Sum(b => b.Missions.Count(m => m.Outcome == Outcomes.Unchanged)));
        Assert.Equal(100, await world.Database.Scalar<long>("select count(*) from catalog.change where kind = 'mission'"));
    }

    // Several that fail together are tried again by halves: that alone would hide a row that is written over.
    [Theory]
    [InlineData("a")]
    [InlineData("a", "b")]
    public async Task A_row_that_another_changed_between_reading_and_writing_is_read_again_not_written_over(params string[] sent)
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"), CatalogWorld.Mission("b"));
        await using var database = new NpgsqlConnection(world.Database.Superuser);
        await database.OpenAsync();
        // As the sweeper or the geocoder does it: a new version, under the row's lock alone.
        await using var sweeper = await database.BeginTransactionAsync();
        await using var change = new NpgsqlCommand(
            """
            update catalog.mission set status = 'EXPIRED', version = version + 1 where client_id = 'a';
            insert into catalog.change (number, kind, entity_id, version, at, body)
            select (select max(number) + 1 from catalog.change), kind, entity_id, version + 1, at, replace(body, '"ACCEPTED"', '"EXPIRED"')
            from catalog.change where entity_id = (select id from catalog.mission where client_id = 'a')
            """,
            database, sweeper);
        await change.ExecuteNonQueryAsync();

        var applying = world.Apply([.. sent.Select(clientId => CatalogWorld.Mission(clientId, "Maraude"))]);
        await Eventually.Holds(
            async () => await world.Database.Scalar<long>("select count(*) from pg_locks where not granted and locktype = 'transactionid'") > 0, "the batch waits for the row");
        await sweeper.CommitAsync();
        var applied = await applying;

        Assert.All(applied.Missions, m => Assert.Equal(Outcomes.Updated, m.Outcome));
        Assert.Equal($"a=ACCEPTED v3, b=ACCEPTED v{sent.Length}", await world.Database.Scalar<string>(
            "select string_agg(client_id || '=' || status || ' v' || version, ', ' order by client_id) from catalog.mission"));
        var entries = (await world.Log()).Where(e => e.EntityId == EntityId.OfMission(world.PublisherId, "a")).ToList();
        Assert.Equal([(1, "ACCEPTED"), (2, "EXPIRED"), (3, "ACCEPTED")],
            entries.Select(e => ((int)e.Version, MessageJson.Read<MissionBody>(e.Body!.Value).Status)));
    }

    [Fact]
    public async Task A_structure_that_another_changed_between_reading_and_writing_is_read_again_not_written_over()
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"));
        await using var database = new NpgsqlConnection(world.Database.Superuser);
        await database.OpenAsync();
        await using var other = await database.BeginTransactionAsync();
        await using var change = new NpgsqlCommand(
            """
            update catalog.organization set version = version + 1;
            insert into catalog.change (number, kind, entity_id, version, at, body)
            select (select max(number) + 1 from catalog.change), kind, entity_id, version + 1, at, body from catalog.change where kind = 'organization'
            """,
            database, other);
        await change.ExecuteNonQueryAsync();

        var applying = world.Apply(world.Batch([CatalogWorld.Structure("org", "Un autre nom")], CatalogWorld.Mission("a", "Maraude")));
        await Eventually.Holds(
            async () => await world.Database.Scalar<long>("select count(*) from pg_locks where not granted and locktype = 'transactionid'") > 0, "the batch waits for the row");
        await other.CommitAsync();
        var applied = await applying;

        Assert.Equal(Outcomes.Updated, Assert.Single(applied.Missions).Outcome);
        Assert.Equal("Un autre nom v3", await world.Database.Scalar<string>("select name || ' v' || version from catalog.organization"));
    }

    [Fact]
    public async Task A_mission_that_cannot_be_stored_fails_alone()
    {
        await using var world = await CatalogWorld.Create();
        // PostgreSQL refuses U+0000 in a text.
        var missions = Enumerable.Range(1, 40).Select(i => CatalogWorld.Mission($"m{i}", title: i == 17 ? "nul\0nul" : "Collecte")).ToArray();

        var applied = await world.Apply(missions);

        var failed = Assert.Single(applied.Missions, m => m.Outcome == Outcomes.Failed);
        Assert.Equal("m17", failed.ClientId);
        Assert.StartsWith("CONTENT_REFUSED: ", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(39, applied.Missions.Count(m => m.Outcome == Outcomes.Created));
        Assert.Equal(missions.Select(m => m.ClientId), applied.Missions.Select(m => m.ClientId));
        Assert.Equal(39, await world.Database.Scalar<long>("select count(*) from catalog.mission"));
        Assert.Equal(applied.LastNumber, await world.Database.Scalar<long>("select max(number) from catalog.change"));
    }

    [Fact]
    public async Task A_structure_that_cannot_be_stored_fails_only_the_missions_that_name_it()
    {
        await using var world = await CatalogWorld.Create();
        var batch = world.Batch(
            [CatalogWorld.Structure("good"), CatalogWorld.Structure("bad", name: "x\0")],
            CatalogWorld.Mission("a", organization: "good"), CatalogWorld.Mission("b", organization: "bad"), CatalogWorld.Mission("c", organization: "good"));

        var applied = await world.Apply(batch);

        Assert.Equal([Outcomes.Created, Outcomes.Failed, Outcomes.Created], applied.Missions.Select(m => m.Outcome));
    }

    [Fact]
    public async Task Unreadable_content_an_unknown_structure_and_a_second_mission_of_the_same_id_fail_with_their_code()
    {
        await using var world = await CatalogWorld.Create();
        var unreadable = CatalogWorld.Mission("a") with { Content = RawJson.Parse("""{"title":3}""") };
        var batch = world.Batch(
            [CatalogWorld.Structure("org")],
            unreadable, CatalogWorld.Mission("b", organization: "missing"), CatalogWorld.Mission("c"), CatalogWorld.Mission("c", title: "autre"));

        var applied = await world.Apply(batch);

        Assert.Equal(
            ["CONTENT_UNREADABLE", "ORGANIZATION_UNKNOWN", null, "DUPLICATE_IN_BATCH"],
            applied.Missions.Select(m => m.Reason?.Split(':')[0]));
        Assert.Equal("Aide aux devoirs", await world.Database.Scalar<string>("select title from catalog.mission"));
    }

    [Fact]
    public async Task Missions_of_an_unknown_publisher_fail_and_say_so()
    {
        await using var world = await CatalogWorld.Create();

        var applied = await world.Apply(world.Batch(CatalogWorld.Mission("a")) with { PublisherId = Guid.NewGuid() });

        Assert.StartsWith("PUBLISHER_UNKNOWN", Assert.Single(applied.Missions).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_source_of_the_publisher_cannot_change_a_mission_until_it_is_withdrawn()
    {
        await using var world = await CatalogWorld.Create();
        var mission = CatalogWorld.Mission("a");
        await world.Apply(mission);
        var pushed = world.Batch(CatalogWorld.Mission("a", title: "Autre")) with { Source = "push" };

        Assert.Equal(Outcomes.OtherSource, (await world.Apply(pushed)).Missions[0].Outcome);
        await world.Withdraw(CatalogWorld.Feed, mission);
        var taken = (await world.Apply(pushed)).Missions[0];

        Assert.Equal((Outcomes.Updated, true), (taken.Outcome, taken.Restored));
        Assert.Equal("push", await world.Database.Scalar<string>("select source from catalog.mission"));
    }

    [Fact]
    public async Task A_withdrawn_mission_that_comes_back_unchanged_is_restored_with_its_id_and_first_date()
    {
        await using var world = await CatalogWorld.Create();
        var mission = CatalogWorld.Mission("a");
        await world.Apply(mission);
        await world.Withdraw(CatalogWorld.Feed, mission);

        var applied = await world.Apply(mission);

        Assert.Equal((Outcomes.Updated, true), (applied.Missions[0].Outcome, applied.Missions[0].Restored));
        var entries = (await world.Log()).Where(e => e.Kind == ChangeKinds.Mission).ToList();
        Assert.Equal([1, 2, 3], entries.Select(e => e.Version));
        var bodies = entries.Select(e => MessageJson.Read<MissionBody>(e.Body!.Value)).ToList();
        Assert.Equal(["ACCEPTED", "WITHDRAWN", "ACCEPTED"], bodies.Select(b => b.Status));
        Assert.Single(bodies.Select(b => b.CreatedAt).Distinct());
        Assert.All(bodies, b => Assert.Equal(mission.Content, b.Content));
    }

    [Fact]
    public async Task A_mission_whose_end_is_past_is_stored_as_expired_and_counts_like_any_other()
    {
        var now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        await using var world = await CatalogWorld.Create(now);

        var applied = await world.Apply(CatalogWorld.Mission("past", endAt: now), CatalogWorld.Mission("future", endAt: now.AddSeconds(1)));

        Assert.All(applied.Missions, m => Assert.Equal(Outcomes.Created, m.Outcome));
        Assert.Equal("future=ACCEPTED past=EXPIRED", await world.Database.Scalar<string>(
            "select string_agg(client_id || '=' || status, ' ' order by client_id) from catalog.mission"));
    }

    [Fact]
    public async Task An_address_that_stays_keeps_its_id_and_is_not_written_again()
    {
        await using var world = await CatalogWorld.Create();
        var (lyon, paris, lille) = (new MissionAddress { City = "Lyon", Street = "1 rue A" }, new MissionAddress { City = "Paris" }, new MissionAddress { City = "Lille" });
        await world.Apply(CatalogWorld.Mission("a", addresses: [lyon, paris]));
        var ids = "select string_agg(id::text, ' ' order by city) from catalog.address where city = 'Lyon'";
        var before = await world.Database.Scalar<string>(ids);
        var writes = await world.Writes();

        await world.Apply(CatalogWorld.Mission("a", title: "Nouveau", addresses: [lille, lyon, lyon]));

        Assert.Equal(before, await world.Database.Scalar<string>(ids));
        Assert.Equal("Lille Lyon", await world.Database.Scalar<string>("select string_agg(city, ' ' order by city) from catalog.address"));
        Assert.Equal(2, (await world.Writes())["address"] - writes["address"]);
    }

    [Fact]
    public async Task An_address_that_is_located_better_keeps_its_id_and_has_the_new_coordinates()
    {
        await using var world = await CatalogWorld.Create();
        var lyon = new MissionAddress { City = "Lyon", PostalCode = "69001" };
        await world.Apply(CatalogWorld.Mission("a", addresses: lyon));
        var before = await world.Database.Scalar<string>("select id::text from catalog.address");

        await world.Apply(CatalogWorld.Mission("a", addresses: lyon with { Lat = 45.76, Lon = 4.84, Precision = GeoPrecision.City }));

        Assert.Equal($"{before} CITY 45.76 4.84", await world.Database.Scalar<string>("select concat_ws(' ', id, precision, lat, lon) from catalog.address"));
    }
}
