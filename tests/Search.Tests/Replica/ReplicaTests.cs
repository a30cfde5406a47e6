using Engagement.Contracts;
using Engagement.Missions;

namespace Engagement.Search.Tests.Replica;

public sealed class ReplicaTests
{
    [Fact]
    public async Task Holds_the_newest_state_of_every_entity_of_the_log()
    {
        await using var world = await World.Start();
        var content = World.Content("a");
        var last = await world.Publish(
            world.Publisher("alpha"),
            world.Organization("alpha", new OrganizationContent { Key = "o1", Name = "Les Écoles", Rna = "W123456789", PostalCode = "75011", Networks = ["Réseau A"] }),
            world.Mission("alpha", content with { OrganizationKey = "o1" }),
            world.Mission("alpha", content with { Title = "Nouveau titre", OrganizationKey = "o1" }),
            world.Key("alpha", "eng_alpha"));

        Assert.Equal(last, await world.Database.Scalar<long>("select number from search.checkpoint"));
        Assert.Equal("Nouveau titre", await world.Database.Scalar<string>("select body::json ->> 'title' from search.mission"));
        Assert.Equal(2, await world.Database.Scalar<long>("select version from search.mission"));
        Assert.Equal(
            "les ecoles|W123456789|75|{\"Réseau A\"}",
            await world.Database.Scalar<string>("select concat_ws('|', name_folded, rna, department, networks::text) from search.organization"));
        Assert.Equal(64, await world.Database.Scalar<int>("select length(hash) from search.partner_key"));
    }

    [Fact]
    public async Task Pulls_what_the_bus_did_not_bring()
    {
        await using var world = await World.WithoutSearch();
        await world.Append(world.Publisher("alpha"));
        await world.Append(Enumerable.Range(0, 5_000).Select(i => world.Mission("alpha", World.Content($"m{i}"))));

        await world.StartSearch();

        Assert.Equal(5_000L, await world.Database.Scalar<long>("select count(*) from search.mission"));
        Assert.Equal((5_001L, 5_001L), await world.Position());
    }

    [Fact]
    public async Task Goes_on_where_it_stopped()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("a")));
        await world.StopSearch();
        await world.Append(world.Mission("alpha", World.Content("a", "Un autre titre")), world.Mission("alpha", World.Content("b")));
        var before = await world.Database.Scalar<long>("select number from search.checkpoint");

        await world.StartSearch();

        Assert.Equal(2, before);
        Assert.Equal((4L, 4L), await world.Position());
        Assert.Equal("Un autre titre", await world.Database.Scalar<string>("select body::json ->> 'title' from search.mission where client_id = 'a'"));
    }

    [Fact]
    public async Task Ignores_an_entry_older_than_what_it_has()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("a", "Titre ancien")), world.Mission("alpha", World.Content("a", "Titre nouveau")));
        await world.StopSearch();
        // As after a restore of an older checkpoint: everything comes again, and what comes is older than what is there.
        await world.Database.Execute(
            "update search.checkpoint set number = 1; update search.mission set number = 4, body = replace(body, 'Titre nouveau', 'Titre plus nouveau')");

        await world.StartSearch();

        Assert.Equal("Titre plus nouveau", await world.Database.Scalar<string>("select body::json ->> 'title' from search.mission"));
        Assert.Equal((3L, 3L), await world.Position());
    }

    [Fact]
    public async Task Parks_an_entry_that_cannot_be_read_and_goes_on()
    {
        await using var world = await World.Start();
        await world.Publish(
            world.Publisher("alpha"),
            world.Change(ChangeKinds.Mission, Guid.NewGuid(), RawJson.Parse("""{"publisherId":"not an id"}""")),
            world.Mission("alpha", World.Content("a")));

        Assert.Equal(2L, await world.Database.Scalar<long>("select number from search.dead_entry"));
        Assert.Equal("a", await world.Database.Scalar<string>("select client_id from search.mission"));
        Assert.Contains("Degraded", await world.Host.Client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_a_tombstone_in_the_place_of_what_is_gone()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("a")));
        var id = EntityId.OfMission(EntityId.OfPublisher("alpha"), "a");

        await world.Publish(world.Change(ChangeKinds.Mission, id, null));

        Assert.Equal("REMOVED|3", await world.Database.Scalar<string>("select concat_ws('|', status, number, body) from search.mission"));
        Assert.Equal(0, (await world.Data("{ missions { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Serves_what_it_holds_while_Catalog_is_down()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("a")), world.Key("alpha", "eng_alpha"));
        await world.StopSearch();

        await world.StartSearch(catalogIsUp: false);

        var data = await world.Data("{ viewer { publisher { name } } missions { totalCount } }", key: "eng_alpha");
        Assert.Equal(1, data.GetProperty("missions").GetProperty("totalCount").GetInt32());
        Assert.Equal("Partenaire alpha", data.GetProperty("viewer").GetProperty("publisher").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_structure_renamed_is_found_by_its_new_name()
    {
        await using var world = await World.Start();
        var organization = new OrganizationContent { Key = "o1", Name = "Secours du Quartier" };
        await world.Publish(
            world.Publisher("alpha"), world.Organization("alpha", organization), world.Mission("alpha", World.Content("a") with { OrganizationKey = "o1" }));
        Assert.Equal(1, await Found(world, "secours"));

        Assert.Equal("Secours du Quartier", await StructureOfTheMission(world));

        await world.Publish(world.Organization("alpha", organization with { Name = "Entraide Locale" }));

        Assert.Equal(0, await Found(world, "secours"));
        Assert.Equal(1, await Found(world, "entraide"));
        // Whoever asked before has it in a cache.
        Assert.Equal("Entraide Locale", await StructureOfTheMission(world));
    }

    [Fact]
    public async Task A_mission_that_moved_to_another_structure_is_of_that_one_after_a_restart_too()
    {
        await using var world = await World.Start();
        await world.Publish(
            world.Publisher("alpha"),
            world.Organization("alpha", new OrganizationContent { Key = "o1", Name = "Secours du Quartier" }),
            world.Organization("alpha", new OrganizationContent { Key = "o2", Name = "Entraide Locale" }),
            world.Mission("alpha", World.Content("a") with { OrganizationKey = "o1" }));
        await world.Publish(world.Mission("alpha", World.Content("a") with { OrganizationKey = "o2" }));
        await world.StopSearch();

        await world.StartSearch();

        Assert.Equal((0, 1), (await Found(world, "secours"), await Found(world, "entraide")));
        Assert.Equal("Entraide Locale", await StructureOfTheMission(world));
    }

    [Fact]
    public async Task A_start_shows_every_mission_of_a_replica_that_is_read_in_several_parts()
    {
        await using var world = await World.Start();
        await world.Publish([world.Publisher("alpha"), .. Enumerable.Range(0, 2_500).Select(i => world.Mission("alpha", World.Content($"m{i}")))]);
        await world.StopSearch();

        await world.StartSearch();

        Assert.Equal(2_500, (await world.Data("{ missions { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Another_process_on_the_same_replica_sees_what_this_one_writes()
    {
        await using var world = await World.Start();
        await using var other = await world.StartAnother();
        await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("a")));

        await World.Until(
            async () => (await other.Client.GetStringAsync("/graphql?query={missions{totalCount}}")).Contains("\"totalCount\":1", StringComparison.Ordinal),
            "the other process sees the mission");
    }

    private static async Task<string?> StructureOfTheMission(World world)
    {
        var nodes = (await world.Data("{ missions { nodes { organization { name } } } }")).GetProperty("missions").GetProperty("nodes");
        return Assert.Single(nodes.EnumerateArray()).GetProperty("organization").GetProperty("name").GetString();
    }

    private static async Task<int> Found(World world, string search) =>
        (await world.Data($"{{ missions(search: \"{search}\") {{ totalCount }} }}")).GetProperty("missions").GetProperty("totalCount").GetInt32();
}
