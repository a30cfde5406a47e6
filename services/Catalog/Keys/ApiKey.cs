using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Engagement.Contracts;
using Engagement.Messaging;

namespace Engagement.Catalog.Keys;

/// <summary>A key of a partner. Its text is shown once, when it is made; only its hash is kept.</summary>
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

    /// <summary>A new key with 256 random bits, and its text.</summary>
    internal static (ApiKey Key, string Text) Create(Guid publisherId, IEnumerable<string> scopes, IReadOnlyList<string> origins, DateTimeOffset now)
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
        };
        return (key, text);
    }

    internal NewChange ToChange() => new(
        ChangeKinds.Key,
        Id,
        Version,
        RevokedAt ?? CreatedAt,
        MessageJson.Write(new KeyBody(PublisherId, Convert.ToHexStringLower(Hash), Scopes, ExpiresAt, RevokedAt, Origins)));
}
