using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Engagement.Importer.Tests;

public sealed class ModelTests
{
    [Fact]
    public async Task The_model_has_the_columns_and_indexes_of_the_migrated_database()
    {
        await using var world = await ImporterWorld.Start();
        await using var db = await world.OpenDb();
        var tables = db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.ToList();

        var modelColumns = tables.SelectMany(t => t.Columns.Select(c => $"{t.Name}.{c.Name} {c.StoreType}{(c.IsNullable ? "" : " not null")}{Collation(c)}"));
        var columns = await world.List(
            """
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
                || case when l.collname <> 'default' then ' ' || l.collname else '' end
            from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_collation l on l.oid = a.attcollation
            where c.relnamespace = 'importer'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and c.relname not in ('migration', 'clock', 'clock_jump')
            """);
        var modelIndexes = tables.SelectMany(t => t.Indexes.Select(i => $"{i.Name} on {t.Name} ({string.Join(", ", i.Columns.Select(c => c.Name))}){(i.IsUnique ? " unique" : "")}"));
        var indexes = await world.List(
            """
            select i.relname || ' on ' || t.relname || ' (' || string_agg(a.attname, ', ' order by k.place) || ')' || case when x.indisunique then ' unique' else '' end
            from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
            cross join unnest(x.indkey) with ordinality as k (number, place) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
            where t.relnamespace = 'importer'::regnamespace and not x.indisprimary and t.relname <> 'migration'
            group by i.relname, t.relname, x.indisunique
            """);

        Assert.NotEmpty(indexes);
        Assert.Equal(columns.Order(StringComparer.Ordinal), modelColumns.Order(StringComparer.Ordinal));
        Assert.Equal(indexes.Order(StringComparer.Ordinal), modelIndexes.Order(StringComparer.Ordinal));
    }

    private static string Collation(IColumn column) => column.Collation is { } collation ? $" {collation}" : "";
}
