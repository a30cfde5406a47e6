using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Engagement.Catalog.Missions;
using Engagement.Catalog.Structures;
using Engagement.Contracts;
using Engagement.Missions;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Engagement.Catalog.Tests;

public sealed class TextBoundTests
{
    [Fact]
    public async Task A_structure_with_the_longest_name_and_key_of_any_letters_is_matched_by_its_name()
    {
        await using var world = await CatalogWorld.Create();
        var other = (await world.CreatePublisher("Autre")).Id;
        var random = new Random(3);
        var name = string.Concat(Enumerable.Range(0, 500).Select(_ => (char)random.Next('一', '龥')));
        var key = string.Concat(Enumerable.Range(0, 1_000).Select(_ => char.ConvertFromUtf32(random.Next(0x20000, 0x2A6D0))));

        var first = await world.Apply(world.Batch([Structure(key, name)], CatalogWorld.Mission("a", organization: key)));
        var second = await world.Apply(world.Batch([Structure("x", name)],
            CatalogWorld.Mission("a", organization: "x")) with
        { PublisherId = other });
        await world.Host.Services.GetRequiredService<MatchStructures>().Match(default);

        Assert.Equal([Outcomes.Created, Outcomes.Created], first.Missions.Concat(second.Missions).Select(m => m.Outcome));
        Assert.Equal(2, await world.Database.Scalar<int>("select max(cardinality(organizations)) from catalog.structure"));
        Assert.True(await world.Database.Scalar<int>("select max(char_length(name_key)) from catalog.structure_record") <= 300);
    }

    [Fact]
    public async Task A_record_that_cannot_be_matched_is_parked_and_stands_alone_and_the_next_ones_are_matched()
    {
        await using var world = await CatalogWorld.Create();
        var other = (await world.CreatePublisher("Autre")).Id;
        await world.Apply(world.Batch([Structure("bad"), Structure("good", "Les Jardins partagés")],
            CatalogWorld.Mission("a", organization: "bad"), CatalogWorld.Mission("b", organization: "good")));
        await world.Apply(world.Batch([Structure("good", "Jardins partagés")],
            CatalogWorld.Mission("a", organization: "good")) with
        { PublisherId = other });
        // What no reader takes, whoever wrote it.
        var bad = EntityId.OfOrganization(world.PublisherId, "bad");
        await world.Database.Execute($"update catalog.change set body = '[]' where entity_id = '{bad}'; truncate catalog.structure_record, catalog.structure, catalog.structure_decision");

        await Eventually.Holds(async () =>
            await world.Database.Scalar<long>("select count(*) from catalog.structure_record where structure_id is not null") == 3,
                "all are matched");

        Assert.Equal(2, await world.Database.Scalar<int>("select max(cardinality(organizations)) from catalog.structure"));
        Assert.Equal("ALONE", await world.Database.Scalar<string>($"select matched_by from catalog.structure_record where organization_id = '{bad}'"));
        await AssertParked(world, "catalog-structures", "structures", bad);

        // It is tried again as soon as its partner sends another.
        await world.Apply(world.Batch([Structure("bad", "Enfin lisible")], CatalogWorld.Mission("a", "Autre titre", organization: "bad")));
        await Eventually.Holds(async () => await world.Database.Scalar<long>("select count(*) from catalog.parked") == 0,
            "nothing is parked any more");
    }

    [Fact]
    public async Task A_mission_that_cannot_expire_is_parked_and_the_others_expire()
    {
        var now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        await using var world = await CatalogWorld.Create(now);
        await world.Apply([.. Enumerable.Range(0, 20).Select(i => CatalogWorld.Mission($"m{i}", endAt: now.AddDays(1)))]);
        var bad = EntityId.OfMission(world.PublisherId, "m7");
        await world.Database.Execute($"delete from catalog.change where entity_id = '{bad}'; update catalog.mission set end_at = '{now:O}'");

        using var expire = ActivatorUtilities.CreateInstance<ExpireMissions>(world.Host.Services);
        Assert.Equal(19, await expire.Sweep(default));
        Assert.Equal(0, await expire.Sweep(default));

        Assert.Equal("m7", await world.Database.Scalar<string>("select string_agg(client_id, ' ') from catalog.mission where status <> 'EXPIRED'"));
        Assert.Equal(bad, await world.Database.Scalar<Guid>("select entity_id from catalog.parked where work = 'expiry'"));
    }

    [Fact]
    public async Task An_expired_mission_that_cannot_come_back_is_parked_and_the_others_come_back()
    {
        var now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        await using var world = await CatalogWorld.Create(now);
        await world.Apply([.. Enumerable.Range(0, 20).Select(i => CatalogWorld.Mission($"m{i}", endAt: now.AddDays(1)))]);
        var bad = EntityId.OfMission(world.PublisherId, "m7");
        await world.Database.Execute($"delete from catalog.change where entity_id = '{bad}'; update catalog.mission set status = 'EXPIRED'");

        using var revive = ActivatorUtilities.CreateInstance<ReviveMissions>(world.Host.Services);
        Assert.Equal(19, await revive.Sweep(default));
        Assert.Equal(0, await revive.Sweep(default));

        Assert.Equal("m7", await world.Database.Scalar<string>("select string_agg(client_id, ' ') from catalog.mission where status = 'EXPIRED'"));
        Assert.Equal(bad, await world.Database.Scalar<Guid>("select entity_id from catalog.parked where work = 'revival'"));
    }

    [Theory]
    [InlineData("nul\0nul", "CONTENT_REFUSED")]
    [InlineData("long", "CONTENT_REFUSED")]
    [InlineData("unreadable", "CONTENT_UNREADABLE")]
    public async Task What_the_database_or_an_exception_says_is_not_told_to_the_partner(string title, string code)
    {
        await using var world = await CatalogWorld.Create();
        var mission = CatalogWorld.Mission("a", title == "long" ? new string('x', 501) : title);
        mission = title == "unreadable" ? mission with { Content = RawJson.Parse("""{"title":3}""") } : mission;

        var failed = Assert.Single((await world.Apply(mission, CatalogWorld.Mission("b"))).Missions, m => m.Outcome == Outcomes.Failed);

        Assert.StartsWith(code + ": ", failed.Reason, StringComparison.Ordinal);
        foreach (var words in new[] { "(", "byte", "constraint", "mission_texts", "JSON", "convert" })
        {
            Assert.DoesNotContain(words, failed.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Names_and_words_of_a_person_have_a_bound()
    {
        await using var world = await CatalogWorld.Create();
        async Task<HttpStatusCode> Post(string name)
        {
            using var answer = await world.Host.Client.PostAsJsonAsync("/internal/catalog/publishers", new { name });
            return answer.StatusCode;
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest], [await Post(new string('n', 200)), await Post(new string('n', 201))]);
        foreach (var (query, status) in new[]
        {
            ($"partner={new string('k', 200)}", HttpStatusCode.OK), ($"partner={new string('k', 201)}", HttpStatusCode.BadRequest),
            ($"partner=k&origin={string.Join(',', Enumerable.Range(0, 101).Select(i => $"https://s{i}.example"))}", HttpStatusCode.BadRequest),
        })
        {
            using var key = await world.Host.Client.PostAsync($"/internal/catalog/keys?{query}", null);
            Assert.Equal(status, key.StatusCode);
        }

        await world.Apply(CatalogWorld.Mission("a"));
        await world.Host.Services.GetRequiredService<MatchStructures>().Match(default);
        var path = $"/internal/catalog/organizations/{EntityId.OfOrganization(world.PublisherId, "org")}/structure";
        using var within = await world.Host.Client.PutAsJsonAsync(path, new { by = new string('é', 200) });
        using var beyond = await world.Host.Client.PutAsJsonAsync(path, new { by = new string('é', 201) });
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest], [within.StatusCode, beyond.StatusCode]);
    }

    [Theory]
    [InlineData("update catalog.mission set title = repeat('x', 501)")]
    [InlineData("update catalog.mission set client_id = repeat('x', 501)")]
    [InlineData("update catalog.organization set name = repeat('x', 501)")]
    [InlineData("update catalog.organization set key = repeat('x', 1001)")]
    [InlineData("update catalog.address set street = repeat('x', 1001)")]
    [InlineData("update catalog.address set geocoding_key = repeat('x', 301)")]
    [InlineData("update catalog.publisher set name = repeat('x', 201)")]
    public async Task The_database_keeps_the_bounds_too(string statement)
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a", addresses: new MissionAddress { City = "Lyon", Street = "1 rue A" }));

        Assert.Equal(PostgresErrorCodes.CheckViolation, (await Assert.ThrowsAsync<PostgresException>(() =>
            world.Database.Execute(statement))).SqlState);
    }

    [Fact]
    public async Task Every_index_over_a_text_has_room_for_the_longest_one()
    {
        await using var world = await CatalogWorld.Create();
        var random = new Random(5);
        string Any(int length) => string.Concat(Enumerable.Range(0, length).Select(_ =>
            char.ConvertFromUtf32(random.Next(0x20000, 0x2A6D0))));

        var key = Any(1_000);
        var applied = await world.Apply(world.Batch(
            [Structure(key, Any(500))],
            CatalogWorld.Mission(Any(500), Any(500), organization: key, addresses: new MissionAddress
            {
                Street = Any(1_000),
                City = Any(1_000),
                PostalCode = "75011"
            })));

        Assert.DoesNotContain(applied.Missions, m => m.Outcome == Outcomes.Failed);
    }

    private static async Task AssertParked(CatalogWorld world, string check, string work, Guid id)
    {
        Assert.False(world.Host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.Equal(id, await world.Database.Scalar<Guid>($"select entity_id from catalog.parked where work = '{work}'"));
        await Eventually.Holds(
            async () => (await world.Host.Client.GetStringAsync("/health/ready")).Contains($"\"{check}\":{{\"status\":\"Degraded\",\"description\":\"1 rows are parked\"", StringComparison.Ordinal),
            "the parked row is shown");
    }

    private static ReceivedOrganization Structure(string key, string? name = null)
    {
        var content = MissionJson.Serialize(new OrganizationContent
        {
            Key = key,
            Name = name ?? $"Association {key}",
            PostalCode = "75011",
            City = "Paris"
        });
        return new ReceivedOrganization(key, SHA256.HashData(content), new RawJson(content));
    }
}
