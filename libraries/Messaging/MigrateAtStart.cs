using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>
/// Brings a schema up to date before anything else of the host starts. Waits up to a minute for a database that starts at the same time;
/// of several processes one migrates, the others wait and then find nothing left to do. Healthy while the database answers.
/// </summary>
/// <typeparam name="TDb">The context whose migrations are applied.</typeparam>
public sealed partial class MigrateAtStart<TDb> : IHostedLifecycleService, IHealthCheck
    where TDb : DbContext
{
    private const int Attempts = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string schema;
    private readonly NpgsqlDataSource source;
    private readonly IDbContextFactory<TDb> contexts;
    private readonly ILogger logger;
    private volatile bool isDone;

    internal MigrateAtStart(string schema, NpgsqlDataSource source, IDbContextFactory<TDb> contexts, ILogger<MigrateAtStart<TDb>> logger) =>
        (this.schema, this.source, this.contexts, this.logger) = (schema, source, contexts, logger);

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; !isDone; attempt++)
        {
            try
            {
                await Migrate(cancellationToken);
                isDone = true;
            }
            catch (Exception e) when (attempt < Attempts && DatabaseFault.IsPassing(e) && !cancellationToken.IsCancellationRequested)
            {
                Log.Waits(logger, schema, e.Message);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!isDone)
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

    private async Task Migrate(CancellationToken ct)
    {
        // Its end gives the turn back, also when the process dies.
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var turn = await connection.BeginTransactionAsync(ct);
        await using (var wait = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext($1))", connection, turn) { Parameters = { new() { Value = $"{schema}.migration" } } })
        {
            await wait.ExecuteNonQueryAsync(ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        // What is stored may take longer to rewrite than a command usually has.
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await db.Database.MigrateAsync(ct);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1131, Level = LogLevel.Warning, Message = "The database of {Schema} is not there yet: {Reason}")]
        internal static partial void Waits(ILogger logger, string schema, string reason);
    }
}
