using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Engagement.Search.Replica;

namespace Engagement.Search.Keys;

/// <summary>
/// The partners' keys by hash, in memory, fed by the change log: authentication asks nobody, so it goes on while Catalog is down, and a
/// key stops as soon as its revocation is applied.
/// </summary>
internal sealed class KeyRing(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Key> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> hashes = [];

    /// <summary>The caller behind a key's text, or null when it is unknown, expired or revoked.</summary>
    internal Caller? Find(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return FindByHash(Convert.ToHexStringLower(hash));
    }

    /// <summary>Whether a site is one of a browser key that is good.</summary>
    internal bool KnowsOrigin(string origin) => keys.Values.Any(key => key.RevokedAt is null && key.Caller.Origins?.Contains(origin) == true);

    /// <summary>The same for who knows the key by its hash only, in lower-case hexadecimal.</summary>
    internal Caller? FindByHash(string hash) =>
        keys.TryGetValue(hash, out var key) && key.RevokedAt is null && !(key.ExpiresAt <= clock.GetUtcNow()) ? key.Caller : null;

    /// <summary>Learns a key's state; an older one than the state it has changes nothing.</summary>
    internal void Apply(KeyEntry entry)
    {
        var state = entry.Body is { } body ? new Key(entry.Number, new Caller(body.PartnerId, body.Scopes, body.Origins), body.ExpiresAt, body.RevokedAt) : null;
        lock (hashes)
        {
            if (hashes.TryGetValue(entry.Id, out var known) && keys.TryGetValue(known, out var old) && old.Number >= entry.Number)
            {
                return;
            }

            if (known is not null && known != entry.Body?.Hash)
            {
                keys.TryRemove(known, out _);
            }

            if (state is not null)
            {
                hashes[entry.Id] = entry.Body!.Hash;
                keys[entry.Body.Hash] = state;
            }
        }
    }

    private sealed record Key(long Number, Caller Caller, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);
}
