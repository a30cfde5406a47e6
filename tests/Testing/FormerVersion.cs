using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Testing;

/// <summary>Brings a schema to where a former version left it, for a test to fill it as that version did.</summary>
public static class FormerVersion
{
    /// <summary>Applies the migrations up to one, and notes them as applied.</summary>
    /// <typeparam name="TDb">The service's context.</typeparam>
    /// <param name="database">An empty database.</param>
    /// <param name="schema">The schema, which is also the role.</param>
    /// <param name="last">The id of the last migration of that version.</param>
    /// <param name="create">Makes the context.</param>
    public static async Task Migrate<TDb>(TestDatabase database, string schema, string last, Func<DbContextOptions<TDb>, TDb> create)
        where TDb : DbContext
    {
        var options = new DbContextOptionsBuilder<TDb>()
            .UseNpgsql(database.Open(schema), npgsql => npgsql.MigrationsHistoryTable("migration", schema))
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)).Options;
        await using var db = create(options);
        var (migrations, generator, history) = (db.GetService<IMigrationsAssembly>(), db.GetService<IMigrationsSqlGenerator>(), db.GetService<IHistoryRepository>());
        await Execute(db, history.GetCreateIfNotExistsScript());
        // EF itself finds a target among ids that begin with a date only.
        foreach (var (id, type) in migrations.Migrations.Where(m => string.CompareOrdinal(m.Key, last) <= 0).OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            foreach (var command in generator.Generate(migrations.CreateMigration(type, db.Database.ProviderName!).UpOperations))
            {
                await Execute(db, command.CommandText);
            }

            await Execute(db, history.GetInsertScript(new HistoryRow(id, "10.0.0")));
        }
    }

    private static async Task Execute(DbContext db, string sql)
    {
        var connection = db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements of our own migrations.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
