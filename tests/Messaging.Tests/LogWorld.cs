using System.Collections.Concurrent;
using Engagement.Contracts;
using Engagement.Hosting;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Engagement.Messaging.Tests;

/// <summary>
/// A service that holds a log in schema "catalog" and one that follows it in schema "search", on a database of their own.
/// </summary>
internal sealed class LogWorld : IAsyncDisposable
{
    private LogWorld(TestDatabase database) => Database = database;

    internal TestDatabase Database { get; }

    internal static WatchedClock Clock { get; } =
        new("catalog", "select at from catalog.change order by number desc limit 1", clock => clock is FixedClock);

    internal ChangeLog ChangeLog { get; } = new("catalog");

    internal static async Task<LogWorld> Create()
    {
        var world = new LogWorld(await PostgresCluster.CreateDatabase());
        await using var catalog = world.Database.Open("catalog").CreateCommand(
            ChangeLog.CreateTables("catalog") + ChangeLog.AddMarks("catalog") + ClockWatch.CreateTables("catalog"));
        await catalog.ExecuteNonQueryAsync();
        await using var search = world.Database.Open("search").CreateCommand(
            ChangeFollower.CreateTables("search") + ChangeFollower.AddMarks("search") + "create table search.effect (entity_id uuid primary key, number bigint not null, body text null)");
        await search.ExecuteNonQueryAsync();
        return world;
    }

    /// <summary>Starts the owner of the log, and a follower beside it.</summary>
    internal Task<ServiceHost> Start(bool owner = true, Action<IServiceCollection>? more = null, params IEnumerable<KeyValuePair<string, string?>> settings) =>
        ServiceHost.Start(
            builder =>
            {
                builder.AddServiceDefaults();
                builder.Services.AddKeyedSingleton("catalog", Database.Open("catalog"));
                if (owner)
                {
                    builder.Services.AddClockWatch(Clock);
                    builder.Services.AddChangeLog("catalog");
                }
                else
                {
                    // Its pages without its dispatcher.
                    builder.Services.AddKeyedSingleton("catalog", ChangeLog);
                }

                more?.Invoke(builder.Services);
            },
            app => app.MapInternal().MapChangeLog("catalog"),
            settings);

    /// <summary>The owner of the log and a follower in one process.</summary>
    internal Task<ServiceHost> Follow(
        TimeSpan? pullEvery = null, bool owner = true, Action<Recorder>? configure = null, params IEnumerable<KeyValuePair<string, string?>> settings) => Start(
        owner,
        services =>
        {
            services.AddInternalClient(ChangeFollower.ClientName, o => o.Catalog);
            services.AddSingleton(provider =>
            {
                var recorder = new Recorder(Database.Open("search"), provider.GetRequiredService<IHttpClientFactory>(), pullEvery);
                configure?.Invoke(recorder);
                return recorder;
            });
            services.AddChangeFollower<Recorder>("recorder", ServiceDefaults.Ready);
        },
        settings);

    internal async Task<long> Append(params NewChange[] entries)
    {
        await using var connection = await Database.Open("catalog").OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var last = await ChangeLog.Append(transaction, entries, CancellationToken.None);
        await transaction.CommitAsync();
        return last;
    }

    internal static NewChange Entry(Guid? id = null, long version = 1, string body = """{"title":"Épicerie solidaire"}""") =>
        new(ChangeKinds.Mission, id ?? Guid.NewGuid(), version, TimeProvider.System.GetUtcNow(), RawJson.Parse(body));

    internal Task<long> Effects() => Database.Scalar<long>("select count(*) from search.effect");

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}

/// <summary>Stores what it is given, refuses what it is told to refuse.</summary>
internal sealed class Recorder(NpgsqlDataSource source, IHttpClientFactory clients, TimeSpan? pullEvery = null)
    : ChangeFollower(new FollowerSettings("recorder", "search") { PullEvery = pullEvery ?? TimeSpan.FromSeconds(30) }, source, clients, NullLogger.Instance)
{
    internal ConcurrentQueue<long> Numbers { get; } = [];

    internal Func<Change, bool> Refuses { get; set; } = _ => false;

    protected override async Task Apply(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<Change> entries, CancellationToken ct)
    {
        foreach (var entry in entries)
        {
            if (Refuses(entry))
            {
                throw new InvalidOperationException($"refused {entry.Number}");
            }
        }

        await using var command = new NpgsqlCommand(
            """
            insert into search.effect select distinct on (id) id, number, body from unnest($1, $2, $3) as row (id, number, body) order by id, number desc
            on conflict (entity_id) do update set number = excluded.number, body = excluded.body where excluded.number > effect.number
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = entries.Select(e => e.EntityId).ToArray() },
                new() { Value = entries.Select(e => e.Number).ToArray() },
                new() { Value = entries.Select(e => e.Body?.ToString()).ToArray(), DataTypeName = "text[]" },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    protected override Task Doubt(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct) =>
        Execute("update search.effect set number = 0", connection, transaction, ct);

    protected override Task RemoveDoubted(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct) =>
        Execute("delete from search.effect where number = 0", connection, transaction, ct);

    private static async Task Execute(string sql, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }

    protected override ValueTask Applied(IReadOnlyList<Change> entries, long checkpoint, CancellationToken ct)
    {
        foreach (var entry in entries)
        {
            Numbers.Enqueue(entry.Number);
        }

        return ValueTask.CompletedTask;
    }
}
