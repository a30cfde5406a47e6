using System.Security.Cryptography;
using Npgsql;

namespace Engagement.Search.Storage;

/// <summary>Secrets that every Search process on one database shares, so that what one signed another reads, also after a restart.</summary>
internal static class SigningKeys
{
    private const int Bytes = 32;

    /// <summary>The secret of a name, created by whoever asks first.</summary>
    internal static async Task<byte[]> Get(NpgsqlDataSource database, string name, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var create = new NpgsqlCommand(
            "insert into search.signing_key (name, secret, created_at) values ($1, $2, $3) on conflict (name) do nothing", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = RandomNumberGenerator.GetBytes(Bytes) }, new() { Value = now.UtcDateTime } },
        };
        await create.ExecuteNonQueryAsync(ct);
        await using var read = new NpgsqlCommand("select secret from search.signing_key where name = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        return (byte[])(await read.ExecuteScalarAsync(ct))!;
    }
}
