using System.Text.Json;
using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

/// <summary>A partner that gives its own records the number of a structure which another partner describes.</summary>
public sealed class ForeignRecordTests : IAsyncLifetime
{
    private const string Rna = "W441234567";
    private const string Honest = "Les Jardins de l'Erdre";

    private TestDatabase database = null!;
    private FeedServer partners = null!;
    private Instance instance = null!;

    public async Task InitializeAsync()
    {
        database = await PostgresCluster.CreateDatabase();
        partners = await FeedServer.Start(
            ("/nord.xml", Feed("nord", Honest)),
            ("/sud.xml", Feed("sud", "ASSOCIATION JARDINS DE L’ERDRE")),
            ("/mallory.xml", Feed("mallory", "Jardins Mallory", "Jardins Mallory", "Jardins Mallory", "Gains rapides", "Gains rapides", "Gains rapides")));
        instance = await Instance.Start(database, partners.Allowed);
    }

    public async Task DisposeAsync()
    {
        await instance.DisposeAsync();
        await partners.DisposeAsync();
        await database.DisposeAsync();
    }

    [Theory]
    [InlineData("nord mallory", $"{Honest} at https://nord.example/")]
    // One vote a partner decides what the structure is called; by its number answers who carried it first.
    [InlineData("mallory nord sud", "Jardins Mallory at https://mallory.example/")]
    public async Task Many_records_of_one_partner_do_not_speak_for_the_structure_of_another(string order, string byNumber)
    {
        foreach (var name in order.Split(' '))
        {
            Assert.Equal("SUCCESS", (await instance.ImportUrl(name, $"{partners.Address}{name}.xml")).Status);
        }

        var expected = $"mission: {Honest} of {Honest}; by number: {byNumber}";
        var told = "";
        for (var tries = 0; tries < 100 && (told = await Told()) != expected; tries++)
        {
            await Task.Delay(100);
        }

        Assert.Equal(expected, told);
        // What is found by a word is what the mission's own partner calls its structure.
        Assert.Equal(0, (await Search("mallory")).Count(id => id.StartsWith("nord", StringComparison.Ordinal)));
        Assert.All(await Search("erdre"), id => Assert.False(id.StartsWith("mallory", StringComparison.Ordinal), id));
        var waiting = JsonDocument.Parse(await instance.Client.GetStringAsync("/internal/catalog/structures?matchedBy=CONFLICT")).RootElement.GetProperty("structures");
        Assert.Equal(
            ["Gains rapides", "Gains rapides", "Gains rapides"],
            waiting.EnumerateArray().Select(s => Assert.Single(s.GetProperty("records").EnumerateArray()).GetProperty("name").GetString()));
    }

    private async Task<string> Told()
    {
        var answer = await instance.Query(
            $$"""
            { missions(search: "nord", first: 10) { nodes { clientId organization { name structure { name } } } } organization(ref: { rna: "{{Rna}}" }) { name url } }
            """);
        var host = answer.GetProperty("missions").GetProperty("nodes").EnumerateArray().Single().GetProperty("organization");
        var structure = host.GetProperty("structure") is { ValueKind: JsonValueKind.Object } known ? known.GetProperty("name").GetString() : "none";
        var found = answer.GetProperty("organization");
        return $"mission: {host.GetProperty("name")} of {structure}; by number: {found.GetProperty("name")} at {found.GetProperty("url")}";
    }

    private async Task<string[]> Search(string words)
    {
        var answer = await instance.Query("query ($words: String!) { missions(search: $words, first: 50) { nodes { clientId } } }", new { words });
        return [.. answer.GetProperty("missions").GetProperty("nodes").EnumerateArray().Select(m => m.GetProperty("clientId").GetString()!)];
    }

    private static string Feed(string partner, params string[] names) => $"""
        <source>{string.Concat(names.Select((name, i) => $"""
            <mission><clientId>{partner}-{i}</clientId><title>Mission {partner}</title><description>Utile à tous.</description>
            <applicationUrl>https://{partner}.example/{i}</applicationUrl><organizationClientId>{i}</organizationClientId>
            <organizationName>{name}</organizationName><organizationRNA>{Rna}</organizationRNA><organizationUrl>https://{partner}.example/</organizationUrl>
            </mission>
            """))}</source>
        """;
}
