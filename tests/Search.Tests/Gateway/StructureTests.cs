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
        // Two numbers of three records, one vote each: that of the first in the order of voices.
        Assert.Equal("732829320", Text(own, "siren"));

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
    public async Task What_a_structure_is_called_is_what_most_partners_call_it_one_vote_each()
    {
        await world.Publish(
        [
            world.Publisher("mallory"),
            .. Enumerable.Range(0, 5).Select(i => world.Organization("mallory", Content($"m{i}", "Jardins Mallory") with { Rna = Rna, Siret = "73282932000074" })),
            world.Organization("sud", Content("s", "Association LES JARDINS") with { Rna = Rna, Siren = "732829320" }),
            Structure(["mallory/m0", "nord/n", "sud/s", "mallory/m1", "mallory/m2", "mallory/m3", "mallory/m4"]),
        ]);
        var answer = await world.Data("""
            query ($ref: OrganizationRef!) { organization(ref: $ref) { structure { name siret organizations { clientId } sources { field origin publishers { name } } } } }
            """, null, new { @ref = new { external = External("nord", "n") } });
        var structure = answer.GetProperty("organization").GetProperty("structure");
        // Two partners against one whose record is the oldest; spelled as the older of the two spells it.
        Assert.Equal(("Les Jardins", "73282932000074"), (Text(structure, "name"), Text(structure, "siret")));
        Assert.Equal(["m0", "n", "s", "m1", "m2", "m3", "m4"], structure.GetProperty("organizations").EnumerateArray().Select(o => Text(o, "clientId")));
        Assert.Equal(
            ["NAME PARTNERS nord sud", "RNA PARTNERS mallory nord sud", "SIREN PARTNERS sud", "SIRET PARTNERS mallory"],
            structure.GetProperty("sources").EnumerateArray().Select(s =>
                $"{Text(s, "field")} {Text(s, "origin")} {string.Join(' ', s.GetProperty("publishers").EnumerateArray().Select(p => Text(p, "name")!["Partenaire ".Length..]))}"));

        // With as many votes the oldest record decides.
        await world.Publish(Structure(["mallory/m0", "nord/n"]));
        Assert.Equal("Jardins Mallory", Text((await Organization(new { external = External("nord", "n") })).GetProperty("structure"), "name"));
        await world.Publish(Structure(["nord/n", "mallory/m0"]));
        Assert.Equal("Les Jardins", Text((await Organization(new { external = External("nord", "n") })).GetProperty("structure"), "name"));
    }

    [Fact]
    public async Task Of_several_records_with_a_number_answers_the_one_that_carried_it_first()
    {
        const string Siret = "73282932000074";
        await world.Publish([.. Enumerable.Range(0, 8).Select(i => world.Organization("nord", Content($"o{i}", "Les Jardins") with { Rna = "W2", Siret = Siret }))]);
        var records = Enumerable.Range(0, 8).Select(i => EntityId.OfOrganization(EntityId.OfPublisher("nord"), $"o{i}")).ToList();
        foreach (var oldest in new[] { 5, 2 })
        {
            List<Guid> members = [.. records.Order()];
            await world.Publish(world.Change(ChangeKinds.Structure, EntityId.OfStructure("rna:W2"), MessageJson.Write(new StructureBody(
                members, members, [.. members.Select(m => m == records[oldest] ? new CarriedSince(3, 9) : new CarriedSince(7, m == records[0] ? 1 : 9))]))));
            Assert.Equal($"o{oldest}", Text(await Organization(new { rna = "W2" }), "clientId"));
            Assert.Equal("o0", Text(await Organization(new { siret = Siret }), "clientId"));
        }

        // A record that stands apart from the number comes after those that do not.
        await world.Publish(
            world.Organization("sud", Content("apart", "Gains") with { Rna = "W2" }),
            world.Change(ChangeKinds.Structure, EntityId.OfStructure("record:x"), MessageJson.Write(new StructureBody(
                [EntityId.OfOrganization(EntityId.OfPublisher("sud"), "apart")], null, [new CarriedSince(1, null)], true))));
        Assert.Equal("o2", Text(await Organization(new { rna = "W2" }), "clientId"));
        Assert.Equal("apart", Text(await Organization(new { rna = "W2" }, "eng_sud"), "clientId"));
        Assert.Equal(JsonValueKind.Null, (await Organization(new { external = External("sud", "apart") })).GetProperty("structure").ValueKind);
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

    /// <summary>Records in the order of their voices.</summary>
    private NewChange Structure(params string[] records)
    {
        List<Guid> speakers = [.. records.Select(r => r.Split('/')).Select(r => EntityId.OfOrganization(EntityId.OfPublisher(r[0]), r[1]))];
        return world.Change(ChangeKinds.Structure, EntityId.OfStructure($"rna:{Rna}"), MessageJson.Write(new StructureBody([.. speakers.Order()], speakers)));
    }

    private async Task<JsonElement> Organization(object reference, string? key = null) =>
        (await world.Data(Query, key, new { @ref = reference })).GetProperty("organization");
}
