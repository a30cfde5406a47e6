using Engagement.Missions;

namespace Engagement.Search.Index;

/// <summary>
/// What a list is narrowed to: values within one filter are alternatives, filters add up. An empty list narrows nothing; a value that no
/// mission has matches nothing. Values are exact, but <see cref="PlaceFilter.Cities"/>, which ignores case, accents and hyphens, and RNA
/// numbers, which ignore case. Null fields of a mission match neither true, nor false, nor any range.
/// </summary>
internal sealed record MissionFilter
{
    internal static readonly MissionFilter None = new();

    public IReadOnlyList<MissionType> Types { get; init; } = [];
    public IReadOnlyList<string> Domains { get; init; } = [];
    public IReadOnlyList<string> Activities { get; init; } = [];
    public IReadOnlyList<string> Audiences { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A caller's unreadable id becomes <see cref="Guid.Empty"/>, which matches nothing.</summary>
    public IReadOnlyList<Guid> Publishers { get; init; } = [];
    public IReadOnlyList<Guid> Organizations { get; init; } = [];
    public IReadOnlyList<string> OrganizationRna { get; init; } = [];
    public IReadOnlyList<string> Networks { get; init; } = [];
    public PlaceFilter? Place { get; init; }
    public IReadOnlyList<RemoteMode> Remote { get; init; } = [];
    public bool? OpenToMinors { get; init; }
    public bool? ReducedMobilityAccessible { get; init; }
    public bool? CloseToTransport { get; init; }
    public bool? Snu { get; init; }
    public bool? HasPlaces { get; init; }
    public DateRange? Start { get; init; }
    public DateRange? End { get; init; }
    public DateRange? Posted { get; init; }
    public DateTimeOffset? UpdatedSince { get; init; }
    public CompensationFilter? Compensation { get; init; }
}

/// <summary>Where. GraphQL allows one of them; several given together add up.</summary>
internal sealed record PlaceFilter
{
    public NearFilter? Near { get; init; }
    public GeoBounds? Bounds { get; init; }
    public IReadOnlyList<string> Departments { get; init; } = [];
    public IReadOnlyList<string> Regions { get; init; } = [];
    public IReadOnlyList<string> PostalCodes { get; init; } = [];
    public IReadOnlyList<string> Cities { get; init; } = [];

    /// <summary>INSEE codes.</summary>
    public IReadOnlyList<string> Communes { get; init; } = [];
}

/// <summary>Missions with an address in the circle.</summary>
/// <param name="IncludeRemote">Adds missions that can be done from a distance (remote <c>FULL</c> or <c>POSSIBLE</c>), wherever they are.</param>
internal sealed record NearFilter(double Lat, double Lon, double RadiusKm = 20, bool IncludeRemote = false);

/// <summary>A rectangle, edges included. One whose west is beyond its east crosses the 180th meridian.</summary>
internal sealed record GeoBounds(double West, double South, double East, double North);

/// <summary><see cref="From"/> included, <see cref="To"/> excluded.</summary>
internal sealed record DateRange(DateTimeOffset? From, DateTimeOffset? To);

/// <param name="Paid">Whether an amount above 0 is paid.</param>
/// <param name="MinAmount">The least that is sure to be paid: the lower end of a range.</param>
/// <param name="Unit">Paid per what; null compares amounts whatever their unit.</param>
internal sealed record CompensationFilter(bool? Paid, decimal? MinAmount, CompensationUnit? Unit);
