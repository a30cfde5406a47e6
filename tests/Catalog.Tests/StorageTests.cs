using Engagement.Catalog.Storage;
using Engagement.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Engagement.Catalog.Tests;

public sealed class StorageTests
{
    [Fact]
    public async Task The_model_and_the_migrated_database_have_the_same_columns()
    {
        await using var world = await CatalogWorld.Create();
        await using var db = await world.Host.Services.GetRequiredService<IDbContextFactory<CatalogDb>>().CreateDbContextAsync();
        var model = db.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Select(property => Describe(entity, property)))
            .Order(StringComparer.Ordinal);

        var database = await Columns(world.Database);

        Assert.Equal(model, database);
    }

    [Fact]
    public async Task Several_processes_that_start_together_migrate_once()
    {
        await using var database = await PostgresCluster.CreateDatabase();

        var hosts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            ServiceHost.Start(builder => builder.AddCatalog(), app => app.MapCatalog(), database.Settings)));

        var migrations = typeof(CatalogService).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(Migration)));
        Assert.Equal(migrations, await database.Scalar<long>("select count(*) from catalog.migration"));
        foreach (var host in hosts)
        {
            Assert.Contains("migrated", await host.Client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
            await host.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("update catalog.mission set status = 'LOST'")]
    [InlineData("update catalog.mission set status = 'WITHDRAWN'")]
    [InlineData("update catalog.mission set places = 0")]
    [InlineData("update catalog.mission set publisher_id = gen_random_uuid()")]
    [InlineData("insert into catalog.mission select gen_random_uuid(), publisher_id, client_id, null, source, status, 1, hash, title, type, domain, null, null, 1, now(), now() from catalog.mission")]
    public async Task The_database_keeps_the_rules_of_missions_too(string statement)
    {
        await using var world = await CatalogWorld.Create();
        await world.Apply(CatalogWorld.Mission("a"));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => world.Database.Execute(statement));

        Assert.StartsWith("23", refused.SqlState, StringComparison.Ordinal);
    }

    private static string Describe(IEntityType entity, IProperty property) =>
        $"{entity.GetTableName()}.{property.GetColumnName()} {property.GetColumnType()}{(property.IsColumnNullable() ? " null" : "")}";

    private static async Task<List<string>> Columns(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.Superuser);
        await connection.OpenAsync();
        // The log, what runs changed, was geocoded or matched are written and read without a model.
        await using var command = new NpgsqlCommand(
            """
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then '' else ' null' end
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = 'catalog'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                and c.relname not in ('migration', 'change', 'change_floor', 'run_change', 'geocoding', 'located_version', 'structure',
                    'structure_record', 'structure_decision', 'parked', 'clock',
                    'clock_jump')
            """,
            connection);
        var columns = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            columns.Add(reader.GetString(0));
        }

        columns.Sort(StringComparer.Ordinal);
        return columns;
    }
}
