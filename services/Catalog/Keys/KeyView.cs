using System.Text.Json.Serialization;

namespace Engagement.Catalog.Keys;

/// <summary>Whether a key opens anything.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KeyStatus>))]
internal enum KeyStatus
{
    /// <summary>It is good.</summary>
    [JsonStringEnumMemberName("ACTIVE")]
    Active,

    /// <summary>Its end has come.</summary>
    [JsonStringEnumMemberName("EXPIRED")]
    Expired,

    /// <summary>It was revoked.</summary>
    [JsonStringEnumMemberName("REVOKED")]
    Revoked,
}

/// <summary>A key as operators see it: neither its text, which is stored nowhere, nor its hash.</summary>
/// <param name="Partner">Short name of its partner.</param>
/// <param name="Origins">Of a browser key: the sites that may use it.</param>
/// <param name="LastUsedAt">To the minute; null: never.</param>
/// <param name="ReplacedBy">The key that it was rotated into.</param>
internal sealed record KeyView(
    Guid Id,
    string Partner,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? Origins,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    Guid? ReplacedBy,
    KeyStatus Status)
{
    internal static KeyView Of(ApiKey key, string partner, DateTimeOffset now) => new(
        key.Id, partner, key.Scopes, key.Origins, key.CreatedAt, key.LastUsedAt, key.ExpiresAt, key.RevokedAt, key.ReplacedBy,
        key.RevokedAt is not null ? KeyStatus.Revoked : key.HasEnded(now) ? KeyStatus.Expired : KeyStatus.Active);
}
