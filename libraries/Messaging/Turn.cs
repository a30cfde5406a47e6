using Npgsql;

namespace Engagement.Messaging;

/// <summary>
/// The right of one process to do something, among all that want to: a session advisory lock of a connection. It ends with the connection,
/// so work done on that connection is never done by two.
/// </summary>
internal sealed class Turn : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly string key;

    private Turn(NpgsqlConnection connection, string key) => (this.connection, this.key) = (connection, key);

    internal static async Task<Turn> Wait(NpgsqlConnection connection, int kind, string name, TimeSpan every, CancellationToken ct)
    {
        while (true)
        {
            if (await Take(connection, kind, name, ct) is { } turn)
            {
                return turn;
            }

            await Task.Delay(every, ct);
        }
    }

    internal static async Task<Turn?> Take(NpgsqlConnection connection, int kind, string name, CancellationToken ct)
    {
        var key = $"{kind}, hashtext('{name}')";
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({key})", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))! ? new Turn(connection, key) : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection.FullState != System.Data.ConnectionState.Open)
        {
            return;
        }

        try
        {
            // Said explicitly: a pooled connection keeps its session locks until it is used again.
            await using var command = new NpgsqlCommand($"select pg_advisory_unlock({key})", connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the lock with it.
        }
    }
}
