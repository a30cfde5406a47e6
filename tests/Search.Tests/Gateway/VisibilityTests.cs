using System.Text.Json;
using Engagement.Missions;
using Engagement.Search.Identifiers;

namespace Engagement.Search.Tests.Gateway;

public sealed class VisibilityTests
{
    private const string Everything = """
        query($mission: ID!, $organization: ID!, $publisher: ID!, $clientPublisher: ID!) {
          missions { totalCount facets { publishers { code } } }
          mission(ref: { id: $mission }) { id }
          byClientId: mission(ref: { external: { publisher: $clientPublisher, clientId: "a" } }) { id }
          organization(ref: { id: $organization }) { id }
          byRna: organization(ref: { rna: "W123456789" }) { id }
          organizations { totalCount }
          publishers { totalCount }
          nodes(ids: [$mission, $organization, $publisher]) { id }
          missionMap(bounds: { west: -180, south: -90, east: 180, north: 90 }, zoom: 3) { totalCount unlocatedCount }
        }
        """;

    [Fact]
    public async Task What_a_private_publisher_has_is_shown_to_nobody_else()
    {
        await using var world = await PrivateWorld();

        foreach (var key in new[] { null, "eng_stranger" })
        {
            var data = await world.Data(Everything, key, Variables);

            Assert.Equal(0, data.GetProperty("missions").GetProperty("totalCount").GetInt32());
            Assert.Equal(0, data.GetProperty("missions").GetProperty("facets").GetProperty("publishers").GetArrayLength());
            Assert.Equal(0, data.GetProperty("organizations").GetProperty("totalCount").GetInt32());
            Assert.Equal(0, data.GetProperty("publishers").GetProperty("totalCount").GetInt32());
            Assert.Equal(0, data.GetProperty("missionMap").GetProperty("totalCount").GetInt32());
            Assert.Equal(0, data.GetProperty("missionMap").GetProperty("unlocatedCount").GetInt32());
            foreach (var field in new[] { "mission", "byClientId", "organization", "byRna" })
            {
                Assert.Equal(JsonValueKind.Null, data.GetProperty(field).ValueKind);
            }

            Assert.All(data.GetProperty("nodes").EnumerateArray(), node => Assert.Equal(JsonValueKind.Null, node.ValueKind));
        }
    }

    [Fact]
    public async Task A_private_publisher_sees_its_own()
    {
        await using var world = await PrivateWorld();

        var data = await world.Data(Everything, "eng_secret", Variables);

        Assert.Equal(1, data.GetProperty("missions").GetProperty("totalCount").GetInt32());
        Assert.Equal(1, data.GetProperty("organizations").GetProperty("totalCount").GetInt32());
        Assert.Equal(1, data.GetProperty("publishers").GetProperty("totalCount").GetInt32());
        Assert.All(data.GetProperty("nodes").EnumerateArray(), node => Assert.Equal(JsonValueKind.Object, node.ValueKind));
        foreach (var field in new[] { "mission", "byClientId", "organization", "byRna" })
        {
            Assert.Equal(JsonValueKind.Object, data.GetProperty(field).ValueKind);
        }
    }

    [Theory]
    [InlineData("ACCEPTED", false, "ACCEPTED", null)]
    [InlineData("ACCEPTED", true, "EXPIRED", "MISSION_ENDED")]
    [InlineData("EXPIRED", true, "EXPIRED", "MISSION_ENDED")]
    [InlineData("WITHDRAWN", false, "WITHDRAWN", "MISSION_WITHDRAWN")]
    public async Task Its_publisher_sees_a_mission_with_its_status_and_others_only_an_open_one(string recorded, bool ended, string status, string? reason)
    {
        await using var world = await World.Start();
        var content = World.Content("a") with { EndAt = ended ? World.Now : World.Now.AddDays(1), StartAt = World.Now.AddDays(-5) };
        await world.Publish(world.Publisher("alpha"), world.Key("alpha", "eng_alpha"), world.Mission("alpha", content, recorded));
        var query = $"{{ mission(ref: {{ id: \"{IdOf("alpha", "a")}\" }}) {{ status statusReasons {{ code message }} }} missions {{ totalCount }} }}";

        var own = await world.Data(query, "eng_alpha");
        var others = await world.Data(query);

        Assert.Equal(status, own.GetProperty("mission").GetProperty("status").GetString());
        Assert.Equal(
            reason is null ? [] : [reason],
            own.GetProperty("mission").GetProperty("statusReasons").EnumerateArray().Select(r => r.GetProperty("code").GetString()));
        Assert.Equal(status == "ACCEPTED" ? JsonValueKind.Object : JsonValueKind.Null, others.GetProperty("mission").ValueKind);
        Assert.Equal(status == "ACCEPTED" ? 1 : 0, others.GetProperty("missions").GetProperty("totalCount").GetInt32());
        Assert.Equal(status == "ACCEPTED" ? 1 : 0, own.GetProperty("missions").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task A_publisher_that_turns_private_disappears_at_once()
    {
        await using var world = await World.Start();
        await world.Publish(world.Publisher("alpha"), world.Mission("alpha", World.Content("a")));
        Assert.Equal(1, (await world.Data("{ missions { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32());

        await world.Publish(world.Publisher("alpha", isPublic: false));

        Assert.Equal(0, (await world.Data("{ missions { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("eng_alpha")]
    [InlineData("eng_site")]
    public async Task A_partner_that_only_shows_missions_is_no_node(string? key)
    {
        await using var world = await World.Start();
        await world.Publish(
            world.Publisher("alpha"), world.Publisher("site", isPublisher: false), world.Key("alpha", "eng_alpha"), world.Key("site", "eng_site"));
        var ids = new[] { "site", "alpha" }.Select(slug => PublicId.Of(PublicId.Publisher, EntityId.OfPublisher(slug))).ToArray();

        var data = await world.Data("query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }", key, new { id = ids[0], ids });

        Assert.Equal(JsonValueKind.Null, data.GetProperty("node").ValueKind);
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Object], data.GetProperty("nodes").EnumerateArray().Select(n => n.ValueKind));
    }

    private static object Variables => new
    {
        mission = IdOf("secret", "a"),
        organization = PublicId.Of(PublicId.Organization, EntityId.OfOrganization(EntityId.OfPublisher("secret"), "o1")),
        publisher = PublicId.Of(PublicId.Publisher, EntityId.OfPublisher("secret")),
        clientPublisher = PublicId.Of(PublicId.Publisher, EntityId.OfPublisher("secret")),
    };

    private static string IdOf(string slug, string clientId) => PublicId.Of(PublicId.Mission, EntityId.OfMission(EntityId.OfPublisher(slug), clientId));

    private static async Task<World> PrivateWorld()
    {
        var world = await World.Start();
        await world.Publish(
            world.Publisher("secret", isPublic: false),
            world.Publisher("stranger", isPublisher: false),
            world.Organization("secret", new OrganizationContent { Key = "o1", Name = "Secret", Rna = "W123456789" }),
            world.Mission("secret", World.Content("a") with { OrganizationKey = "o1", Addresses = [new() { City = "Paris", Lat = 48.85, Lon = 2.35 }] }),
            world.Key("secret", "eng_secret"),
            world.Key("stranger", "eng_stranger"));
        return world;
    }
}
