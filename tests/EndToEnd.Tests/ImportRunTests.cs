using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

public sealed class ImportRunTests
{
    private const string Faulty = """
        <source>
        <mission><clientId>m-1</clientId><title>Aider au jardin partagé</title><description>Au printemps.</description><applicationUrl>https://example.fr/1</applicationUrl><remote>peut-être</remote></mission>
        <mission><clientId>m-2</clientId><title>Jardiner</title><description></description><applicationUrl>voir le site</applicationUrl><startAt>31/02/2027</startAt><places>-1</places></mission>
        <mission><clientId>m-1</clientId><title>Aider au jardin partagé</title><description>Encore.</description><applicationUrl>https://example.fr/1</applicationUrl></mission>
        </source>
        """;

    [Fact]
    public async Task A_partner_reads_every_remark_of_its_own_runs_and_nobody_else_does()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var instance = await Instance.Start(database);
        var import = await instance.ImportFile("Jardins", Encoding.UTF8.GetBytes(Faulty));
        import.AssertSum();
        var (own, others) = (await instance.NewKey("Jardins", "read"), await instance.NewKey("Voisins", "read"));

        var run = (await Ask(instance, own, null)).GetProperty("nodes")[0];
        Assert.Equal(["3", "1", "1", "1"], new[] { "received", "created", "refused", "duplicates" }.Select(f => run.GetProperty(f).ToString()));
        Assert.Equal(import.Counts.GetProperty("run").GetString(), run.GetProperty("id").GetString());

        var seen = new List<string>();
        for (string? after = null; ;)
        {
            var items = (await Ask(instance, own, after)).GetProperty("nodes")[0].GetProperty("items");
            seen.AddRange(items.GetProperty("nodes").EnumerateArray().Select(i => $"{i.GetProperty("kind")} {i.GetProperty("code")} {i.GetProperty("line")}"));
            Assert.True(seen.Count <= items.GetProperty("totalCount").GetInt32());
            if (!items.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
            {
                break;
            }

            after = items.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }

        var report = await instance.Client.GetFromJsonAsync<JsonElement>($"/internal/importer/runs/{run.GetProperty("id")}");
        Assert.Equal(
            report.GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("kind")} {i.GetProperty("code")} {i.GetProperty("line")}").Order(StringComparer.Ordinal),
            seen.Order(StringComparer.Ordinal));
        Assert.Superset(
            new HashSet<string>(["REFUSAL DESCRIPTION_MISSING 3", "REFUSAL TITLE_ONE_WORD 3", "REFUSAL DATE_UNREADABLE 3", "REFUSAL PLACES_INVALID 3", "WARNING REMOTE_UNKNOWN 2", "DUPLICATE DUPLICATE_CLIENT_ID 4"]),
            seen.ToHashSet());
        Assert.Equal(0, (await Ask(instance, others, null)).GetProperty("totalCount").GetInt32());
    }

    private static async Task<JsonElement> Ask(Instance instance, string key, string? after) =>
        (await instance.QueryAs(
            key,
            """
            query ($after: String) { viewer { importRuns(first: 1) { totalCount nodes { id status received created refused duplicates startedAt
              items(first: 2, after: $after) { totalCount nodes { kind code line clientId field value message stillLive } pageInfo { hasNextPage endCursor } } } } } }
            """,
            new { after })).GetProperty("viewer").GetProperty("importRuns");
}
