using Engagement.Search.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Search.Tests.Replica;

public sealed class SchemaTests
{
    [Fact]
    public async Task The_migrated_database_has_the_tables_and_columns_of_the_model()
    {
        await using var world = await World.Start();
        await using var database = await world.Host.Services.GetRequiredService<IDbContextFactory<SearchDb>>().CreateDbContextAsync();
        var expected = database.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Select(property =>
                $"{entity.GetTableName()}.{property.GetColumnName()} {property.GetColumnType()}{(property.IsNullable ? "" : " not null")}"))
            .Order(StringComparer.Ordinal);

        var actual = await world.Database.Scalar<string[]>(
            """
            select array_agg(c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
                order by (c.relname || '.' || a.attname) collate "C")
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'search' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and c.relname <> 'migration'
            """);

        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task The_indexes_of_the_model_are_those_of_the_migrated_database()
    {
        await using var world = await World.Start();
        await using var database = await world.Host.Services.GetRequiredService<IDbContextFactory<SearchDb>>().CreateDbContextAsync();
        var expected = database.Model.GetEntityTypes().SelectMany(e => e.GetIndexes()).Select(i => i.GetDatabaseName()!).Order(StringComparer.Ordinal);

        var actual = await world.Database.Scalar<string[]>(
            "select array_agg(i.indexrelid::regclass::text) from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace "
            + "where n.nspname = 'search' and not i.indisprimary and c.relname <> 'migration'");

        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual.Select(name => name.Replace("search.", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_cursor_is_still_good_after_a_restart()
    {
        await using var world = await World.Start();
        await world.Publish([world.Publisher("alpha"), .. Enumerable.Range(0, 3).Select(i => world.Mission("alpha", World.Content($"m{i}")))]);
        const string First = "{ missions(first: 2, orderBy: POSTED_DATE) { pageInfo { endCursor } } }";
        var cursor = (await world.Data(First)).GetProperty("missions").GetProperty("pageInfo").GetProperty("endCursor").GetString();

        await world.StopSearch();
        await world.StartSearch();

        var next = await world.Data($"{{ missions(first: 2, orderBy: POSTED_DATE, after: \"{cursor}\") {{ nodes {{ id }} }} }}");
        Assert.Equal(1, next.GetProperty("missions").GetProperty("nodes").GetArrayLength());
    }
}
