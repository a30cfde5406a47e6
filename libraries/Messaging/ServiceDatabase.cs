using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>How a service reaches the schema it owns.</summary>
public static class ServiceDatabase
{
    /// <summary>
    /// Registers the connections of the service's role (an <see cref="NpgsqlDataSource"/> under the schema's key, from the connection
    /// string of that name), the EF context, <see cref="MigrateAtStart{TDb}"/> and the health check <c>SCHEMA-database</c>. Call it before
    /// anything registers background work, which then finds its tables.
    /// </summary>
    /// <typeparam name="TDb">The context; it names <paramref name="schema"/> as its default schema.</typeparam>
    /// <param name="builder">Where to register.</param>
    /// <param name="schema">The schema, which is also the role and, in any letter case, the name of the connection string.</param>
    /// <param name="healthTags">Tags of the health check, for example that of readiness.</param>
    /// <exception cref="InvalidOperationException">The connection string is missing.</exception>
    public static void AddServiceDatabase<TDb>(this WebApplicationBuilder builder, string schema, params string[] healthTags)
        where TDb : DbContext
    {
        var connection = builder.Configuration.GetConnectionString(schema) ?? throw new InvalidOperationException(
            $"ConnectionStrings:{schema} is missing: set ConnectionStrings__{schema} to the database, as the role '{schema}'.");
        builder.Services.AddKeyedSingleton(schema, (_, _) => DataSource(schema, connection));
        builder.Services.AddDbContextFactory<TDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredKeyedService<NpgsqlDataSource>(schema), npgsql => npgsql.MigrationsHistoryTable("migration", schema))
            .ConfigureWarnings(warnings => warnings
                // Migrations are written by hand, without a snapshot of the model; a test compares the model with the migrated database.
                .Ignore(RelationalEventId.PendingModelChangesWarning)
                // A command that fails throws; logged as an error besides, the first look for the table of migrations would alarm for nothing.
                .Log((RelationalEventId.CommandError, LogLevel.Debug))));
        builder.Services.AddSingleton(provider => new MigrateAtStart<TDb>(
            schema,
            provider.GetRequiredKeyedService<NpgsqlDataSource>(schema),
            provider.GetRequiredService<IDbContextFactory<TDb>>(),
            provider.GetRequiredService<ILogger<MigrateAtStart<TDb>>>()));
        builder.Services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<MigrateAtStart<TDb>>());
        builder.Services.AddHealthChecks().AddCheck<MigrateAtStart<TDb>>($"{schema}-database", tags: healthTags);
    }

    // A plan made for given values copies them several times, bodies of missions too, and is chosen by the statistics of tables that were
    // empty a minute ago: it reads a whole table for each batch. A generic plan looks its rows up.
    private static NpgsqlDataSource DataSource(string schema, string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection) { Name = schema };
        builder.ConnectionStringBuilder.Options = $"{builder.ConnectionStringBuilder.Options} -c plan_cache_mode=force_generic_plan".TrimStart();
        return builder.Build();
    }
}
