using Engagement.Importer.Storage;
using Npgsql;

namespace Engagement.Importer.Runs;

/// <summary>
/// One run of a feed at a time, in any number of processes: an advisory lock on a connection of its own, which PostgreSQL frees when
/// the process dies. If the connection is lost so is the lock, and <see cref="Lost"/> stops the run.
/// </summary>
internal sealed class FeedLock : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);
    private readonly NpgsqlConnection connection;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource done = new();
    private readonly Task beating;

    private FeedLock(NpgsqlConnection connection)
    {
        this.connection = connection;
        beating = Watch();
    }

    internal CancellationToken Lost => lost.Token;

    internal static async Task<FeedLock> Take(Guid feedId, ImporterConnections connections, CancellationToken ct)
    {
        while (true)
        {
            if (await TryTake(feedId, connections, ct) is { } taken)
            {
                return taken;
            }

            await Task.Delay(Retry, ct);
        }
    }

    internal static async Task<FeedLock?> TryTake(Guid feedId, ImporterConnections connections, CancellationToken ct)
    {
        var connection = await connections.Source.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended('importer.feed ' || $1::text, 0))", connection)
            {
                Parameters = { new() { Value = feedId } },
            };
            if (await command.ExecuteScalarAsync(ct) is true)
            {
                return new FeedLock(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await done.CancelAsync();
        await beating;
        // The pool resets the connection before its next use, which frees the lock too late for whoever waits.
        if (!lost.IsCancellationRequested)
        {
            await Unlock();
        }

        await connection.DisposeAsync();
        lost.Dispose();
        done.Dispose();
    }

    private async Task Unlock()
    {
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the lock with it.
        }
    }

    private async Task Watch()
    {
        while (!done.IsCancellationRequested)
        {
            await Task.Delay(Beat, done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await using var command = new NpgsqlCommand("select 1", connection);
                await command.ExecuteNonQueryAsync();
            }
            catch (NpgsqlException)
            {
                await lost.CancelAsync();
                return;
            }
        }
    }
}
