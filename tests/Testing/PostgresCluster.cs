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
    public static async Task<TestDatabase> CreateDatabase()
    {
        var server = await Server.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}");
        await Execute(server, $"create database {name}");
        var database = new TestDatabase(new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString, name);
        await Execute(database.Superuser, string.Concat(Roles.Select(role => $"create schema {role} authorization {role};")));
        return database;
    }

    internal static async Task Drop(TestDatabase database) =>
        await Execute(await Server.Value, $"drop database if exists {database.Name} with (force)");

    private static async Task<string> Start()
    {
        var server = Environment.GetEnvironmentVariable("ENGAGEMENT_TEST_POSTGRES") is { Length: > 0 } given
            ? new NpgsqlConnectionStringBuilder(given) { Pooling = false }.ConnectionString
            : await StartPrivate();
        foreach (var role in Roles)
        {
            await Execute(server, $"do $$ begin create role {role} login password '{role}'; exception when duplicate_object or unique_violation then null; end $$");
        }

        return server;
    }

    private static async Task<string> StartPrivate()
    {
        var binaries = FindBinaries();
        var user = Environment.UserName == "root" ? "postgres" : Environment.UserName;
        var folder = GuardedProcess.NewFolder("postgres");
        var port = FreePort.Next();
        GuardedProcess.Run(user, $"{binaries}/initdb", "-D", folder, "-U", "engagement", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N");
        var process = GuardedProcess.Start(
            $"exec {binaries}/postgres -D '{folder}' -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off "
            + "-c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=128MB -c max_wal_size=2GB",
            folder,
            user == Environment.UserName ? null : user);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Dispose();

        var server = $"Host=127.0.0.1;Port={port};Username=engagement;Database=postgres;Pooling=false";
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await Execute(server, "select 1");
                return server;
            }
            catch (NpgsqlException e) when (attempt < 300 && !process.HasExited && e is not PostgresException { SqlState: not "57P03" })
            {
                await Task.Delay(100);
            }
            catch (NpgsqlException e)
            {
                throw new InvalidOperationException($"The tests' PostgreSQL did not start: {process.Output}", e);
            }
        }
    }

    private static string FindBinaries()
    {
        var candidates = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Select(d => $"{d}/bin")
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return candidates.Concat(path).FirstOrDefault(folder => File.Exists($"{folder}/initdb"))
            ?? throw new InvalidOperationException(
                "The tests need PostgreSQL 14 or later: install the package 'postgresql', or set ENGAGEMENT_TEST_POSTGRES to the connection string of a superuser.");
    }

    private static async Task Execute(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
