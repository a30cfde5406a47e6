using Engagement.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Engagement.Search.Storage;

/// <summary>Search's connections and the migration of its schema.</summary>
internal static class SearchStorage
{
    internal static void AddStorage(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString("Search")
            ?? throw new InvalidOperationException("ConnectionStrings:Search is missing: set ConnectionStrings__Search to the database of the role 'search'.");
        builder.Services.AddKeyedSingleton(SearchDb.Schema, (_, _) => NpgsqlDataSource.Create(connection));
        builder.Services.AddDbContextFactory<SearchDb>((provider, options) => options
            .UseNpgsql(
                provider.GetRequiredKeyedService<NpgsqlDataSource>(SearchDb.Schema),
                npgsql => npgsql.MigrationsHistoryTable("migration", SearchDb.Schema))
            // Migrations are written by hand, without a snapshot of the model; a test compares the model with the migrated database.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)));
        builder.Services.AddSingleton<MigrateSearch>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MigrateSearch>());
    }
}

/// <summary>Brings the schema up to date before anything else of the host starts; waits for a database that is starting too.</summary>
internal sealed partial class MigrateSearch(IDbContextFactory<SearchDb> databases, ILogger<MigrateSearch> logger) : IHostedLifecycleService
{
    private const int Attempts = 60;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var database = await databases.CreateDbContextAsync(cancellationToken);
                await database.Database.MigrateAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (attempt < Attempts && DatabaseFault.IsPassing(e))
            {
                Log.Waiting(logger, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Search's database does not answer yet: {Reason}")]
        internal static partial void Waiting(ILogger logger, string reason);
    }
}
