using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Engagement.Importer.Storage;

/// <summary>Entry of the feature: the connections of the service's database role, the EF context and the migrations.</summary>
internal static class StorageFeature
{
    internal static void AddStorage(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString("Importer")
            ?? throw new InvalidOperationException("ConnectionStrings:Importer is missing: set ConnectionStrings__Importer to the database of the role 'importer'.");
        builder.Services.AddSingleton(new ImporterConnections(connection));
        builder.Services.AddDbContextFactory<ImporterDb>((provider, options) => Configure(options, provider.GetRequiredService<ImporterConnections>().Source));
        builder.Services.AddSingleton<MigrateAtStart>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MigrateAtStart>());
    }

    internal static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable("migration", ImporterDb.Schema));

    internal static async Task Migrate(IDbContextFactory<ImporterDb> factory, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        // Not "if not exists": that asks for the right to create schemas even when there is nothing to do.
        await db.Database.ExecuteSqlRawAsync(
            "do $$ begin if to_regnamespace('importer') is null then create schema importer; end if; end $$", ct);
        await db.Database.MigrateAsync(ct);
    }
}

/// <summary>The connections of the role <c>importer</c>; a type of its own, because the services of one process each have theirs.</summary>
internal sealed class ImporterConnections(string connectionString) : IAsyncDisposable
{
    internal NpgsqlDataSource Source { get; } = new NpgsqlDataSourceBuilder(connectionString) { Name = "importer" }.Build();

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
