namespace Engagement.Missions;

/// <summary>What a reading learned of the feed as a whole.</summary>
public sealed record FeedFacts
{
    /// <summary>Name that the feed gives its publisher, or null.</summary>
    public string? PublisherName { get; init; }

    /// <summary>Site that the feed gives its publisher, or null.</summary>
    public string? PublisherUrl { get; init; }

    /// <summary>When the feed says it was built, as written, or null.</summary>
    public string? LastBuildDate { get; init; }

    /// <summary>Mission elements read.</summary>
    public int Missions { get; init; }

    /// <summary>True when the end of a complete, well-formed document was reached: only then does absence from it mean anything.</summary>
    public bool Complete { get; init; }

    /// <summary>Bytes read, inflated.</summary>
    public long Bytes { get; init; }

    /// <summary>Tolerated deviations outside missions.</summary>
    public IReadOnlyList<FeedRemark> Warnings { get; init; } = [];
}
