using Engagement.GraphQL.Execution;
using Engagement.Search.Gateway;
using Engagement.Search.Index;

namespace Engagement.Search.Missions;

/// <summary>Turns what the caller wrote into what the index takes; faults are answered with <c>BAD_USER_INPUT</c>.</summary>
internal static class FilterReading
{
    private const double MaxRadiusKm = 1_000;
    private const double MaxAmount = 1_000_000;

    internal static MissionFilter Read(MissionFilterInput? input) => input is null ? MissionFilter.None : new MissionFilter
    {
        Types = Inputs.Few(input.Types, "types"),
        Domains = Inputs.Texts(input.Domains, "domains"),
        Activities = Inputs.Texts(input.Activities, "activities"),
        Audiences = Inputs.Texts(input.Audiences, "audiences"),
        Tags = Inputs.Texts(input.Tags, "tags"),
        Publishers = Inputs.Read(input.Publishers, "publishers", Ids.Publisher),
        Organizations = Inputs.Read(input.Organizations, "organizations", Ids.Organization),
        OrganizationRna = Inputs.Texts(input.OrganizationRna, "organizationRna"),
        Networks = Inputs.Texts(input.Networks, "networks"),
        Place = input.Place is { } place ? Read(place) : null,
        Remote = Inputs.Few(input.Remote, "remote"),
        OpenToMinors = input.OpenToMinors,
        ReducedMobilityAccessible = input.ReducedMobilityAccessible,
        CloseToTransport = input.CloseToTransport,
        Snu = input.Snu,
        HasPlaces = input.HasPlaces,
        Start = Read(input.Start),
        End = Read(input.End),
        Posted = Read(input.Posted),
        UpdatedSince = input.UpdatedSince,
        Compensation = input.Compensation is { } compensation ? Read(compensation) : null,
    };

    internal static GeoBounds Read(BoundsInput input)
    {
        CheckPoint(input.South, input.West);
        CheckPoint(input.North, input.East);
        return input.South <= input.North
            ? new GeoBounds(input.West, input.South, input.East, input.North)
            : throw Bad("The southern latitude of \"bounds\" must not be above the northern one.");
    }

    private static PlaceFilter Read(PlaceInput input) => new()
    {
        Near = input.Near is { } near ? Read(near) : null,
        Bounds = input.Bounds is { } bounds ? Read(bounds) : null,
        Departments = Inputs.Texts(input.Departments, "departments"),
        Regions = Inputs.Texts(input.Regions, "regions"),
        PostalCodes = Inputs.Texts(input.PostalCodes, "postalCodes"),
        Cities = Inputs.Texts(input.Cities, "cities"),
        Communes = Inputs.Texts(input.Communes, "communes"),
    };

    private static NearFilter Read(NearInput input)
    {
        CheckPoint(input.Lat, input.Lon);
        return input.RadiusKm is > 0 and <= MaxRadiusKm
            ? new NearFilter(input.Lat, input.Lon, input.RadiusKm, input.IncludeRemote ?? false)
            : throw Bad($"\"radiusKm\" must be more than 0 and at most {MaxRadiusKm}.");
    }

    private static DateRange? Read(DateRangeInput? input) => input switch
    {
        null => null,
        { From: { } from, To: { } to } when from >= to => throw Bad("\"from\" of a range must be before \"to\"."),
        _ => new DateRange(input.From, input.To),
    };

    private static CompensationFilter Read(CompensationInput input) => input.MinAmount is null or (>= 0 and <= MaxAmount)
        ? new CompensationFilter(input.Paid, (decimal?)input.MinAmount, input.Unit)
        : throw Bad($"\"minAmount\" must be from 0 to {MaxAmount}.");

    private static void CheckPoint(double lat, double lon)
    {
        if (lat is not (>= -90 and <= 90) || lon is not (>= -180 and <= 180))
        {
            throw Bad("A latitude goes from -90 to 90 and a longitude from -180 to 180.");
        }
    }

    private static GraphQLException Bad(string message) => new(message, ErrorCodes.BadUserInput);
}
