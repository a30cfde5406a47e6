using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

public sealed class PushTests : IAsyncLifetime
{
    private const string Publisher = "Partenaire qui pousse";
    private TestDatabase database = null!;
    private Instance instance = null!;
    private string key = "";

    public async Task InitializeAsync()
    {
        database = await PostgresCluster.CreateDatabase();
        instance = await Instance.Start(database);
        (await instance.ImportFile(Publisher, Feed(1, 2))).AssertCounts(2, created: 2);
        using var made = await instance.Client.PostAsync($"/internal/catalog/keys?partner={Uri.EscapeDataString(Publisher)}&scope=read,publish", null);
        key = await made.Content.ReadAsStringAsync();
        await Eventually.Holds(async () => (await Ask("{ viewer { scopes } }")).TryGetProperty("data", out _), "the gateway knows the key");
    }

    public async Task DisposeAsync()
    {
        await instance.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Pushed_and_pulled_missions_live_side_by_side()
    {
        var created = await Submit("p1");
        Assert.Equal("CREATED", created.GetProperty("outcome").GetString());
        Assert.Equal(("Aide aux devoirs du soir", "ACCEPTED", "Bourg-en-Bresse"), (
            created.GetProperty("mission").GetProperty("title").GetString(),
            created.GetProperty("mission").GetProperty("status").GetString(),
            created.GetProperty("mission").GetProperty("addresses")[0].GetProperty("city").GetString()));
        // Whoever has the answer finds the mission.
        Assert.Equal(1, await Count("devoirs"));
        Assert.Equal("UNCHANGED", (await Submit("p1")).GetProperty("outcome").GetString());

        // The feed neither withdraws it nor takes it.
        (await instance.ImportFile(Publisher, Feed(1))).AssertCounts(1, unchanged: 1, withdrawn: 1);
        Assert.Equal(2, await Count(""));
        var stolen = await instance.ImportFile(Publisher, Feed("1", "p1"));
        Assert.Equal((2, 1, 1), (stolen["received"], stolen["unchanged"], stolen["refused"]));
        Assert.Contains("OTHER_SOURCE", stolen.Text, StringComparison.Ordinal);

        var other = await Submit("1");
        Assert.Equal(("REFUSED", "OTHER_SOURCE"), (other.GetProperty("outcome").GetString(), other.GetProperty("userErrors")[0].GetProperty("code").GetString()));
        Assert.Equal(JsonValueKind.Null, other.GetProperty("mission").ValueKind);

        var withdrawn = (await Mutate("mutation { withdrawMission(input: { clientId: \"p1\" }) { mission { status } userErrors { code } } }")).GetProperty("withdrawMission");
        Assert.Equal("WITHDRAWN", withdrawn.GetProperty("mission").GetProperty("status").GetString());
        Assert.Equal(1, await Count(""));
    }

    [Fact]
    public async Task A_mission_goes_from_the_api_to_the_feed_and_back_and_stays_the_same_one()
    {
        await Submit("p1");
        var refused = await instance.ImportFile(Publisher, Feed("1", "2", "p1"));
        Assert.Equal(("SUCCESS", 2, 1), (refused.Status, refused["unchanged"], refused["refused"]));

        var toFeed = await Move("FEED", "p1", "ailleurs");
        Assert.Equal("p1 MOVED v1 Aide aux devoirs du soir, ailleurs UNKNOWN", Describe(toFeed));
        var id = toFeed[0].GetProperty("mission").GetProperty("id").GetString();
        Assert.Equal(1, await Count("devoirs"));
        (await instance.ImportFile(Publisher, Feed("1", "2", "p1"))).AssertCounts(3, updated: 1, unchanged: 2);
        Assert.Equal("REFUSED", (await Submit("p1")).GetProperty("outcome").GetString());
        Assert.Equal("p1 ALREADY_THERE v2 Nettoyer la plage", Describe(await Move("FEED", "p1")));

        Assert.Equal("p1 MOVED v2 Nettoyer la plage", Describe(await Move("API", "p1")));
        (await instance.ImportFile(Publisher, Feed("1", "2"))).AssertCounts(2, unchanged: 2);
        Assert.Equal(3, await Count(""));
        Assert.Equal(1, (await instance.ImportFile(Publisher, Feed("1", "2", "p1")))["refused"]);
        Assert.Equal("UPDATED", (await Submit("p1")).GetProperty("outcome").GetString());
        var back = await Move("API", "p1");
        Assert.Equal(("p1 ALREADY_THERE v3 Aide aux devoirs du soir", id), (Describe(back), back[0].GetProperty("mission").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Nobody_moves_the_mission_of_another()
    {
        await Submit("p1");
        key = await instance.NewKey("Voisins", "read,publish");
        await instance.ImportFile("Voisins", Feed("v1"));

        Assert.Equal("p1 UNKNOWN, 1 UNKNOWN", Describe(await Move("FEED", "p1", "1")));

        var import = await instance.ImportFile(Publisher, Feed("1", "2", "p1"));
        Assert.Equal((3, 2, 1), (import["received"], import["unchanged"], import["refused"]));
    }

    [Fact]
    public async Task Of_200_missions_each_has_its_outcome()
    {
        const string Mutation = "mutation($m: [SubmitMissionInput!]!) { submitMissions(input: { missions: $m }) { results { clientId outcome userErrors { code field } } } }";
        var missions = Enumerable.Range(0, 200).Select(n => new { clientId = $"m{n}", title = n % 10 == 0 ? "Jardinage" : "Aide au jardin", description = "Utile à tous.", applicationUrl = $"https://example.fr/{n}" });

        var results = (await Mutate(Mutation, new { m = missions })).GetProperty("submitMissions").GetProperty("results").EnumerateArray().ToList();

        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"m{n} {(n % 10 == 0 ? "REFUSED" : "CREATED")}"), results.Select(r => $"{r.GetProperty("clientId")} {r.GetProperty("outcome")}"));
        Assert.All(results.Where(r => r.GetProperty("outcome").GetString() == "REFUSED"), r => Assert.Equal("TITLE_ONE_WORD", r.GetProperty("userErrors")[0].GetProperty("code").GetString()));
        Assert.Equal(180, await Count("jardin"));
    }

    [Fact]
    public async Task An_undone_run_leaves_the_catalogue_as_it_was_before()
    {
        var bad = await instance.ImportFile(Publisher, Feed("1", "3"));
        using var undone = await instance.Client.PostAsync($"/internal/importer/runs/{bad.Counts.GetProperty("run").GetString()}/undo", null);

        Assert.True(undone.IsSuccessStatusCode, await undone.Content.ReadAsStringAsync());
        await Eventually.Holds(async () => (await Titles()) == "1 2", "the missions of before are found again");
    }

    private async Task<string> Titles()
    {
        var nodes = (await instance.Query("{ missions(first: 100) { nodes { clientId } } }")).GetProperty("missions").GetProperty("nodes");
        return string.Join(' ', nodes.EnumerateArray().Select(n => n.GetProperty("clientId").GetString()).Order());
    }

    private async Task<JsonElement> Submit(string clientId) => (await Mutate(
        """
        mutation($clientId: String!) {
          submitMission(input: {
            clientId: $clientId, title: "Aide aux devoirs du soir", description: "<p>Utile à tous.</p>", applicationUrl: "https://example.fr/1",
            domain: "education", activity: ["soutien-scolaire"], endAt: "2027-06-30", addresses: [{ postalCode: "01000", city: "Bourg-en-Bresse" }]
          }) { outcome mission { title status addresses { city } } userErrors { code field message } warnings { code } }
        }
        """,
        new { clientId })).GetProperty("submitMission");

    private async Task<JsonElement> Move(string to, params string[] clientIds)
    {
        const string Mutation =
            """
            mutation($ids: [String!]!, $to: MissionSource!) {
              moveMissions(input: { clientIds: $ids, to: $to }) { results { clientId outcome mission { id version title } userErrors { code } } userErrors { code } }
            }
            """;
        var payload = (await Mutate(Mutation, new { ids = clientIds, to })).GetProperty("moveMissions");
        Assert.Equal(0, payload.GetProperty("userErrors").GetArrayLength());
        return payload.GetProperty("results");
    }

    private static string Describe(JsonElement results) => string.Join(", ", results.EnumerateArray().Select(r =>
        $"{r.GetProperty("clientId")} {r.GetProperty("outcome")}"
        + (r.GetProperty("mission") is { ValueKind: JsonValueKind.Object } mission ? $" v{mission.GetProperty("version")} {mission.GetProperty("title")}" : "")));

    private async Task<JsonElement> Mutate(string query, object? variables = null)
    {
        var answer = await Ask(query, variables);
        Assert.False(answer.TryGetProperty("errors", out _), answer.ToString());
        return answer.GetProperty("data");
    }

    private async Task<JsonElement> Ask(string query, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Add("Authorization", $"Bearer {key}");
        using var response = await instance.Client.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    private async Task<int> Count(string search) =>
        (await instance.Query("query($s: String) { missions(search: $s) { totalCount } }", new { s = search.Length == 0 ? null : search })).GetProperty("missions").GetProperty("totalCount").GetInt32();

    private static byte[] Feed(params int[] numbers) => Feed([.. numbers.Select(n => $"{n}")]);

    private static byte[] Feed(params string[] clientIds) => System.Text.Encoding.UTF8.GetBytes($"<source>{string.Concat(clientIds.Select(id => $"""
        <mission><clientId>{id}</clientId><title>Nettoyer la plage</title><description>Utile à tous.</description><applicationUrl>https://example.fr/{id}</applicationUrl></mission>
        """))}</source>");
}
