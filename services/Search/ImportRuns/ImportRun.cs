using Engagement.GraphQL.Declaration;

namespace Engagement.Search.ImportRuns;

/// <summary>One reading of the partner's feed. <c>received</c> = created + updated + unchanged + refused + duplicates + failed once it has ended.</summary>
internal sealed class ImportRun
{
    /// <summary>Its id, also in the addresses of its page and in commands.</summary>
    [ID] public required string Id { get; init; }

    /// <summary>Name of the feed that was read.</summary>
    public required string Feed { get; init; }

    /// <summary>What began it.</summary>
    public required ImportRunTrigger Trigger { get; init; }

    /// <summary>How it ended.</summary>
    public required ImportRunStatus Status { get; init; }

    /// <summary>Stable code of why it is not a plain success; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason in French.</summary>
    public string? Message { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it took.</summary>
    public double? Seconds { get; init; }

    /// <summary>Missions in the file.</summary>
    public int Received { get; init; }

    /// <summary>New ones.</summary>
    public int Created { get; init; }

    /// <summary>Those whose content changed.</summary>
    public int Updated { get; init; }

    /// <summary>Those that are as they were.</summary>
    public int Unchanged { get; init; }

    /// <summary>Those that break a rule; <c>items</c> say which.</summary>
    public int Refused { get; init; }

    /// <summary>Those whose clientId came before in the file.</summary>
    public int Duplicates { get; init; }

    /// <summary>Those that could not be stored; they are sent again at the next run.</summary>
    public int Failed { get; init; }

    /// <summary>Those among created and updated that had been withdrawn before.</summary>
    public int Restored { get; init; }

    /// <summary>Missions that the file no longer names and that were withdrawn.</summary>
    public int Withdrawn { get; init; }

    /// <summary>Tolerated deviations.</summary>
    public int Warnings { get; init; }

    /// <summary>Missions of the feed that were there when the run began.</summary>
    public int Live { get; init; }

    /// <summary>How many of them the file no longer names.</summary>
    public int Absent { get; init; }

    /// <summary>How many remarks of each code there are, exact even when <c>items</c> does not have them all; empty while it goes on.</summary>
    [ListSize(AssumedSize = 30)] public IReadOnlyList<ImportTotal> Totals { get; init; } = [];
}

/// <summary>How many remarks of one code a run has.</summary>
internal sealed class ImportTotal
{
    /// <summary>What they mean for their missions.</summary>
    public required ImportItemKind Kind { get; init; }

    /// <summary>Their stable code.</summary>
    public required string Code { get; init; }

    /// <summary>How many there are.</summary>
    public int Count { get; init; }

    /// <summary>How many of them <c>items</c> does not have: a report keeps 20,000 remarks, an old one 200 of each code.</summary>
    public int LeftOut { get; init; }
}

/// <summary>How a run ended.</summary>
internal enum ImportRunStatus
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>The feed was read to its end.</summary>
    Success,

    /// <summary>Withdrawals wait for somebody to confirm them.</summary>
    Held,

    /// <summary>The feed could not be read to its end; nothing was withdrawn.</summary>
    Failed,
}

/// <summary>What began a run.</summary>
internal enum ImportRunTrigger
{
    /// <summary>The feed's schedule.</summary>
    Schedule,

    /// <summary>A person or a command.</summary>
    Request,

    /// <summary>A person confirmed the withdrawals of a held run.</summary>
    Confirmation,

    /// <summary>A person undid a run.</summary>
    Undo,
}

/// <summary>A remark of a run's report: a mission has as many as rules failed and deviations were tolerated.</summary>
internal sealed class ImportItem
{
    /// <summary>Where it stands in the report, for cursors.</summary>
    [GraphQLIgnore] public long Id { get; init; }

    /// <summary>What it means for the mission.</summary>
    public required ImportItemKind Kind { get; init; }

    /// <summary>Stable code: <c>TITLE_MISSING</c>, <c>DATE_UNREADABLE</c> …</summary>
    public required string Code { get; init; }

    /// <summary>Place of the mission in the file, from 1; null when the remark is about the store or the whole file.</summary>
    public int? Position { get; init; }

    /// <summary>Line of the file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The partner's identifier of the mission.</summary>
    public string? ClientId { get; init; }

    /// <summary>The element of the feed that it is about.</summary>
    public string? Field { get; init; }

    /// <summary>What the partner sent, cut to 200 characters.</summary>
    public string? Value { get; init; }

    /// <summary>What is wrong and what to do, in French.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the version accepted before stays live.</summary>
    public bool StillLive { get; init; }
}

/// <summary>What a remark means for its mission.</summary>
internal enum ImportItemKind
{
    /// <summary>A rule failed: the mission is refused.</summary>
    Refusal,

    /// <summary>Its clientId came before in the file.</summary>
    Duplicate,

    /// <summary>It could not be stored; it is sent again at the next run.</summary>
    Failed,

    /// <summary>A deviation was tolerated.</summary>
    Warning,

    /// <summary>It would be withdrawn by a held run.</summary>
    Absent,

    /// <summary>It has changed since the run that is undone.</summary>
    LeftAlone,
}
