namespace Engagement.Search.Index;

/// <summary>The answer to a <see cref="MissionQuery"/>, of one state of the index.</summary>
internal sealed record MissionResult
{
    /// <summary>The change number of that state.</summary>
    public required long Number { get; init; }

    /// <summary>In the query's order, also when it asked for the last ones.</summary>
    public required IReadOnlyList<MissionHit> Hits { get; init; }

    /// <summary>Null when not asked for.</summary>
    public int? TotalCount { get; init; }

    /// <summary>In the order they were asked for.</summary>
    public IReadOnlyList<FacetResult> Facets { get; init; } = [];

    public bool HasNext { get; init; }

    public bool HasPrevious { get; init; }
}

/// <summary>A mission of a list.</summary>
/// <param name="DistanceKm">To its nearest address when the query has <see cref="PlaceFilter.Near"/> and the mission a located address.</param>
/// <param name="NearestAddress">Its place in <c>MissionContent.Addresses</c>.</param>
internal readonly record struct MissionHit(Guid Id, MissionPosition Position, double? DistanceKm = null, int? NearestAddress = null);

/// <summary>A facet, counted on the full result without its own filter: descending count, then ascending code (ordinal).</summary>
internal sealed record FacetResult(MissionFacet Facet, IReadOnlyList<FacetCount> Counts);

/// <summary>A value that at least one mission has.</summary>
/// <param name="Code">
/// What the filter takes: a code or text, an enum's name in upper case, <c>true</c> or <c>false</c>, a publisher's <see cref="Guid"/> ("D").
/// </param>
internal readonly record struct FacetCount(string Code, int Count, bool Selected);
