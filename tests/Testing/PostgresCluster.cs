using System.Globalization;
using Npgsql;

namespace Engagement.Testing;

/// <summary>
/// The PostgreSQL of a test process: a private cluster in a temporary folder, started at first use and ended with the process, or the
/// server that the environment variable <c>ENGAGEMENT_TEST_POSTGRES</c> names (connection string of a superuser).
/// </summary>
public static class PostgresCluster
{
    /// <summary>The roles, each owner of the schema of its name.</summary>
    private static readonly string[] Roles = ["importer", "catalog", "search"];

    private static readonly Lazy<Task<string>> Server = new(Start);
    private static int databases;

    /// <summary>A fresh database with the three roles and their empty schemas.</summary>
    public static async Task<TestDatabase> CreateDatabase() => await CreateDatabase(await Server.Value);

    /// <summary>A fresh database that holds what the template holds; nobody may be connected to the template.</summary>
    internal static async Task<TestDatabase> Copy(TestDatabase template) =>
        await CreateDatabase(await Server.Value, $"template {template.Name} strategy file_copy");

    internal static async Task<TestDatabase> CreateDatabase(string server)
    {
        var database = await CreateDatabase(server, "");
        await Execute(database.Superuser, string.Concat(Roles.Select(role => $"create schema {role} authorization {role};")));
        return database;
    }

    private static async Task<TestDatabase> CreateDatabase(string server, string options)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}");
        await Execute(server, $"create database {name} {options}");
        return new TestDatabase(new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString, name);
    }

    internal static async Task Drop(TestDatabase database) =>
        await Execute(
            new NpgsqlConnectionStringBuilder(database.Superuser) { Database = "postgres" }.ConnectionString, $"drop database if exists {database.Name} with (force)");

    private static async Task<string> Start()
    {
        var server = Environment.GetEnvironmentVariable("ENGAGEMENT_TEST_POSTGRES") is { Length: > 0 } given
            ? new NpgsqlConnectionStringBuilder(given) { Pooling = false }.ConnectionString
            : (await PostgresServer.Start(PostgresServer.Fast)).Superuser;
        await CreateRoles(server);
        return server;
    }

    internal static async Task CreateRoles(string server)
    {
        foreach (var role in Roles)
        {
            await Execute(server, $"do $$ begin create role {role} login password '{role}'; exception when duplicate_object or unique_violation then null; end $$");
        }
    }

    internal static async Task Execute(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
