using Engagement.Catalog.Storage;
using Engagement.Catalog.Structures;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Catalog.Tests;

public sealed class StructuresUpgradeTests
{
    private static readonly Guid Structure = EntityId.OfStructure("rna:W123456789");

    [Fact]
    public async Task Records_that_the_former_version_joined_are_read_again_and_matched_by_their_names()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await MigrateTo(database, "0007_compressed_log");

        // The younger one wrote last: its change has the lower number only because the older one changed since.
        var (honest, foreign) = (Guid.NewGuid(), Guid.NewGuid());
        await database.Execute("insert into catalog.publisher values ('" + EntityId.OfPublisher("demo") + "', 'demo', 'Demo', null, null, true, true, 1, now(), now())");
        await Record(database, foreign, "Gains rapides", number: 1, version: 1, created: "2026-02-01");
        await Record(database, honest, "Les Jardins de l'Erdre", number: 2, version: 1, created: "2026-01-01");
        await Record(database, honest, "Les Jardins de l'Erdre", number: 3, version: 2, created: "2026-01-01");
        await database.Execute($"""
            insert into catalog.structure values ('{Structure}', 'rna:W123456789', array['{foreign}', '{honest}']::uuid[], 1, now());
            insert into catalog.change values (4, 'structure', '{Structure}', 1, now(), '{System.Text.Encoding.UTF8.GetString(MessageJson.Write(new StructureBody([foreign, honest])).Utf8.Span)}');
            insert into catalog.structure_record (organization_id, change_number, rna, structure_id, matched_by, matched_at) values
                ('{foreign}', 1, 'W123456789', '{Structure}', 'RNA', now()), ('{honest}', 3, 'W123456789', '{Structure}', 'RNA', now());
            """);

        await using var host = await ServiceHost.Start(builder => builder.AddCatalog(), app => app.MapCatalog(), [.. database.Settings]);
        await host.Services.GetRequiredService<MatchStructures>().Match(CancellationToken.None);

        Assert.Equal("CONFLICT", await database.Scalar<string>($"select matched_by from catalog.structure_record where organization_id = '{foreign}'"));
        Assert.Equal("RNA", await database.Scalar<string>($"select matched_by from catalog.structure_record where organization_id = '{honest}'"));
        Assert.True(await database.Scalar<bool>(
            $"select h.rna_since < f.rna_since and f.rna_since <= 0 from catalog.structure_record h, catalog.structure_record f where h.organization_id = '{honest}' and f.organization_id = '{foreign}'"));
        var told = MessageJson.Read<StructureBody>(RawJson.Parse(await database.Scalar<string>(
            $"select body from catalog.change where entity_id = '{Structure}' order by version desc limit 1")));
        Assert.Equal([honest], told.Organizations);
    }

    /// <summary>As the version that ended with a migration left the database.</summary>
    private static async Task MigrateTo(TestDatabase database, string last)
    {
        await using var db = new CatalogDb(new DbContextOptionsBuilder<CatalogDb>()
            .UseNpgsql(database.Catalog, npgsql => npgsql.MigrationsHistoryTable("migration", CatalogDb.Schema)).Options);
        var (migrations, history) = (db.GetService<IMigrationsAssembly>(), db.GetService<IHistoryRepository>());
        List<string> statements = [history.GetCreateScript()];
        foreach (var (id, type) in migrations.Migrations.Where(m => string.CompareOrdinal(m.Key, last) <= 0).OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            statements.AddRange(migrations.CreateMigration(type, db.Database.ProviderName!).UpOperations.Cast<SqlOperation>().Select(o => o.Sql));
            statements.Add(history.GetInsertScript(new HistoryRow(id, "10.0.0")));
        }

        await using var command = database.Open("catalog").CreateCommand(string.Join(";\n", statements));
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Record(TestDatabase database, Guid id, string name, long number, long version, string created)
    {
        var content = new RawJson(MissionJson.Serialize(new OrganizationContent { Key = $"{id}", Name = name, Rna = "W123456789" }));
        var body = MessageJson.Write(new OrganizationBody(EntityId.OfPublisher("demo"), $"{id}", content));
        await database.Execute($"""
            insert into catalog.organization values ('{id}', '{EntityId.OfPublisher("demo")}', '{id}', '{name.Replace("'", "''", StringComparison.Ordinal)}', decode(repeat('00', 32), 'hex'), {version}, '{created}', '{created}')
                on conflict (id) do update set version = excluded.version;
            insert into catalog.change values ({number}, 'organization', '{id}', {version}, now(), '{System.Text.Encoding.UTF8.GetString(body.Utf8.Span).Replace("'", "''", StringComparison.Ordinal)}');
            """);
    }
}
