using Npgsql;

namespace Engagement.Testing;

/// <summary>A database of one test; dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
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
    /// Rows inserted, updated and deleted so far in each table of a schema. Statistics of idle connections are flushed first, so that
    /// "nothing was written" can be told by comparing two of these.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, long>> Writes(string schema)
    {
        // A backend reports its counts within a second of going idle.
        await Task.Delay(1100);
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select pg_stat_force_next_flush();
            select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_user_tables where schemaname = $1
            """.Replace("$1", $"'{schema}'", StringComparison.Ordinal),
            connection);
        var writes = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
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

    private string For(string role) =>
        new NpgsqlConnectionStringBuilder(Superuser) { Username = role, Password = role, Pooling = true, MaxPoolSize = 20 }.ConnectionString;
}
