namespace Engagement.Search.Index;

/// <summary>The fields of exact values.</summary>
internal enum Field
{
    Type,
    Domain,
    Activity,
    Audience,
    Tag,
    Publisher,
    Organization,
    Rna,
    Network,
    Remote,
    OpenToMinors,
    ReducedMobility,
    CloseToTransport,
    Snu,
    Department,
    Region,
    PostalCode,
    City,
    Commune,
    Paid,
    CompensationUnit,
}

internal static class Fields
{
    internal static readonly int Count = Enum.GetValues<Field>().Length;

    internal static Field Of(MissionFacet facet) => facet switch
    {
        MissionFacet.Domains => Field.Domain,
        MissionFacet.Activities => Field.Activity,
        MissionFacet.Types => Field.Type,
        MissionFacet.Departments => Field.Department,
        MissionFacet.Regions => Field.Region,
        MissionFacet.Publishers => Field.Publisher,
        MissionFacet.Audiences => Field.Audience,
        MissionFacet.Networks => Field.Network,
        MissionFacet.Remote => Field.Remote,
        MissionFacet.OpenToMinors => Field.OpenToMinors,
        MissionFacet.ReducedMobilityAccessible => Field.ReducedMobility,
        _ => throw new ArgumentOutOfRangeException(nameof(facet), facet, "A facet without a field."),
    };
}
