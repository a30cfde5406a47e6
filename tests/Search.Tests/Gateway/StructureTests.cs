using System.Text.Json;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;

namespace Engagement.Search.Tests.Gateway;

public sealed class StructureTests : IAsyncLifetime
{
    private const string Rna = "W751000001";
    private const string Query = """
        query ($ref: OrganizationRef!) { organization(ref: $ref) { name clientId structure { id name rna siren siret organizations { name structure { id } } } } }
        """;

    private World world = null!;

    public async Task InitializeAsync()
    {
        world = await World.Start();
        await world.Publish(
            world.Publisher("nord"),
            world.Publisher("sud"),
            world.Publisher("cache", isPublic: false),
            world.Key("cache", "eng_cache"),
            world.Key("sud", "eng_sud"),
            world.Organization("nord", Content("n", "Les Jardins") with { Rna = Rna }),
            world.Organization("sud", Content("s", "Les Jardins") with { Rna = Rna, Siren = "732829320" }),
            world.Organization("cache", Content("c", "Jardins (siège)") with { Rna = Rna, Siren = "356000000" }),
            world.Organization("nord", Content("alone", "Les Solitaires")),
            Structure("nord/n", "sud/s", "cache/c"));
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task A_record_shows_the_structure_that_it_is_of_and_the_other_records_of_it()
    {
        var structure = (await Organization(new { external = External("nord", "n") })).GetProperty("structure");
        Assert.Equal(("Les Jardins", Rna, "732829320"), (Text(structure, "name"), Text(structure, "rna"), Text(structure, "siren")));
        Assert.Equal(JsonValueKind.Null, structure.GetProperty("siret").ValueKind);
        Assert.StartsWith("s", Text(structure, "id"), StringComparison.Ordinal);
        var records = structure.GetProperty("organizations").EnumerateArray().ToList();
        Assert.Equal(["Les Jardins", "Les Jardins"], records.Select(r => Text(r, "name")));
        Assert.All(records, r => Assert.Equal(Text(structure, "id"), Text(r.GetProperty("structure"), "id")));
        Assert.Equal(JsonValueKind.Null, (await Organization(new { external = External("nord", "alone") })).GetProperty("structure").ValueKind);
    }

    [Fact]
    public async Task Records_that_the_caller_may_not_see_are_not_told_of()
    {
        var own = (await Organization(new { external = External("cache", "c") }, "eng_cache")).GetProperty("structure");
        Assert.Equal(3, own.GetProperty("organizations").GetArrayLength());
        // Two numbers of three records: which is right cannot be told.
        Assert.Equal(JsonValueKind.Null, own.GetProperty("siren").ValueKind);

        await world.Publish(world.Publisher("sud", isPublic: false));
        Assert.Equal(JsonValueKind.Null, (await Organization(new { external = External("nord", "n") })).GetProperty("structure").ValueKind);
    }

    [Fact]
    public async Task Of_several_records_with_a_number_the_callers_own_comes_first()
    {
        Assert.Equal("s", Text(await Organization(new { rna = Rna }, "eng_sud"), "clientId"));
        Assert.Equal("c", Text(await Organization(new { rna = Rna }, "eng_cache"), "clientId"));
        Assert.Equal(Text(await Organization(new { rna = Rna }), "clientId"), Text(await Organization(new { rna = Rna }), "clientId"));
    }

    [Fact]
    public async Task A_structure_that_falls_apart_is_no_longer_shown()
    {
        await world.Publish(Structure("nord/n", "sud/s"));
        Assert.Equal(JsonValueKind.Null, (await Organization(new { external = External("cache", "c") }, "eng_cache")).GetProperty("structure").ValueKind);
        await world.Publish(world.Change(ChangeKinds.Structure, EntityId.OfStructure($"rna:{Rna}"), null));
        Assert.Equal(JsonValueKind.Null, (await Organization(new { external = External("nord", "n") })).GetProperty("structure").ValueKind);
    }

    private static OrganizationContent Content(string key, string name) => new() { Key = key, ClientId = key, Name = name };

    private static object External(string publisher, string clientId) => new { publisher = Identifiers.PublicId.Of(Identifiers.PublicId.Publisher, EntityId.OfPublisher(publisher)), clientId };

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private NewChange Structure(params string[] records) => world.Change(ChangeKinds.Structure, EntityId.OfStructure($"rna:{Rna}"), MessageJson.Write(new StructureBody(
        [.. records.Select(r => r.Split('/')).Select(r => EntityId.OfOrganization(EntityId.OfPublisher(r[0]), r[1])).Order()])));

    private async Task<JsonElement> Organization(object reference, string? key = null) =>
        (await world.Data(Query, key, new { @ref = reference })).GetProperty("organization");
}
