using System.Diagnostics;
using Npgsql;

namespace Engagement.Testing;

/// <summary>A database of one test; dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>After this, an idle connection has reported what it wrote: PostgreSQL's own interval is 10 s.</summary>
    private static readonly TimeSpan LastReport = TimeSpan.FromSeconds(10.5);

    private readonly Dictionary<string, NpgsqlDataSource> sources = [];

    internal TestDatabase(string superuser, string name) => (Superuser, Name) = (superuser, name);

    /// <summary>Its name on the server.</summary>
    public string Name { get; }

    /// <summary>Connection string of a superuser, for looking at what happened; not pooled.</summary>
    public string Superuser { get; }

    /// <summary>Connection string of Catalog's role.</summary>
    public string Catalog => For("catalog");

    /// <summary>Connection string of Importer's role.</summary>
    public string Importer => For("importer");

    /// <summary>Connection string of Search's role.</summary>
    public string Search => For("search");

    /// <summary>The three connection strings as settings of a service.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["ConnectionStrings:Catalog"] = Catalog,
        ["ConnectionStrings:Importer"] = Importer,
        ["ConnectionStrings:Search"] = Search,
    };

    /// <summary>Connections of one role (<c>catalog</c>, <c>importer</c> or <c>search</c>), closed with the database.</summary>
    public NpgsqlDataSource Open(string role)
    {
        lock (sources)
        {
            return sources.TryGetValue(role, out var source) ? source : sources[role] = NpgsqlDataSource.Create(For(role));
        }
    }

    /// <summary>Runs a statement as superuser and returns the first column of its first row.</summary>
    public async Task<T> Scalar<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : throw new InvalidOperationException($"No {typeof(T).Name} from: {sql}");
    }

    /// <summary>Runs statements as superuser.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Rows inserted, updated and deleted so far in each table of a schema, so that "nothing was written" can be told by comparing two of
    /// these. A connection reports what it wrote when it closes, or at the latest 10 s after: pooled ones close here within a second or
    /// two, unless a service's timer finds one in the pool again and again; pass <paramref name="patient"/> when a follower, which keeps
    /// its connection, wrote.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, long>> Writes(string schema, bool patient = false)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < LastReport && (patient || !await PoolIsClosed(schema)))
        {
            await Task.Delay(20);
        }

        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_user_tables where schemaname = $1 and relname not in ('migration', 'clock')", connection)
        {
            Parameters = { new() { Value = schema } },
        };
        var writes = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            writes.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return writes;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var source in sources.Values)
        {
            await source.DisposeAsync();
        }

        await PostgresCluster.Drop(this);
    }

    // A follower or a dispatcher is told by the advisory lock it holds.
    private async Task<bool> PoolIsClosed(string role) => await Scalar<long>(
        $"""
        select count(*) from pg_stat_activity where datname = current_database() and usename = '{role}'
            and not exists (select from pg_locks held where held.pid = pg_stat_activity.pid and held.locktype = 'advisory')
        """) == 0;

    private string For(string role) =>
        new NpgsqlConnectionStringBuilder(Superuser)
        {
            Username = role,
            Password = role,
            Pooling = true,
            MaxPoolSize = 20,
            // Idle ones close soon, and with that report what they wrote: see Writes.
            ConnectionIdleLifetime = 1,
            ConnectionPruningInterval = 1,
        }.ConnectionString;
}
