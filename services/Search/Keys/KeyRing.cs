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
    private volatile bool isComplete;

    /// <summary>False until the keys of the replica are loaded: a key that is unknown so far may be good.</summary>
    internal bool IsComplete => isComplete;

    /// <summary>The caller behind a key's text, or null when it is unknown, expired or revoked.</summary>
    internal Caller? Find(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return FindByHash(Convert.ToHexStringLower(hash));
    }

    /// <summary>Whether a site is one of a browser key that is good.</summary>
    internal bool KnowsOrigin(string origin)
    {
        var now = clock.GetUtcNow();
        return keys.Values.Any(key => key.IsGood(now) && key.Caller.Origins?.Contains(origin) == true);
    }

    /// <summary>The same for who knows the key by its hash only, in lower-case hexadecimal.</summary>
    internal Caller? FindByHash(string hash) =>
        keys.TryGetValue(hash, out var key) && key.IsGood(clock.GetUtcNow()) ? key.Caller : null;

    /// <summary>The caller behind a key's id, or null when it is unknown or has ended.</summary>
    /// <param name="id">The key.</param>
    /// <param name="hasEnded">True when the key is known, and is expired or revoked.</param>
    internal Caller? FindById(Guid id, out bool hasEnded)
    {
        string? hash;
        lock (hashes)
        {
            hash = hashes.GetValueOrDefault(id);
        }

        var caller = hash is null ? null : FindByHash(hash);
        hasEnded = hash is not null && caller is null;
        return caller;
    }

    /// <summary>The keys of the replica are loaded.</summary>
    internal void Complete() => isComplete = true;

    /// <summary>Learns a key's state; an older one than the state it has changes nothing.</summary>
    internal void Apply(KeyEntry entry)
    {
        var state = entry.Body is { } body
            ? new Key(entry.Number, new Caller(body.PartnerId, body.Scopes, body.Origins, entry.Id), body.ExpiresAt, body.RevokedAt)
            : null;
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

    /// <summary>Learns the states of all keys: one that is not among them is forgotten, whatever its number was.</summary>
    internal void Replace(IReadOnlyCollection<KeyEntry> all)
    {
        var there = all.Select(e => e.Body?.Hash).OfType<string>().ToHashSet(StringComparer.Ordinal);
        lock (hashes)
        {
            foreach (var gone in keys.Keys.Where(hash => !there.Contains(hash)).ToList())
            {
                keys.TryRemove(gone, out _);
            }

            hashes.Clear();
            foreach (var entry in all)
            {
                Apply(entry);
            }
        }
    }

    private sealed record Key(long Number, Caller Caller, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
    {
        internal bool IsGood(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
    }
}
