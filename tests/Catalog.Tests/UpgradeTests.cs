using Engagement.Catalog.Storage;
using Engagement.Catalog.Structures;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Engagement.Catalog.Tests;

/// <summary>A database that an earlier version filled, with texts beyond today's bounds, is opened by this one.</summary>
public sealed class UpgradeTests
{
    private static readonly Guid Partner = EntityId.OfPublisher("demo");
    private static readonly DateTimeOffset At = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_breaks_a_bound_is_cut_in_the_log_and_the_tables_and_the_rest_stays_byte_for_byte()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await Fill(database);
        var neighbour = await database.Scalar<string>(BodyOf("neighbour"));

        await using var host = await ServiceHost.Start(builder => builder.AddCatalog(), app => app.MapCatalog(), database.Settings);
        await host.Services.GetRequiredService<MatchStructures>().Match(default);

        Assert.Contains("\"Healthy\"", (await host.Client.GetStringAsync("/health/ready"))[..30], StringComparison.Ordinal);
        Assert.Equal(neighbour, await database.Scalar<string>(BodyOf("neighbour")));
        var mission = MessageJson.Read<MissionBody>(new RawJson(System.Text.Encoding.UTF8.GetBytes(await database.Scalar<string>(BodyOf("poison")))));
        var content = MissionJson.DeserializeMission(mission.Content.Utf8.Span);
        Assert.Equal((500, 1_000, 0, "https://a.example/b", "poison"),
            (content.Title.Length, content.Tags.Count, content.Tasks.Count, content.ApplicationUrl, content.ClientId));
        Assert.Equal((null, null, null, "Lyon"), (content.Schedule, content.Image, content.Addresses[0].Street, content.Addresses[0].City));
        Assert.Equal("Une description.", content.Description);
        var record = MessageJson.Read<OrganizationBody>(new RawJson(System.Text.Encoding.UTF8.GetBytes(
            await database.Scalar<string>($"select body from catalog.change where entity_id = '{EntityId.OfOrganization(Partner, "poison")}'"))));
        Assert.Equal(500, MissionJson.DeserializeOrganization(record.Content.Utf8.Span).Name.Length);
        Assert.Equal("500 500 1000 200", await database.Scalar<string>(
            """
            select concat_ws(' ', (select max(char_length(title)) from catalog.mission),
                (select max(char_length(name)) from catalog.organization),
                (select max(char_length(key)) from catalog.organization), (select max(char_length(name)) from catalog.publisher))
            """));
        // All records are matched, with and without a commune.
        Assert.Equal(3, await database.Scalar<long>("select count(*) from catalog.structure_record where structure_id is not null"));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from pg_proc where pronamespace = 'catalog'::regnamespace"));
    }

    private static string BodyOf(string clientId) =>
        $"select body from catalog.change where entity_id = '{EntityId.OfMission(Partner, clientId)}'";

    /// <summary>A mission within the bounds and one beyond; structures beyond.</summary>
    private static (MissionContent[] Missions, OrganizationContent[] Records) Contents()
    {
        var random = new Random(1);
        string Any(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'ÿ'))).Replace("\u007F",
            "x", StringComparison.Ordinal);
        var same = new MissionContent
        {
            ClientId = "neighbour",
            Title = "Aide aux devoirs",
            Description = "Une description.",
            DescriptionHtml = "<p>Une description.</p>",
            Type = MissionType.Benevolat,
            ApplicationUrl = "https://a.example/b",
            Tags = ["un", "deux"],
            Addresses = [new MissionAddress { City = "Lyon", Street = "1 rue A" }],
            EndAt = DateTimeOffset.MaxValue.Date,
        };
        var poison = same with
        {
            ClientId = "poison",
            Title = Any(10_000),
            ApplicationUrl = "https://a.example/b?" + new string('q', 5_000),
            Schedule = Any(5_000),
            Image = "https://a.example/" + new string('i', 3_000),
            Tags = [.. Enumerable.Range(0, 2_400).Select(i => $"mot {i}")],
            Tasks = [Any(5_000)],
            Addresses = [new MissionAddress { City = "Lyon", Street = new string('r', 5_000) }],
        };
        OrganizationContent[] records =
        [
            new() { Key = "poison", Name = Any(6_000), PostalCode = "75011", City = "Paris" },
            new() { Key = "no-place", Name = Any(6_000) },
            new() { Key = new string('k', 5_000), Name = "Association", ClientId = new string('k', 5_000), Description = Any(30_000) },
        ];
        return ([same, poison], records);
    }

    private static async Task Fill(TestDatabase database)
    {
        await FormerVersion.Migrate<CatalogDb>(database, "catalog", "0007_compressed_log", options => new CatalogDb(options));
        var (missions, records) = Contents();
        await using var connection = await database.Open("catalog").OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, "insert into catalog.publisher values ($1, 'demo', $2, null, null, true, true, 1, $3, $3)", Partner,
            new string('p', 1_000), At);
        var changes = new List<NewChange> { new(ChangeKinds.Publisher, Partner, 1, At,
            MessageJson.Write(new PublisherBody(new string('p', 1_000), "demo", null, null, true, true))) };
        foreach (var record in records)
        {
            var id = EntityId.OfOrganization(Partner, record.Key);
            await Execute(connection, "insert into catalog.organization values ($1, $2, $3, $4, $5, 1, $6, $6)", id, Partner, record.Key,
                record.Name, MissionHash.Of(record), At);
            changes.Add(new NewChange(ChangeKinds.Organization, id, 1, At,
                MessageJson.Write(new OrganizationBody(Partner, record.Key, new RawJson(MissionJson.Serialize(record))))));
        }

        foreach (var mission in missions)
        {
            var id = EntityId.OfMission(Partner, mission.ClientId);
            await Execute(
                connection,
                "insert into catalog.mission (id, publisher_id, client_id, source, status, version, hash, title, type, places, created_at, updated_at) values ($1, $2, $3, 'push', 'ACCEPTED', 1, $4, $5, 'benevolat', 1, $6, $6)",
                id, Partner, mission.ClientId, MissionHash.Of(mission, null), mission.Title, At);
            await Execute(
                connection, "insert into catalog.address (id, mission_id, street, city, country, precision, geocoding_key) values ($1, $2, $3, 'Lyon', 'FR', 'CITY', $3)",
                EntityId.OfAddress(id, mission.Addresses[0]), id, mission.Addresses[0].Street!);
            changes.Add(new NewChange(ChangeKinds.Mission, id, 1, At,
                MessageJson.Write(new MissionBody(Partner, mission.ClientId, null, "ACCEPTED", At, At,
                    new RawJson(MissionJson.Serialize(mission))))));
        }

        foreach (var (change, number) in changes.Select((change, index) => (change, (long)index + 1)))
        {
            // By the columns of the former version's log.
            await Execute(
                connection, "insert into catalog.change (number, kind, entity_id, version, at, body) values ($1, $2, $3, $4, $5, $6)",
                number, change.Kind, change.EntityId, change.Version, At, change.Body!.Value.ToString());
        }

        await transaction.CommitAsync();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
