using Engagement.Missions;

namespace Engagement.Search.Index;

/// <summary>
/// A mission as the index takes it: its content joined with what its structure adds. The index keeps columns and terms of it, never the
/// body. When the structure's name, RNA or networks change, the missions of the structure are given again.
/// </summary>
internal sealed record MissionDocument
{
    internal required Guid Id { get; init; }

    /// <summary>Number of the change that made this state: an older one than the index has is ignored.</summary>
    internal required long Number { get; init; }

    internal required long Version { get; init; }

    /// <summary>Only <c>ACCEPTED</c> missions are kept; any other status removes the mission.</summary>
    internal required string Status { get; init; }

    internal required DateTimeOffset CreatedAt { get; init; }

    internal required DateTimeOffset UpdatedAt { get; init; }

    internal required Guid PublisherId { get; init; }

    internal OrganizationWords? Organization { get; init; }

    internal required MissionContent Content { get; init; }
}

/// <summary>What a structure adds to its missions in the index.</summary>
internal sealed record OrganizationWords(Guid Id, string Name, string? Rna, IReadOnlyList<string> Networks);

/// <summary>
/// Missions to put and to take away, visible together once applied. A mission that stands in both lists is removed.
/// </summary>
/// <param name="Number">The change number that the index stands at afterwards.</param>
internal sealed record IndexBatch(long Number, IReadOnlyList<MissionDocument> Upserts, IReadOnlyList<Guid> Removals)
{
    /// <summary>True when the missions are read again: they are right, whatever numbers the index has.</summary>
    internal bool IsAgain { get; init; }
}
