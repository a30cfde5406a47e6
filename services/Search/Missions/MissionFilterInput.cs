using Engagement.GraphQL.Declaration;
using Engagement.Missions;

namespace Engagement.Search.Missions;

/// <summary>Which missions: every field that is given narrows the result; several values of one field widen it.</summary>
[GraphQLName("MissionFilter")]
internal sealed class MissionFilterInput
{
    /// <summary>Programmes.</summary>
    public IReadOnlyList<MissionType>? Types { get; init; }

    /// <summary>Codes of domains (<c>taxonomy.domains</c>).</summary>
    public IReadOnlyList<string>? Domains { get; init; }

    /// <summary>Codes of activities (<c>taxonomy.activities</c>).</summary>
    public IReadOnlyList<string>? Activities { get; init; }

    /// <summary>Whom the mission serves, as the partners word it.</summary>
    public IReadOnlyList<string>? Audiences { get; init; }

    /// <summary>Free keywords of the partners.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Ids of publishers.</summary>
    [ID] public IReadOnlyList<string>? Publishers { get; init; }

    /// <summary>Ids of host structures.</summary>
    [ID] public IReadOnlyList<string>? Organizations { get; init; }

    /// <summary>RNA numbers of host structures.</summary>
    public IReadOnlyList<string>? OrganizationRna { get; init; }

    /// <summary>Networks that the host structure belongs to.</summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>Where the mission takes place, at any of its addresses.</summary>
    public PlaceInput? Place { get; init; }

    /// <summary>Whether it can be done from a distance.</summary>
    public IReadOnlyList<RemoteMode>? Remote { get; init; }

    /// <summary>True: open to minors; false: said not to be.</summary>
    public bool? OpenToMinors { get; init; }

    /// <summary>True: accessible with reduced mobility; false: said not to be.</summary>
    public bool? ReducedMobilityAccessible { get; init; }

    /// <summary>True: close to public transport; false: said not to be.</summary>
    public bool? CloseToTransport { get; init; }

    /// <summary>True: missions d'intérêt général of the SNU only; false: the others only.</summary>
    public bool? Snu { get; init; }

    /// <summary>True: missions that have places left; false: those that have none.</summary>
    public bool? HasPlaces { get; init; }

    /// <summary>When the mission begins.</summary>
    public DateRangeInput? Start { get; init; }

    /// <summary>When the mission ends; one without an end is in no range.</summary>
    public DateRangeInput? End { get; init; }

    /// <summary>When the mission was published by its partner.</summary>
    public DateRangeInput? Posted { get; init; }

    /// <summary>Missions whose content or status changed at this instant or later.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>What is paid.</summary>
    public CompensationInput? Compensation { get; init; }
}

/// <summary>A place, in one of the ways to say it.</summary>
[OneOf]
internal sealed class PlaceInput
{
    /// <summary>A circle around a point.</summary>
    public NearInput? Near { get; init; }

    /// <summary>A rectangle.</summary>
    public BoundsInput? Bounds { get; init; }

    /// <summary>Codes of departments: <c>"75"</c>, <c>"2A"</c>, <c>"974"</c>.</summary>
    public IReadOnlyList<string>? Departments { get; init; }

    /// <summary>Codes of regions (<c>taxonomy.regions</c>).</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Postal codes.</summary>
    public IReadOnlyList<string>? PostalCodes { get; init; }

    /// <summary>Names of towns; case, accents and hyphens do not matter.</summary>
    public IReadOnlyList<string>? Cities { get; init; }

    /// <summary>INSEE codes of communes.</summary>
    public IReadOnlyList<string>? Communes { get; init; }
}

/// <summary>A circle on the globe.</summary>
internal sealed class NearInput
{
    /// <summary>Latitude of its centre, in degrees (WGS 84).</summary>
    public required double Lat { get; init; }

    /// <summary>Longitude of its centre, in degrees (WGS 84).</summary>
    public required double Lon { get; init; }

    /// <summary>Its radius in kilometres, more than 0 and at most 1,000.</summary>
    public double RadiusKm { get; init; } = 20;

    /// <summary>True: missions that can be done from a distance (<c>FULL</c>, <c>POSSIBLE</c>) are found wherever they are.</summary>
    public bool? IncludeRemote { get; init; } = false;
}

/// <summary>A rectangle between two meridians and two parallels, in degrees (WGS 84).</summary>
internal sealed class BoundsInput
{
    /// <summary>Western longitude.</summary>
    public required double West { get; init; }

    /// <summary>Southern latitude.</summary>
    public required double South { get; init; }

    /// <summary>Eastern longitude; less than the western one when the rectangle crosses the 180th meridian.</summary>
    public required double East { get; init; }

    /// <summary>Northern latitude.</summary>
    public required double North { get; init; }
}

/// <summary>A span of time; an end that is left out is open.</summary>
internal sealed class DateRangeInput
{
    /// <summary>First instant, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Last instant, excluded.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>What is paid for a mission.</summary>
internal sealed class CompensationInput
{
    /// <summary>True: something is paid; false: nothing is.</summary>
    public bool? Paid { get; init; }

    /// <summary>Least amount in euros, per <c>unit</c>; a range counts by its lower end.</summary>
    public double? MinAmount { get; init; }

    /// <summary>The period the amount is paid for.</summary>
    public CompensationUnit? Unit { get; init; }
}
