using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Engagement.Catalog.Storage;

/// <summary>Brings the schema up to date when the process starts; one process at a time, the others then find nothing left to do.</summary>
internal sealed class MigrateDatabase(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    IDbContextFactory<CatalogDb> contexts) : IHostedService, IHealthCheck
{
    private volatile bool migrated;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var turn = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand($"select pg_advisory_xact_lock(hashtext('{CatalogDb.Schema}.migration'))", connection, turn))
        {
            await wait.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        migrated = true;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!migrated)
        {
            return HealthCheckResult.Unhealthy("not migrated yet");
        }

        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy("migrated");
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy("the database does not answer", e);
        }
    }
}
