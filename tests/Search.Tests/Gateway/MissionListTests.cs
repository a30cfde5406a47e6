using System.Text.Json;
using Engagement.Missions;
using Engagement.Search.Identifiers;

namespace Engagement.Search.Tests.Gateway;

public sealed class MissionListTests : IAsyncLifetime
{
    private World world = null!;

    public async Task InitializeAsync()
    {
        world = await World.Start();
        await world.Publish(
        [
            world.Publisher("alpha"), world.Publisher("beta"),
            world.Organization("alpha", new OrganizationContent { Key = "o1", Name = "Les Amis de Lyon", Networks = ["Réseau A"], Rna = "W123456789" }),
            .. Enumerable.Range(0, 25).Select(i => world.Mission("alpha", World.Content($"a{i:00}", $"Mission numéro {i}") with
            {
                PostedAt = World.Now.AddDays(-i),
                StartAt = World.Now.AddDays(i % 5),
                OrganizationKey = i % 2 == 0 ? "o1" : null,
                Domain = i % 5 == 0 ? "sport" : "education",
                Addresses = [new() { City = "Lyon", PostalCode = "69001", DepartmentCode = "69", Lat = 45.76 + (i / 100.0), Lon = 4.83 }],
            })),
            world.Mission("beta", World.Content("b", "Théâtre de rue") with
            {
                Type = MissionType.VolontariatServiceCivique,
                Remote = RemoteMode.Full,
                OpenToMinors = true,
                Audiences = ["seniors"],
                Compensation = new Compensation { Amount = 600.5m, Unit = CompensationUnit.Month, Type = CompensationType.Net },
            }),
        ]);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData("START_DATE")]
    [InlineData("POSTED_DATE")]
    [InlineData("UPDATED_DATE")]
    [InlineData("RELEVANCE")]
    public async Task Pages_forward_and_backward_give_the_same_list(string order)
    {
        var forward = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await Page($"first: 7, orderBy: {order}{(cursor is null ? "" : $", after: \"{cursor}\"")}");
            forward.AddRange(Ids(page));
            Assert.Equal(forward.Count > 7, page.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean());
            Assert.Equal(page.GetProperty("edges")[page.GetProperty("edges").GetArrayLength() - 1].GetProperty("cursor").GetString(), page.GetProperty("pageInfo").GetProperty("endCursor").GetString());
            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
            {
                break;
            }

            cursor = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }

        var backward = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await Page($"last: 7, orderBy: {order}{(cursor is null ? "" : $", before: \"{cursor}\"")}");
            backward.InsertRange(0, Ids(page));
            if (!page.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean())
            {
                break;
            }

            cursor = page.GetProperty("pageInfo").GetProperty("startCursor").GetString();
        }

        Assert.Equal(26, forward.Distinct().Count());
        Assert.Equal(forward, backward);
    }

    [Fact]
    public async Task A_list_without_size_has_twenty()
    {
        var missions = (await world.Data("{ missions { totalCount nodes { id } } }")).GetProperty("missions");

        Assert.Equal(26, missions.GetProperty("totalCount").GetInt32());
        Assert.Equal(20, missions.GetProperty("nodes").GetArrayLength());
    }

    [Fact]
    public async Task Totals_and_facets_are_of_the_whole_list_and_a_facet_ignores_its_own_filter()
    {
        var missions = (await world.Data("""
            { missions(first: 1, filter: { domains: ["sport"], publishers: ["PUBLISHER"] }) {
                totalCount nodes { domain { code label } }
                facets { domains { code label count selected } publishers { code label count selected } types { code label count }
                         departments { code label count } few: domains(first: 1) { code } networks { code count } } } }
            """.Replace("PUBLISHER", Publisher("alpha"), StringComparison.Ordinal))).GetProperty("missions");
        var facets = missions.GetProperty("facets");

        Assert.Equal(5, missions.GetProperty("totalCount").GetInt32());
        Assert.Equal("""{"code":"sport","label":"Sport"}""", missions.GetProperty("nodes")[0].GetProperty("domain").GetRawText());
        Assert.Equal(
            """[{"code":"education","label":"Éducation","count":20,"selected":false},{"code":"sport","label":"Sport","count":5,"selected":true}]""",
            facets.GetProperty("domains").GetRawText());
        Assert.Equal(
            $$"""[{"code":"{{Publisher("alpha")}}","label":"Partenaire alpha","count":5,"selected":true}]""",
            facets.GetProperty("publishers").GetRawText());
        Assert.Equal("""[{"code":"BENEVOLAT","label":"Bénévolat","count":5}]""", facets.GetProperty("types").GetRawText());
        Assert.Equal("""[{"code":"69","label":"Rhône","count":5}]""", facets.GetProperty("departments").GetRawText());
        Assert.Equal("""[{"code":"education"}]""", facets.GetProperty("few").GetRawText());
        Assert.Equal("""[{"code":"Réseau A","count":3}]""", facets.GetProperty("networks").GetRawText());
    }

    [Fact]
    public async Task What_facets_answer_the_filter_takes()
    {
        var facets = (await world.Data("""
            { missions { facets { types { code count } remote { code count } openToMinors { code count } audiences { code count } regions { code count } } } }
            """)).GetProperty("missions").GetProperty("facets");

        foreach (var (facet, filter) in new[]
        {
            ("types", "types: [{0}]"), ("remote", "remote: [{0}]"), ("openToMinors", "openToMinors: {0}"),
            ("audiences", "audiences: [\"{0}\"]"), ("regions", "place: {{ regions: [\"{0}\"] }}"),
        })
        {
            Assert.NotEqual(0, facets.GetProperty(facet).GetArrayLength());
            foreach (var bucket in facets.GetProperty(facet).EnumerateArray())
            {
                var argument = string.Format(null, filter, bucket.GetProperty("code").GetString());
                Assert.Equal(bucket.GetProperty("count").GetInt32(), await Total($"filter: {{ {argument} }}"));
            }
        }
    }

    [Fact]
    public async Task A_circle_orders_by_distance_and_names_the_nearest_address()
    {
        var edges = (await world.Data("""
            { missions(first: 3, orderBy: DISTANCE, filter: { place: { near: { lat: 45.76, lon: 4.83, radiusKm: 5 } } }) {
                edges { distanceKm nearestAddress { city location { lat lon } } node { title } } } }
            """)).GetProperty("missions").GetProperty("edges");

        Assert.Equal(["Mission numéro 0", "Mission numéro 1", "Mission numéro 2"], edges.EnumerateArray().Select(e => e.GetProperty("node").GetProperty("title").GetString()));
        Assert.Equal("Lyon", edges[1].GetProperty("nearestAddress").GetProperty("city").GetString());
        Assert.InRange(edges[1].GetProperty("distanceKm").GetDouble(), 1.0, 1.3);
    }

    [Fact]
    public async Task A_search_finds_words_whatever_their_accents()
    {
        Assert.Equal(1, await Total("search: \"theatre\""));
        Assert.Equal(1, await Total("search: \"Théâtres\""));
        Assert.Equal(13, await Total("search: \"amis\""));
    }

    [Fact]
    public async Task A_mission_has_every_field_of_its_partner()
    {
        var mission = (await world.Data("""
            query($ref: MissionRef!) { mission(ref: $ref) {
              id clientId version title description descriptionHtml type domain { code label } activities { code } audiences tags tasks softSkills romeSkills
              requirements schedule remote places placesStatus placesLeft openToMinors reducedMobilityAccessible closeToTransport snu snuPlaces
              compensation { amount amountMax unit type } postedAt startAt endAt createdAt updatedAt
              addresses { street postalCode city communeCode department { code label } region { code } country location { lat lon } precision }
              image priority metadata applicationUrl organization { id } publisher { id name url logo } status statusReasons { code field message } } }
            """, variables: new { @ref = new { external = new { publisher = Publisher("beta"), clientId = "b" } } })).GetProperty("mission");

        Assert.Equal("b", mission.GetProperty("clientId").GetString());
        Assert.Equal("VOLONTARIAT_SERVICE_CIVIQUE", mission.GetProperty("type").GetString());
        Assert.Equal("FULL", mission.GetProperty("remote").GetString());
        Assert.Equal("""{"amount":600.5,"amountMax":null,"unit":"MONTH","type":"NET"}""", mission.GetProperty("compensation").GetRawText());
        Assert.Equal(World.Now.AddDays(-10), mission.GetProperty("postedAt").GetDateTimeOffset());
        Assert.Equal("https://partenaire.example/missions/b", mission.GetProperty("applicationUrl").GetString());
        Assert.Equal("ATTRIBUTED", mission.GetProperty("placesStatus").GetString());
        Assert.Equal("ACCEPTED", mission.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, mission.GetProperty("organization").ValueKind);
    }

    [Fact]
    public async Task A_page_of_missions_names_their_structures()
    {
        var nodes = (await world.Data("{ missions(first: 4, orderBy: POSTED_DATE) { nodes { organization { name rna networks missions(first: 2) { totalCount nodes { id } } } } } }"))
            .GetProperty("missions").GetProperty("nodes");

        // The first is beta's or alpha's newest: every second one of alpha has the structure.
        var organizations = nodes.EnumerateArray().Select(n => n.GetProperty("organization")).Where(o => o.ValueKind == JsonValueKind.Object).ToList();
        Assert.NotEmpty(organizations);
        Assert.All(organizations, o =>
        {
            Assert.Equal("Les Amis de Lyon", o.GetProperty("name").GetString());
            Assert.Equal(13, o.GetProperty("missions").GetProperty("totalCount").GetInt32());
            Assert.Equal(2, o.GetProperty("missions").GetProperty("nodes").GetArrayLength());
        });
    }

    [Fact]
    public async Task The_map_counts_each_mission_once_per_cell_and_names_a_lone_one()
    {
        var map = (await world.Data("""
            { missionMap(bounds: { west: 4, south: 45, east: 6, north: 47 }, zoom: 12) {
                totalCount placesCount unlocatedCount cells { location { lat lon } count places mission { title } bounds { west south east north } } } }
            """)).GetProperty("missionMap");

        Assert.Equal(25, map.GetProperty("totalCount").GetInt32());
        Assert.Equal(25, map.GetProperty("placesCount").GetInt32());
        Assert.Equal(1, map.GetProperty("unlocatedCount").GetInt32());
        Assert.Equal(25, map.GetProperty("cells").EnumerateArray().Sum(c => c.GetProperty("count").GetInt32()));
        Assert.All(map.GetProperty("cells").EnumerateArray(), cell => Assert.Equal(
            cell.GetProperty("count").GetInt32() == 1, cell.GetProperty("mission").ValueKind == JsonValueKind.Object));
    }

    [Theory]
    [InlineData("missions(first: 5, last: 5) { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missions(first: 0) { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missions(first: 101) { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missions(last: 101) { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missions(first: 5, before: \"x\") { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missions(orderBy: DISTANCE) { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missions(filter: { publishers: [\"x\"] }) { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missions(filter: { place: { near: { lat: 91, lon: 0 } } }) { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missions(filter: { compensation: { minAmount: 1e300 } }) { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missions(after: \"x\") { nodes { id } }", "CURSOR_INVALID")]
    [InlineData("publishers(after: \"x\") { nodes { id } }", "CURSOR_INVALID")]
    [InlineData("mission(ref: { id: \"x\" }) { id }", "BAD_USER_INPUT")]
    [InlineData("organization(ref: { id: \"x\" }) { id }", "BAD_USER_INPUT")]
    [InlineData("node(id: \"x\") { id }", "BAD_USER_INPUT")]
    [InlineData("missionMap(bounds: { west: 0, south: 1, east: 1, north: 0 }, zoom: 3) { totalCount }", "BAD_USER_INPUT")]
    [InlineData("missionMap(bounds: { west: 0, south: 0, east: 1, north: 1 }, zoom: 23) { totalCount }", "BAD_USER_INPUT")]
    public async Task A_fault_of_the_caller_has_its_code(string field, string code) => Assert.Equal(code, await world.ErrorCode($"{{ {field} }}"));

    [Fact]
    public async Task A_cursor_of_another_query_is_refused()
    {
        var cursor = (await Page("first: 1, orderBy: POSTED_DATE")).GetProperty("pageInfo").GetProperty("endCursor").GetString();

        var altered = $"{cursor![..10]}{(cursor[10] == 'x' ? 'y' : 'x')}{cursor[11..]}";

        Assert.Equal("CURSOR_MISMATCH", await world.ErrorCode($"{{ missions(orderBy: START_DATE, after: \"{cursor}\") {{ nodes {{ id }} }} }}"));
        Assert.Equal("CURSOR_MISMATCH", await world.ErrorCode($"{{ missions(orderBy: POSTED_DATE, search: \"a\", after: \"{cursor}\") {{ nodes {{ id }} }} }}"));
        Assert.Equal("CURSOR_INVALID", await world.ErrorCode($"{{ missions(orderBy: POSTED_DATE, after: \"{altered}\") {{ nodes {{ id }} }} }}"));
    }

    private static string Publisher(string slug) => PublicId.Of(PublicId.Publisher, EntityId.OfPublisher(slug));

    private static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("edges").EnumerateArray().Select(e => e.GetProperty("node").GetProperty("id").GetString()!);

    private async Task<JsonElement> Page(string arguments) =>
        (await world.Data($"{{ missions({arguments}) {{ edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}")).GetProperty("missions");

    private async Task<int> Total(string arguments) =>
        (await world.Data($"{{ missions({arguments}) {{ totalCount }} }}")).GetProperty("missions").GetProperty("totalCount").GetInt32();
}
