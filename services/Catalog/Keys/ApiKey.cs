using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Engagement.Contracts;
using Engagement.Messaging;

namespace Engagement.Catalog.Keys;

/// <summary>
/// A key of a partner. Its text is shown once, when it is made; only its hash is kept. A key that has ended, by its expiry or because it was
/// revoked, stays ended.
/// </summary>
internal sealed class ApiKey
{
    /// <summary>What a key may allow.</summary>
    internal static readonly IReadOnlyList<string> KnownScopes = ["read", "publish", "apply", "admin"];

    private ApiKey()
    {
    }

    internal Guid Id { get; private set; }

    internal Guid PublisherId { get; private set; }

    internal byte[] Hash { get; private set; } = [];

    internal string[] Scopes { get; private set; } = [];

    /// <summary>Of a browser key: the sites that may use it. Null: not a browser key.</summary>
    internal string[]? Origins { get; private set; }

    internal long Version { get; private set; }

    internal DateTimeOffset CreatedAt { get; private set; }

    internal DateTimeOffset? ExpiresAt { get; private set; }

    internal DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>To the minute, as Search reports it; null: never. Written by <see cref="NoteKeyUses"/>.</summary>
    internal DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>The key that it was rotated into.</summary>
    internal Guid? ReplacedBy { get; private set; }

    /// <summary>A new key with 256 random bits, and its text.</summary>
    internal static (ApiKey Key, string Text) Create(
        Guid publisherId, IEnumerable<string> scopes, IReadOnlyList<string> origins, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var text = $"eng_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            PublisherId = publisherId,
            Hash = SHA256.HashData(Encoding.UTF8.GetBytes(text)),
            Scopes = [.. scopes.Distinct()],
            Origins = origins.Count == 0 ? null : [.. origins.Distinct()],
            Version = 1,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        return (key, text);
    }

    /// <summary>Whether it opens nothing any more.</summary>
    internal bool HasEnded(DateTimeOffset now) => RevokedAt is not null || ExpiresAt <= now;

    /// <summary>Ends it at once. False when it was revoked before.</summary>
    internal bool Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null)
        {
            return false;
        }

        RevokedAt = now;
        Version++;
        return true;
    }

    /// <summary>Gives it another end, or none; the reason when that cannot be.</summary>
    internal string? ExpireAt(DateTimeOffset? at, DateTimeOffset now)
    {
        if (HasEnded(now))
        {
            return Ended;
        }

        (ExpiresAt, Version) = (at, Version + 1);
        return null;
    }

    /// <summary>
    /// A new key with the same rights, for as long as this one was given; this one ends after the overlap, or earlier if it would anyway. The
    /// reason when that cannot be.
    /// </summary>
    internal string? Rotate(TimeSpan overlap, DateTimeOffset now, out ApiKey? made, out string? text)
    {
        (made, text) = (null, null);
        if (ReplacedBy is { } other)
        {
            return $"The key was rotated before, into the key {other}. If the text of that one is lost, rotate or revoke that one.";
        }

        if (HasEnded(now))
        {
            return Ended;
        }

        (made, text) = Create(PublisherId, Scopes, Origins ?? [], ExpiresAt is { } given ? now + (given - CreatedAt) : null, now);
        var end = now + overlap;
        (ExpiresAt, ReplacedBy, Version) = (ExpiresAt < end ? ExpiresAt : end, made.Id, Version + 1);
        return null;
    }

    /// <summary>A next version of the same state, for a log that does not have it.</summary>
    internal void Repeat() => Version++;

    internal NewChange ToChange(DateTimeOffset now) => new(
        ChangeKinds.Key,
        Id,
        Version,
        now,
        MessageJson.Write(new KeyBody(PublisherId, Convert.ToHexStringLower(Hash), Scopes, ExpiresAt, RevokedAt, Origins)));

    private string Ended => RevokedAt is { } revoked
        ? $"The key was revoked on {KeyText.Minute(revoked)}: a key that has ended stays ended. ./dev key makes a new one."
        : $"The key expired on {KeyText.Minute(ExpiresAt)}: a key that has ended stays ended. ./dev key makes a new one.";
}
