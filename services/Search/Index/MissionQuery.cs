namespace Engagement.Search.Index;

/// <summary>A list of missions: which, in what order, what part of it, and what else is wanted; nothing else is computed.</summary>
internal sealed record MissionQuery
{
    /// <summary>
    /// Words; a mission matches when it has one of them in its title, structure's name, tags or description. A text without a
    /// meaningful word ("de la", "?") is no search.
    /// </summary>
    public string? Search { get; init; }

    public MissionFilter Filter { get; init; } = MissionFilter.None;

    public MissionOrder Order { get; init; }

    public required Page Page { get; init; }

    /// <summary>The instant at which a mission past its end is no longer shown.</summary>
    public required DateTimeOffset Now { get; init; }

    public bool WantTotal { get; init; }

    public IReadOnlyList<FacetRequest> Facets { get; init; } = [];

    /// <summary>The publishers that the caller may see; null = all.</summary>
    public IReadOnlyList<Guid>? VisiblePublishers { get; init; }
}

/// <summary>Ties go by ascending id.</summary>
internal enum MissionOrder
{
    /// <summary>Best first; without a search, as <see cref="PostedDate"/>.</summary>
    Relevance,

    /// <summary>Nearest address first; needs <see cref="PlaceFilter.Near"/> (an <see cref="ArgumentException"/> without). Without any address: last.</summary>
    Distance,

    /// <summary>Latest start first.</summary>
    StartDate,

    /// <summary>Newest first.</summary>
    PostedDate,

    /// <summary>Latest change first.</summary>
    UpdatedDate,
}

/// <summary>A part of a list. A size of 0 is allowed: only totals or facets are wanted.</summary>
internal readonly record struct Page(int Size, bool Backward, MissionPosition? From)
{
    internal static Page First(int size, MissionPosition? after = null) => new(size, false, after);

    internal static Page Last(int size, MissionPosition? before = null) => new(size, true, before);
}

/// <summary>A mission's place in an order: what a cursor holds.</summary>
/// <param name="Key">The order's value, such that ascending keys are the order.</param>
internal readonly record struct MissionPosition(long Key, Guid Id) : IComparable<MissionPosition>
{
    public int CompareTo(MissionPosition other) => Key != other.Key ? Key.CompareTo(other.Key) : Id.CompareTo(other.Id);
}

/// <summary>A facet to count.</summary>
/// <param name="First">How many of its values, the most frequent first.</param>
internal readonly record struct FacetRequest(MissionFacet Facet, int First = int.MaxValue);

/// <summary>What results can be counted by.</summary>
internal enum MissionFacet
{
    Domains,
    Activities,
    Types,
    Departments,
    Regions,
    Publishers,
    Audiences,
    Networks,
    Remote,
    OpenToMinors,
    ReducedMobilityAccessible,
}
