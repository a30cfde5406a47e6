using Engagement.Missions;
using Engagement.Search.Storage;
using Engagement.Testing;

namespace Engagement.Search.Tests.Replica;

/// <summary>A replica that an earlier version filled, with texts beyond today's bounds and an entry that it had parked for them.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task A_replica_with_a_parked_entry_is_cut_takes_the_entry_and_is_well()
    {
        await using var world = await World.WithoutSearch(isMigrated: false);
        var random = new Random(1);
        var name = string.Concat(Enumerable.Range(0, 6_000).Select(_ => (char)random.Next('一', '龥')));
        var poison = new OrganizationContent { Key = "poison", Name = name };
        await world.Append(
            world.Publisher("alpha"),
            world.Mission("alpha", World.Content("a", "Titre " + new string('t', 10_000)) with { Schedule = new string('s', 2_000) }),
            world.Organization("alpha", poison),
            world.Mission("alpha", World.Content("b", "Un titre court") with { OrganizationKey = "poison" }));
        await FillAsBefore(world);

        await world.StartSearch();
        await World.Until(async () => await world.Database.Scalar<long>("select count(*) from search.dead_entry") == 0,
            "nothing is parked");

        await World.Until(async () => !(await world.Host.Client.GetStringAsync("/health/ready")).Contains("Degraded",
            StringComparison.Ordinal), "Search is well");
        Assert.Equal("500", await world.Database.Scalar<string>("select string_agg(char_length(body::json ->> 'title')::text, ' ') from search.mission where client_id = 'a'"));
        Assert.Equal(500, await world.Database.Scalar<int>("select char_length(name) from search.organization"));
        var data = await world.Data("{ missions(orderBy: START_DATE) { nodes { clientId title schedule organization { name } } } }");
        var missions = data.GetProperty("missions").GetProperty("nodes").EnumerateArray().ToDictionary(m =>
            m.GetProperty("clientId").GetString()!);
        Assert.Equal(500, missions["a"].GetProperty("title").GetString()!.Length);
        Assert.Equal(name[..500], missions["b"].GetProperty("organization").GetProperty("name").GetString());
        Assert.Equal(0, await world.Database.Scalar<long>("select count(*) from pg_proc where pronamespace = 'search'::regnamespace"));
    }

    [Fact]
    public async Task A_Catalog_that_still_sends_longer_names_parks_nothing()
    {
        await using var world = await World.Start();
        var random = new Random(2);
        var name = string.Concat(Enumerable.Range(0, 6_000).Select(_ => (char)random.Next('一', '龥')));

        await world.Publish(world.Publisher("alpha"), world.Organization("alpha",
            new OrganizationContent { Key = new string('k', 5_000), Name = name }));

        Assert.Equal(0, await world.Database.Scalar<long>("select count(*) from search.dead_entry"));
        Assert.Equal(500, await world.Database.Scalar<int>("select char_length(name) from search.organization"));
    }

    private static async Task FillAsBefore(World world)
    {
        await FormerVersion.Migrate<SearchDb>(world.Database, "search", "0002_structures", options => new SearchDb(options));
        await world.Database.Execute(
            """
            insert into search.publisher select entity_id, number, version, body from catalog.change where kind = 'publisher';
            insert into search.mission (id, number, version, status, publisher_id, client_id, organization_id, created_at, updated_at, body)
            select entity_id, number, version, 'ACCEPTED', (body::json ->> 'publisherId')::uuid, body::json ->> 'clientId',
                (body::json ->> 'organizationId')::uuid, at, at, body::json ->> 'content'
            from catalog.change where kind = 'mission';
            insert into search.dead_entry (follower, number, kind, entity_id, version, at, body, error)
            select 'search-replica', number, kind, entity_id, version, at, body, repeat('PostgresException 54000 ', 1000)
                from catalog.change where kind = 'organization';
            insert into search.checkpoint select 'search-replica', max(number) from catalog.change;
            """);
    }
}
