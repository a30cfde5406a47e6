using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Engagement.Catalog.Storage;
using Engagement.Catalog.Structures;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Engagement.Catalog.Tests;

public sealed class StructuresTests : IAsyncLifetime
{
    private CatalogWorld world = null!;
    private Guid other;

    public async Task InitializeAsync()
    {
        world = await CatalogWorld.Create();
        other = (await world.CreatePublisher("Autre partenaire")).Id;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Records_of_several_partners_are_one_structure_in_the_log()
    {
        var first = await Record(world.PublisherId, "a", rna: "W123456789");
        await Record(world.PublisherId, "b", rna: "W999999999");
        await Match();
        Assert.Empty(await Structures());

        var second = await Record(other, "x", rna: "W123456789");
        await Match();

        var change = Assert.Single(await Structures());
        Assert.Equal((EntityId.OfStructure("rna:W123456789"), 1), (change.EntityId, (int)change.Version));
        Assert.Equal(new[] { first, second }.Order(), Members(change));
        await Match();
        Assert.Single(await Structures());
    }

    [Fact]
    public async Task A_record_that_changes_its_number_leaves_the_structure_which_then_is_none()
    {
        var first = await Record(world.PublisherId, "a", rna: "W123456789");
        var second = await Record(other, "x", siren: "732829320");
        await Match();
        await Record(other, "x", siren: "732829320", rna: "W123456789");
        await Match();
        await Record(other, "x", siren: "732829320");
        await Match();

        var changes = await Structures();
        Assert.Equal([1L, 2L], changes.Select(c => c.Version));
        Assert.Equal(new[] { first, second }.Order(), Members(changes[0]));
        Assert.Null(changes[1].Body);
    }

    [Fact]
    public async Task Matches_are_shown_split_joined_and_taken_back_by_a_person()
    {
        var first = await Record(world.PublisherId, "a", name: "Les Jardins de l'Erdre", city: "Nantes");
        var second = await Record(other, "x", name: "Association Jardins de l'Erdre", city: "NANTES");
        var third = await Record(other, "y", siren: "732829320");
        await Match();

        var structure = Assert.Single((await List()).EnumerateArray());
        var records = structure.GetProperty("records").EnumerateArray().ToList();
        Assert.Equal([("autre-partenaire", "x", "NAME"), ("demo", "a", "NAME")], records.Select(r => (r.GetProperty("publisher").GetString()!, r.GetProperty("key").GetString()!, r.GetProperty("matchedBy").GetString()!)));
        Assert.Empty((await List("?matchedBy=RNA")).EnumerateArray());
        Assert.Single((await List("?matchedBy=NAME")).EnumerateArray());

        await Put(second, new { by = "Camille" });
        Assert.Empty((await List()).EnumerateArray());
        Assert.Equal(second, Assert.Single(Assert.Single((await List("?matchedBy=HAND")).EnumerateArray()).GetProperty("records").EnumerateArray()).GetProperty("id").GetGuid());
        // A later match does not undo what a person decided.
        await Record(other, "x", name: "Les Jardins de l'Erdre", city: "Nantes");
        await Match();
        Assert.Empty((await List()).EnumerateArray());

        await Put(second, new { by = "Camille", to = third });
        var joined = Assert.Single((await List()).EnumerateArray());
        var byHand = joined.GetProperty("records").EnumerateArray().Single(r => r.GetProperty("key").GetString() == "x");
        Assert.Equal(("HAND", third, "Camille"), (byHand.GetProperty("matchedBy").GetString(), byHand.GetProperty("decision").GetProperty("joinedTo").GetGuid(), byHand.GetProperty("decision").GetProperty("by").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, (await Send(HttpMethod.Put, third, new { by = "Camille", to = second })).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await Send(HttpMethod.Delete, second, null)).StatusCode);
        var again = Assert.Single((await List()).EnumerateArray());
        Assert.Equal(structure.GetProperty("id").GetGuid(), again.GetProperty("id").GetGuid());
        Assert.Equal(new[] { first, second }.Order(), Members((await Structures()).Last(c => c.EntityId == again.GetProperty("id").GetGuid())));
        var one = await world.Host.Client.GetFromJsonAsync<JsonElement>($"/internal/catalog/structures/{again.GetProperty("id").GetGuid()}");
        Assert.Equal(2, one.GetProperty("records").GetArrayLength());
    }

    [Fact]
    public async Task A_decision_without_a_name_or_on_an_unknown_record_is_refused()
    {
        var known = await Record(world.PublisherId, "a", rna: "W123456789");
        await Match();
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(HttpMethod.Put, known, new { by = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(HttpMethod.Put, Guid.NewGuid(), new { by = "Camille" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(HttpMethod.Put, known, new { by = "Camille", to = Guid.NewGuid() })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Send(HttpMethod.Put, known, new { by = "Camille", to = known })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Host.Client.GetAsync($"/internal/catalog/structures/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task The_review_reads_as_lines_in_a_terminal()
    {
        var first = await Record(world.PublisherId, "a", rna: "W123456789");
        var second = await Record(other, "x", rna: "W123456789", name: "Les\nStructures");
        await Match();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/internal/catalog/structures");
        request.Headers.Accept.ParseAdd("text/plain");
        var lines = (await (await world.Host.Client.SendAsync(request)).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                $"structure {EntityId.OfStructure("rna:W123456789")}",
                $"  record {second}  RNA    autre-partenaire/x: Les Structures  RNA W123456789",
                $"  record {first}  RNA    demo/a: Structure a  RNA W123456789",
            ],
            lines);
    }

    [Fact]
    public async Task The_review_goes_page_by_page()
    {
        foreach (var number in Enumerable.Range(0, 101))
        {
            await Record(world.PublisherId, $"a{number}", rna: $"W{number:000000000}");
            await Record(other, $"x{number}", rna: $"W{number:000000000}");
        }

        await Match();
        var first = await world.Host.Client.GetFromJsonAsync<JsonElement>("/internal/catalog/structures");
        var second = await world.Host.Client.GetFromJsonAsync<JsonElement>($"/internal/catalog/structures?after={first.GetProperty("next").GetGuid()}");
        Assert.Equal((100, 1), (first.GetProperty("structures").GetArrayLength(), second.GetProperty("structures").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Matching_what_a_change_touches_gives_what_matching_all_gives(int seed)
    {
        var random = new Random(seed);
        string? Some(params string[] values) => random.Next(3) == 0 ? values[random.Next(values.Length)] : null;
        for (var step = 0; step < 40; step++)
        {
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                await Record(
                    random.Next(2) == 0 ? world.PublisherId : other, $"r{random.Next(12)}", Some("W111111111", "W222222222", "W333333333"),
                    Some("732829320", "552100554", "443061841"), Some("Les Jardins de l'Erdre", "Les Amis du Marais", "Jardins du Marais"), "Nantes");
            }

            await Match();
            if (step % 4 == 3)
            {
                await DecideAtRandom(random);
            }

            var (records, decisions) = await Stored();
            var expected = StructureMatching.Match(records.Select(r => r.Identity).ToList(), decisions)
                .ToDictionary(m => m.Key, m => (EntityId.OfStructure(m.Value.Key), m.Value.By));
            Assert.Equal(expected, records.ToDictionary(r => r.Identity.OrganizationId, r => r.Match));
            var shown = (await Structures()).GroupBy(c => c.EntityId).Select(s => s.MaxBy(c => c.Version)!)
                .Where(c => c.Body is not null && Members(c).Skip(1).Any());
            Assert.Equal(
                expected.GroupBy(m => m.Value.Item1, m => m.Key).Where(s => s.Count() > 1).ToDictionary(s => s.Key, s => string.Join(' ', s.Order())),
                shown.ToDictionary(c => c.EntityId, c => string.Join(' ', Members(c))));
        }
    }

    [Fact]
    public async Task A_record_that_takes_a_known_number_under_another_name_waits_for_a_person()
    {
        var honest = await Record(world.PublisherId, "a", rna: "W123456789", name: "Les Jardins de l'Erdre");
        await Match();
        var foreign = await Record(other, "x", rna: "W123456789", name: "Association des Gains de Nantes", city: "Nantes");
        await Match();

        Assert.Empty((await List()).EnumerateArray());
        var record = Assert.Single(Assert.Single((await List("?matchedBy=CONFLICT")).EnumerateArray()).GetProperty("records").EnumerateArray());
        Assert.Equal((foreign, "CONFLICT"), (record.GetProperty("id").GetGuid(), record.GetProperty("matchedBy").GetString()));
        var rival = Assert.Single(record.GetProperty("conflicts").EnumerateArray());
        Assert.Equal((honest, "RNA", "Les Jardins de l'Erdre"), (rival.GetProperty("id").GetGuid(), rival.GetProperty("number").GetString(), rival.GetProperty("name").GetString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/internal/catalog/structures?matchedBy=CONFLICT");
        request.Headers.Accept.ParseAdd("text/plain");
        Assert.Contains(
            $"    same RNA as record {honest}  demo/a: Les Jardins de l'Erdre\n", await (await world.Host.Client.SendAsync(request)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Joined by a person: what partners send later changes nothing of it, and its name is known from then on.
        await Put(foreign, new { by = "Camille", to = honest });
        Assert.Empty((await List("?matchedBy=CONFLICT")).EnumerateArray());
        await Record(other, "x", rna: "W123456789", name: "Tout autre chose");
        await Record(other, "y", rna: "W123456789", name: "Chose et compagnie");
        await Match();
        Assert.Equal(3, Assert.Single((await List()).EnumerateArray()).GetProperty("records").GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, (await Send(HttpMethod.Delete, foreign, null)).StatusCode);
        Assert.Equal(2, (await List("?matchedBy=CONFLICT")).GetArrayLength());
        await Put(foreign, new { by = "Camille" });
        Assert.Equal(1, (await List("?matchedBy=CONFLICT")).GetArrayLength());
    }

    [Fact]
    public async Task A_record_is_as_old_as_its_claim_of_a_number()
    {
        var aged = await Record(other, "x", rna: "W999999999", name: "Jardins Mallory");
        var honest = await Record(world.PublisherId, "a", rna: "W123456789", name: "Les Jardins de l'Erdre");
        await Match();
        await Record(other, "x", rna: "W123456789", name: "Jardins Mallory");
        await Match();

        var body = MessageJson.Read<StructureBody>(Assert.Single(await Structures()).Body!.Value);
        Assert.Equal([honest, aged], body.Speakers!);
        var since = body.Organizations.Zip(body.Since!).ToDictionary(r => r.First, r => r.Second.Rna);
        Assert.True(since[honest] < since[aged], $"{since[honest]} {since[aged]}");
    }

    [Fact]
    public async Task Of_very_many_records_each_partners_oldest_speaks_first()
    {
        foreach (var number in Enumerable.Range(0, 120))
        {
            await Record(other, $"x{number}", rna: "W123456789", name: "Jardins Mallory");
        }

        var honest = await Record(world.PublisherId, "a", rna: "W123456789", name: "Les Jardins de l'Erdre");
        await Match();
        var body = MessageJson.Read<StructureBody>((await Structures())[^1].Body!.Value);
        Assert.Equal((121, 100, honest), (body.Organizations.Count, body.Speakers!.Count, body.Speakers![1]));
    }

    [Fact]
    public async Task Records_of_the_former_version_are_read_and_matched_again_once()
    {
        var honest = await Record(world.PublisherId, "a", rna: "W123456789", name: "Les Jardins de l'Erdre");
        var foreign = await Record(other, "x", rna: "W123456789", name: "Gains rapides");
        await Match();
        // As the former version left them: one structure, told to readers.
        await world.Database.Execute($"""
            insert into catalog.structure (id, key, organizations, version, told, updated_at)
            values ('{EntityId.OfStructure("rna:W123456789")}', 'rna:W123456789', array['{honest}', '{foreign}']::uuid[], 3, '\x00', now())
                on conflict (id) do update set organizations = excluded.organizations, told = excluded.told, version = 3;
            update catalog.structure_record set structure_id = '{EntityId.OfStructure("rna:W123456789")}', matched_by = 'RNA', words = null, change_number = null;
            """);
        await Match();

        Assert.Equal(foreign, Assert.Single(Assert.Single((await List("?matchedBy=CONFLICT")).EnumerateArray()).GetProperty("records").EnumerateArray()).GetProperty("id").GetGuid());
        var told = (await Structures()).GroupBy(c => c.EntityId).ToDictionary(s => s.Key, s => s.MaxBy(c => c.Version)!);
        Assert.Equal([honest], Members(told[EntityId.OfStructure("rna:W123456789")]));
        Assert.True(told[EntityId.OfStructure("rna:W123456789")].Version > 3);
        var entries = (await world.Log()).Count;
        await Match();
        Assert.Equal(entries, (await world.Log()).Count);
    }

    private async Task DecideAtRandom(Random random)
    {
        var (records, _) = await Stored();
        var ids = records.Select(r => r.Identity.OrganizationId).Order().ToList();
        var (one, another) = (ids[random.Next(ids.Count)], ids[random.Next(ids.Count)]);
        var answer = random.Next(3) switch
        {
            0 => await Send(HttpMethod.Delete, one, null),
            1 => await Send(HttpMethod.Put, one, new { by = "Camille" }),
            _ => await Send(HttpMethod.Put, one, new { by = "Camille", to = another }),
        };
        // A record cannot be joined to itself, nor to one that is joined to it.
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict });
    }

    private async Task<(List<(RecordIdentity Identity, (Guid, string) Match)> Records, List<StructureDecision> Decisions)> Stored()
    {
        var (records, decisions) = (new List<(RecordIdentity, (Guid, string))>(), new List<StructureDecision>());
        await using var batch = world.Host.Services.GetRequiredKeyedService<NpgsqlDataSource>(CatalogDb.Schema).CreateBatch();
        batch.Add($"select {StructureStore.Columns}, structure_id, matched_by from catalog.structure_record");
        batch.Add("select organization_id, joined_to from catalog.structure_decision");
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            records.Add((StructureStore.ReadIdentity(reader), (reader.GetGuid(11), reader.GetString(12))));
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            decisions.Add(new StructureDecision(reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetGuid(1)));
        }

        return (records, decisions);
    }

    private async Task<Guid> Record(Guid publisher, string key, string? rna = null, string? siren = null, string? name = null, string? city = null)
    {
        var content = MissionJson.Serialize(new OrganizationContent { Key = key, Name = name ?? $"Structure {key}", Rna = rna, Siren = siren, City = city });
        var mission = CatalogWorld.Mission($"m-{key}", organization: key);
        // Its structure is part of a mission's hash.
        mission = mission with { Hash = SHA256.HashData(content) };
        var batch = new MissionsReceived(Guid.NewGuid(), Guid.NewGuid(), publisher, CatalogWorld.Feed, [new ReceivedOrganization(key, SHA256.HashData(content), new RawJson(content))], [mission]);
        Assert.NotEqual(Outcomes.Failed, (await world.Apply(batch)).Missions.Single().Outcome);
        return EntityId.OfOrganization(publisher, key);
    }

    private Task Match() => world.Host.Services.GetRequiredService<MatchStructures>().Match(CancellationToken.None);

    private async Task<List<Change>> Structures() => [.. (await world.Log()).Where(c => c.Kind == ChangeKinds.Structure)];

    private static IEnumerable<Guid> Members(Change change) => MessageJson.Read<StructureBody>(change.Body!.Value).Organizations;

    private async Task<JsonElement> List(string query = "") =>
        (await world.Host.Client.GetFromJsonAsync<JsonElement>($"/internal/catalog/structures{query}")).GetProperty("structures");

    private async Task Put(Guid record, object request) => Assert.Equal(HttpStatusCode.OK, (await Send(HttpMethod.Put, record, request)).StatusCode);

    private async Task<HttpResponseMessage> Send(HttpMethod method, Guid record, object? request) =>
        await world.Host.Client.SendAsync(new HttpRequestMessage(method, $"/internal/catalog/organizations/{record}/structure") { Content = request is null ? null : JsonContent.Create(request) });
}
