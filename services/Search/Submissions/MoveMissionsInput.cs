namespace Engagement.Search.Submissions;

/// <summary>Where a partner's missions come from. Each has one source, which alone changes and withdraws it.</summary>
internal enum MissionSource
{
    /// <summary>The mutations of this API.</summary>
    Api,

    /// <summary>A feed that is pulled.</summary>
    Feed,
}

/// <summary>Missions that get another source.</summary>
internal sealed class MoveMissionsInput
{
    /// <summary>Your identifiers of 1 to 200 missions.</summary>
    public required IReadOnlyList<string> ClientIds { get; init; }

    /// <summary>Where they come from in future.</summary>
    public required MissionSource To { get; init; }

    /// <summary>Name of the feed that gets them (<c>importRuns.nodes.feed</c>); your main one when absent. Not with <c>API</c>.</summary>
    public string? Feed { get; init; }
}
