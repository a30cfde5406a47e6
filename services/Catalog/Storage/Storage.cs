using Engagement.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Engagement.Catalog.Storage;

/// <summary>Entry of the feature: the connections of the service's database role, the EF context and the migrations.</summary>
internal static class StorageFeature
{
    internal static void AddStorage(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString("Catalog")
            ?? throw new InvalidOperationException(
                "ConnectionStrings:Catalog is missing: set ConnectionStrings__Catalog to the database, as the role 'catalog'.");
        builder.Services.AddKeyedSingleton(CatalogDb.Schema, (_, _) => new NpgsqlDataSourceBuilder(connection) { Name = CatalogDb.Schema }.Build());
        builder.Services.AddDbContextFactory<CatalogDb>(
            (provider, options) => Configure(options, provider.GetRequiredKeyedService<NpgsqlDataSource>(CatalogDb.Schema)));
        builder.Services.AddSingleton<MigrateDatabase>();
        // The first of the service's background work: what comes after finds its tables.
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MigrateDatabase>());
        builder.Services.AddHealthChecks().AddCheck<MigrateDatabase>("catalog-database", tags: [ServiceDefaults.Ready]);
    }

    internal static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable("migration", CatalogDb.Schema))
            // A command that fails throws; logged as an error besides, the first look for the table of migrations would alarm for nothing.
            .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, LogLevel.Debug)));
}
