using Engagement.Importer.Storage;
using Engagement.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit.Abstractions;

namespace Engagement.Importer.Tests;

/// <summary>Reports that were stored before they had a bound.</summary>
public sealed class ReducedReportsTests(ITestOutputHelper output)
{
    private static readonly int Rows = Environment.GetEnvironmentVariable("ENGAGEMENT_LONG") is { Length: > 0 } ? 1_000_000 : 100_000;

    [Fact]
    public async Task What_is_stored_is_reduced_to_the_bounds_and_its_totals_are_exact()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var db = Open(database);
        await MigrateTo(db, "0011_keep_held_absences");
        await Fill(database);

        var time = System.Diagnostics.Stopwatch.StartNew();
        await db.Database.MigrateAsync();
        output.WriteLine($"{Rows:N0} rows reduced in {time.Elapsed.TotalSeconds:0.0} s");

        Assert.Equal((20_000L, "300 of 300"), (await Kept(database, 13), await Of(database, 13, "OTHER_SOURCE")));
        Assert.Equal(("19400 of 19400", "5 of 5", "595 of 900"), (await Of(database, 12, "LOUD"), await Of(database, 12, "RARE"), await Of(database, 12, "QUIET")));
        Assert.Equal("200 of 400", await Of(database, 2, "LOUD"));
        Assert.Equal((300L, 13L), (await database.Scalar<long>("select count(*) from importer.other_source"), await database.Scalar<long>("select count(*) from importer.report")));
        Assert.Equal(Rows, await database.Scalar<long>("select total::bigint from importer.run_total t join importer.run r on r.report_id = t.report_id where r.received = 13 and code = 'LOUD'"));
        Assert.Equal("m1", await database.Scalar<string>("select client_id from importer.run_item i join importer.run r using (report_id) where r.received = 13 order by place limit 1"));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from importer.run where (select count(*) from importer.run later where later.started_at > run.started_at and later.sequence <= run.sequence) > 0"));
    }

    /// <summary>Carries out the migrations up to one of them, which EF itself cannot name without a date in its id.</summary>
    private static async Task MigrateTo(ImporterDb db, string last)
    {
        var (assembly, generator, history) = (db.GetService<IMigrationsAssembly>(), db.GetService<IMigrationsSqlGenerator>(), db.GetService<IHistoryRepository>());
        await db.Database.ExecuteSqlRawAsync(history.GetCreateScript());
        foreach (var (id, type) in assembly.Migrations.Where(m => string.CompareOrdinal(m.Key, last) <= 0))
        {
            var operations = assembly.CreateMigration(type, db.Database.ProviderName!).UpOperations;
            foreach (var command in generator.Generate(operations))
            {
                await db.Database.ExecuteSqlRawAsync(command.CommandText.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            }

            await db.Database.ExecuteSqlRawAsync(history.GetInsertScript(new HistoryRow(id, "10.0.0")));
        }
    }

    private static async Task<string> Of(TestDatabase database, int run, string code) => await database.Scalar<string>(
        $"select kept || ' of ' || total from importer.run_total t join importer.run r on r.report_id = t.report_id where r.received = {run} and code = '{code}'");

    private static async Task<long> Kept(TestDatabase database, int run) => await database.Scalar<long>(
        $"select count(*) from importer.run_item i join importer.run r on r.report_id = i.report_id where r.received = {run}");

    // Thirteen runs, told from each other by what they received.
    private static Task Fill(TestDatabase database) => database.Execute(
        $"""
        insert into importer.feed (id, publisher_id, publisher_slug, publisher_name, name, default_type, interval_minutes, paused)
        values (gen_random_uuid(), gen_random_uuid(), 'demo', 'demo', 'main', 'benevolat', 10, false);
        insert into importer.run (id, feed_id, trigger, status, started_at, ended_at, received, refused)
        select gen_random_uuid(), f.id, 'SCHEDULE', 'SUCCESS', now() - interval '1 day' + n * interval '1 hour', now(), n, n from importer.feed f, generate_series(1, 13) as n;
        insert into importer.run_item (run_id, kind, code, position, line, client_id, message, still_live)
        select r.id, row.kind, row.code, g, g, 'm' || g, 'Le titre manque : donnez-en un qui dit ce que l''on fera.', false
        from (values (13, 'REFUSAL', 'LOUD', {Rows}), (13, 'REFUSAL', 'OTHER_SOURCE', 300), (12, 'WARNING', 'QUIET', 900), (12, 'REFUSAL', 'LOUD', 19400), (12, 'REFUSAL', 'RARE', 5),
            (1, 'REFUSAL', 'LOUD', 400), (2, 'REFUSAL', 'LOUD', 400), (3, 'REFUSAL', 'LOUD', 400), (4, 'REFUSAL', 'LOUD', 1), (5, 'REFUSAL', 'LOUD', 1), (6, 'REFUSAL', 'LOUD', 1),
            (7, 'REFUSAL', 'LOUD', 1), (8, 'REFUSAL', 'LOUD', 1), (9, 'REFUSAL', 'LOUD', 1), (10, 'REFUSAL', 'LOUD', 1), (11, 'REFUSAL', 'LOUD', 1)) as row (run, kind, code, rows)
        join importer.run r on r.received = row.run cross join lateral generate_series(1, row.rows) as g;
        """);

    private static ImporterDb Open(TestDatabase database) => new(new DbContextOptionsBuilder<ImporterDb>()
        .UseNpgsql(database.Importer, npgsql => npgsql.MigrationsHistoryTable("migration", ImporterDb.Schema).CommandTimeout(600))
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
        .Options);
}
