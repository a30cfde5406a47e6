using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

/// <summary>Two partners that describe one association, each in its own words.</summary>
public sealed class StructureTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private FeedServer partners = null!;
    private Instance instance = null!;

    public async Task InitializeAsync()
    {
        database = await PostgresCluster.CreateDatabase();
        partners = await FeedServer.Start(
            ("/nord.xml", Feed("<organizationClientId>12</organizationClientId><organizationName>Les Jardins</organizationName><organizationRNA>w44 1234567</organizationRNA>")),
            ("/sud.xml", Feed("<organizationName>JARDINS (Les)</organizationName><organizationRna>W441234567</organizationRna><organizationSiren>732 829 320</organizationSiren>")),
            ("/est.xml", Feed("<organizationName>Les jardins d'à côté</organizationName>")));
        instance = await Instance.Start(database, partners.Allowed);
    }

    public async Task DisposeAsync()
    {
        await instance.DisposeAsync();
        await partners.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_mission_shows_its_partners_record_and_the_structure_beside_it()
    {
        foreach (var name in new[] { "nord", "sud", "est" })
        {
            (await instance.ImportUrl(name, $"{partners.Address}{name}.xml")).AssertCounts(1, created: 1);
        }

        string[] expected = ["JARDINS (Les): Les Jardins of 2 by W441234567", "Les Jardins: Les Jardins of 2 by W441234567", "Les jardins d'à côté: none"];
        string[] told = [];
        await Eventually.Holds(async () => (told = await Told()).SequenceEqual(expected), "the structure is matched");
        Assert.Equal(expected, told);
    }

    private async Task<string[]> Told()
    {
        var answer = await instance.Query("{ missions(first: 10) { nodes { organization { name structure { name rna organizations { name } } } } } }");
        return [.. answer.GetProperty("missions").GetProperty("nodes").EnumerateArray().Select(m => m.GetProperty("organization")).Select(o =>
            o.GetProperty("structure") is { ValueKind: System.Text.Json.JsonValueKind.Object } structure
                ? $"{o.GetProperty("name")}: {structure.GetProperty("name")} of {structure.GetProperty("organizations").GetArrayLength()} by {structure.GetProperty("rna")}"
                : $"{o.GetProperty("name")}: none").Order(StringComparer.Ordinal)];
    }

    private static string Feed(string organization) => $"""
        <source><mission><clientId>1</clientId><title>Aider au jardin</title><description>Utile à tous.</description>
        <applicationUrl>https://example.fr/1</applicationUrl>{organization}</mission></source>
        """;
}
