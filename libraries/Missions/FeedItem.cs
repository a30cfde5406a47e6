namespace Engagement.Missions;

/// <summary>One mission of a feed, read and judged: accepted when <see cref="Mission"/> is there, refused when <see cref="Refusals"/> are, or deleted.</summary>
public sealed record FeedItem
{
    /// <summary>Its place in the file, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>The line on which its element begins, from 1; 0 where there are no lines, as in RPDE.</summary>
    public required int Line { get; init; }

    /// <summary>The partner's identifier, or null when missing.</summary>
    public required string? ClientId { get; init; }

    /// <summary>True for a tombstone: the feed says that it no longer has the mission. Nothing else is known of it then.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The normalised mission; null when refused.</summary>
    public MissionContent? Mission { get; init; }

    /// <summary>The structure it names; null when refused or when it names none.</summary>
    public OrganizationContent? Organization { get; init; }

    /// <summary>Every rule that failed; empty for an accepted mission.</summary>
    public IReadOnlyList<FeedRemark> Refusals { get; init; } = [];

    /// <summary>Tolerated deviations, each named.</summary>
    public IReadOnlyList<FeedRemark> Warnings { get; init; } = [];
}

/// <summary>A failed rule or a tolerated deviation.</summary>
/// <param name="Code">Stable code, upper case: <c>TITLE_MISSING</c>, <c>DATE_UNREADABLE</c> …</param>
/// <param name="Field">The element of the feed that it is about.</param>
/// <param name="Value">What the partner sent, cut to 200 characters; null when absent.</param>
/// <param name="Line">The line of the element in the file, from 1; the mission's when the element is absent; 0 where there are no lines.</param>
/// <param name="Message">What is wrong and what to do, in French, for the partner.</param>
public sealed record FeedRemark(string Code, string Field, string? Value, int Line, string Message);

/// <summary>What a feed's settings say of its missions.</summary>
public sealed record FeedSettings
{
    /// <summary>The programme of missions that do not name theirs.</summary>
    public MissionType DefaultType { get; init; } = MissionType.Benevolat;
}
