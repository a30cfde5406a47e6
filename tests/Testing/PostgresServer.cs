using Npgsql;

namespace Engagement.Testing;

/// <summary>
/// A private PostgreSQL: its cluster in a temporary folder, on a free port. It can be killed as a power cut kills it, started again, and
/// restored to an earlier moment; it ends with the test process at the latest.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Without waiting for the disk: what is tested is not whether PostgreSQL keeps its word.</summary>
    public const string Fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";

    /// <summary>As deployed but for the disk itself: a killed server's files are in the system's cache.</summary>
    public const string AsDeployed = "-c fsync=off";

    private readonly string folder;
    private readonly int port;
    private readonly string settings;
    private readonly GuardedProcess cleaner;
    private GuardedProcess? process;

    private PostgresServer(string folder, int port, string settings)
    {
        (this.folder, this.port, this.settings) = (folder, port, settings);
        // It removes the folder when the tests end, whatever ends them.
        cleaner = GuardedProcess.Start("exec sleep infinity", folder, User == Environment.UserName ? null : User);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove();
    }

    /// <summary>Connection string of a superuser; not pooled.</summary>
    public string Superuser => $"Host=127.0.0.1;Port={port};Username=engagement;Database=postgres;Pooling=false";

    private static string User => Environment.UserName == "root" ? "postgres" : Environment.UserName;

    private string Archive => $"{folder}/archive";

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings, as the server's options.</param>
    public static async Task<PostgresServer> Start(string settings)
    {
        var server = new PostgresServer(GuardedProcess.NewFolder("postgres"), FreePort.Next(), settings);
        GuardedProcess.Run(User, $"{Binaries}/initdb", "-D", $"{server.folder}/data", "-U", "engagement", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N");
        GuardedProcess.Run(User, "mkdir", server.Archive);
        await server.Start();
        await PostgresCluster.CreateRoles(server.Superuser);
        return server;
    }

    /// <summary>A fresh database with the roles and their empty schemas.</summary>
    public Task<TestDatabase> CreateDatabase() => PostgresCluster.CreateDatabase(Superuser);

    /// <summary>All its processes are gone at once, as in a power cut.</summary>
    public void Kill()
    {
        if (process is not null)
        {
            // Each child is a session of its own; the first one, stopped, makes no others.
            var postmaster = File.ReadLines($"{folder}/data/postmaster.pid").First();
            GuardedProcess.Run(User, "sh", "-c", "kill -STOP $1 && kill -KILL $(ps -o pid= --ppid $1) $1", "sh", postmaster);
            process.Dispose();
            process = null;
        }
    }

    /// <summary>Starts it again where it was.</summary>
    public async Task Start()
    {
        process = GuardedProcess.Start(
            $"exec {Binaries}/postgres -D '{folder}/data' -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
            + $"-c max_connections=400 -c shared_buffers=128MB -c max_wal_size=2GB {settings}",
            null,
            User == Environment.UserName ? null : User);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await PostgresCluster.Execute(Superuser, "select 1");
                return;
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

    /// <summary>The options by which a server archives what a restore to any later moment needs.</summary>
    public const string Archiving = "-c wal_level=replica -c archive_mode=on -c 'archive_command=cp %p ../archive/%f' -c max_wal_senders=4";

    /// <summary>Copies the running cluster, as an operator's backup does.</summary>
    public void BackUp() => GuardedProcess.Run(
        User, $"{Binaries}/pg_basebackup", "-h", "127.0.0.1", "-p", $"{port}", "-U", "engagement", "-D", $"{folder}/backup", "-X", "none", "-c", "fast");

    /// <summary>Keeps what some schemas of a database hold, for <see cref="RestoreSchemas"/>.</summary>
    public void DumpSchemas(TestDatabase database, params string[] schemas) => GuardedProcess.Run(
        User,
        [$"{Binaries}/pg_dump", "-h", "127.0.0.1", "-p", $"{port}", "-U", "engagement", "-Fc", "-f", $"{folder}/dump", .. schemas.SelectMany(s => new[] { "-n", s }), database.Name]);

    /// <summary>The schemas are what they were when they were dumped; the others stay as they are.</summary>
    public async Task RestoreSchemas(TestDatabase database, params string[] schemas)
    {
        await database.Execute(string.Concat(schemas.Select(s => $"drop schema {s} cascade;")));
        GuardedProcess.Run(User, $"{Binaries}/pg_restore", "-h", "127.0.0.1", "-p", $"{port}", "-U", "engagement", "-d", database.Name, $"{folder}/dump");
    }

    /// <summary>Where the server's log of writes is, for <see cref="Restore"/>.</summary>
    public async Task<string> Position()
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select pg_current_wal_insert_lsn()::text", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The cluster is, from the backup and the archive, what it was at a position; it answers when this returns.</summary>
    public async Task Restore(string position)
    {
        await PostgresCluster.Execute(Superuser, "select pg_switch_wal()");
        await Archived();
        Kill();
        GuardedProcess.Run(User, "rm", "-rf", $"{folder}/data");
        GuardedProcess.Run(User, "mv", $"{folder}/backup", $"{folder}/data");
        var recovery = $"restore_command = 'cp ../archive/%f %p'\nrecovery_target_lsn = '{position}'\nrecovery_target_action = 'promote'\n";
        GuardedProcess.Run(User, "sh", "-c", $"echo \"$1\" >> '{folder}/data/postgresql.auto.conf'; touch '{folder}/data/recovery.signal'; chmod 700 '{folder}/data'", "sh", recovery);
        await Start();
        for (var attempt = 0; await IsRecovering(); attempt++)
        {
            await (attempt < 300 ? Task.Delay(100) : throw new InvalidOperationException($"The restored PostgreSQL does not end its recovery: {process?.Output}"));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Remove();
        return ValueTask.CompletedTask;
    }

    internal static string Binaries { get; } = FindBinaries();

    private async Task<bool> IsRecovering()
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select pg_is_in_recovery()", connection);
        return await command.ExecuteScalarAsync() is true;
    }

    private async Task Archived()
    {
        const string Waiting = """
            do $$ begin
                for i in 1..300 loop
                    exit when not exists (select from pg_ls_archive_statusdir() where name like '%.ready');
                    perform pg_sleep(0.1);
                end loop;
            end $$
            """;
        await PostgresCluster.Execute(Superuser, Waiting);
    }

    private void Remove()
    {
        process?.Dispose();
        cleaner.Dispose();
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
}
