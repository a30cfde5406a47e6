using System.Text.Json.Serialization;

namespace Engagement.Contracts;

/// <summary>
/// Consecutive entries of Catalog's change log, as published on the bus and as answered by <c>GET /internal/changes?after=N</c>.
/// A follower applies entries in number order; when <see cref="After"/> is beyond its checkpoint it pulls what it misses.
/// </summary>
/// <param name="After">The number just before the first entry: every entry above it and up to <see cref="To"/> is here.</param>
/// <param name="To">The number that the batch ends at.</param>
/// <param name="Head">The newest number of the log when the batch was read.</param>
/// <param name="Content">The entries.</param>
[method: JsonConstructor]
public sealed record Changes(long After, long To, long Head, Packed<IReadOnlyList<Change>> Content)
{
    /// <summary>Entries to publish or to answer.</summary>
    public Changes(long after, long to, long head, IReadOnlyList<Change> entries)
        : this(after, to, head, new Packed<IReadOnlyList<Change>>(entries))
    {
    }

    /// <summary>The entries, by ascending number. Numbers that compaction removed are missing.</summary>
    [JsonIgnore]
    public IReadOnlyList<Change> Entries => Content.Value;

    /// <summary>The mark of the entry at <see cref="After"/>; null when it has none, or when the follower asked with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AfterMark { get; init; }

    /// <summary>
    /// True when the log does not have the entry that the follower stands at: its database was restored to an earlier moment. There are no
    /// entries then; the follower begins again from 0.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLost { get; init; }
}

/// <summary>One entry of the change log: one number means one state.</summary>
/// <param name="Number">Its place in commit order, from 1; also the RPDE change number.</param>
/// <param name="Kind">One of <see cref="ChangeKinds"/>.</param>
/// <param name="EntityId">What changed.</param>
/// <param name="Version">The entity's version after the change, from 1.</param>
/// <param name="At">When the change was committed, by Catalog's clock.</param>
/// <param name="Body">The whole state after the change (<see cref="MissionBody"/> …); null is a tombstone.</param>
/// <param name="Mark">Drawn at random when the entry was appended: tells it from another entry that a restored log gave the same number. Null in old entries.</param>
public sealed record Change(
    long Number,
    string Kind,
    Guid EntityId,
    long Version,
    DateTimeOffset At,
    RawJson? Body,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Mark = null);

/// <summary>The values of <see cref="Change.Kind"/> and the record that each carries.</summary>
public static class ChangeKinds
{
    /// <summary><see cref="MissionBody"/>.</summary>
    public const string Mission = "mission";

    /// <summary><see cref="OrganizationBody"/>.</summary>
    public const string Organization = "organization";

    /// <summary><see cref="StructureBody"/>.</summary>
    public const string Structure = "structure";

    /// <summary><see cref="PublisherBody"/>.</summary>
    public const string Publisher = "publisher";

    /// <summary><see cref="KeyBody"/>.</summary>
    public const string Key = "key";
}

/// <summary>State of a mission. A withdrawn one keeps its body and says so in <see cref="Status"/>.</summary>
/// <param name="PublisherId">The partner platform.</param>
/// <param name="ClientId">The partner's identifier.</param>
/// <param name="OrganizationId">The host structure, or null.</param>
/// <param name="Status"><c>ACCEPTED</c>, <c>REFUSED</c>, <c>EXPIRED</c> or <c>WITHDRAWN</c>.</param>
/// <param name="CreatedAt">First acceptance.</param>
/// <param name="UpdatedAt">Last change of content or status.</param>
/// <param name="Content">JSON of <c>Engagement.Missions.MissionContent</c>.</param>
public sealed record MissionBody(
    Guid PublisherId,
    string ClientId,
    Guid? OrganizationId,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    RawJson Content);

/// <summary>State of a host structure, in its partner's words.</summary>
/// <param name="PublisherId">The partner whose record this is.</param>
/// <param name="Key">Its key inside the partner.</param>
/// <param name="Content">JSON of <c>Engagement.Missions.OrganizationContent</c>.</param>
public sealed record OrganizationBody(Guid PublisherId, string Key, RawJson Content);

/// <summary>
/// A host structure of which there are several records: those that were matched. Or one record whose RNA number or SIRET records of other
/// structures carry too. A tombstone when neither holds any more.
/// </summary>
/// <param name="Organizations">The ids of the partners' records, ascending.</param>
/// <param name="Speakers">
/// At most 100 of them, in the order of their voices: first each partner's oldest record, by age, then each partner's second, and so on.
/// Null in entries
/// of earlier versions.
/// </param>
/// <param name="Since">Since when each of <paramref name="Organizations"/> carries its numbers, in the same order. Null in entries of
/// earlier versions.</param>
/// <param name="IsApart">True when its records stand apart from their numbers: the number is that of another structure, or a person split
/// them off.</param>
public sealed record StructureBody(
    IReadOnlyList<Guid> Organizations,
    IReadOnlyList<Guid>? Speakers = null,
    IReadOnlyList<CarriedSince>? Since = null,
    bool? IsApart = null);

/// <summary>Since when a record carries its numbers: a lower one is older. Null where it carries none.</summary>
public sealed record CarriedSince(long? Rna, long? Siret);

/// <summary>State of a partner: a platform that publishes, a site that shows, or both.</summary>
/// <param name="Name">As people know it.</param>
/// <param name="Slug">Its short name in commands and settings.</param>
/// <param name="Url">Its site, or null.</param>
/// <param name="Logo">Its picture, or null.</param>
/// <param name="IsPublisher">False for a partner that only shows missions.</param>
/// <param name="IsPublic">True when its missions are shown to every key and to anonymous callers.</param>
public sealed record PublisherBody(string Name, string Slug, string? Url, string? Logo, bool IsPublisher, bool IsPublic);

/// <summary>State of an API key. Search authenticates with it by itself, while Catalog may be down.</summary>
/// <param name="PartnerId">Whose key it is.</param>
/// <param name="Hash">Lower-case hexadecimal SHA-256 of the key's text; the text itself is stored nowhere.</param>
/// <param name="Scopes"><c>read</c>, <c>publish</c>, <c>apply</c>, <c>admin</c>.</param>
/// <param name="ExpiresAt">When it stops by itself, or null.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
/// <param name="Origins">Of a browser key: the sites that may use it (<c>https://site.example</c>), for registered documents only. Null:
/// not a browser key.</param>
public sealed record KeyBody(
    Guid PartnerId, string Hash, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, IReadOnlyList<string>? Origins = null);
