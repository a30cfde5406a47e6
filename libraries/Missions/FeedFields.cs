using System.Collections.Frozen;

namespace Engagement.Missions;

/// <summary>A piece of a mission in the feed format, whatever element names it.</summary>
internal enum FeedField
{
    ClientId, Type, Title, Description, ApplicationUrl, PostedAt, StartAt, EndAt, Domain, Activity, Tags, Audience, SoftSkills, RomeSkills,
    Requirements, Tasks, Remote, Schedule, ReducedMobilityAccessible, CloseToTransport, OpenToMinors, Places, Snu, SnuPlaces,
    CompensationAmount, CompensationAmountMax, CompensationUnit, CompensationType, Priority, Metadata, Image,
    Addresses, Street, PostalCode, City, DepartmentCode, DepartmentName, Region, Country, Location, LonLat,
    OrganizationClientId, OrganizationName, OrganizationUrl, OrganizationWebsite, OrganizationLogo, OrganizationDescription,
    OrganizationLegalStatus, OrganizationType, OrganizationFullAddress, OrganizationPostCode, OrganizationCity, OrganizationRna,
    OrganizationSiren, OrganizationSiret, OrganizationBeneficiaries, OrganizationActions, OrganizationNetworks, ParentOrganizationName,
}

/// <summary>How the value of a field is written.</summary>
internal enum FeedShape
{
    /// <summary>Text or CDATA.</summary>
    Text,

    /// <summary>Comma text, or repeated <c>value</c> or <c>item</c> children.</summary>
    List,

    /// <summary>Text that may hold markup which the partner forgot to escape.</summary>
    Html,

    /// <summary>A list of addresses.</summary>
    Addresses,

    /// <summary>Text of a flat address, or an address object outside any list.</summary>
    Street,

    /// <summary>Children lat and lon, or text.</summary>
    Location,
}

/// <summary>
/// The elements of the format: the first name of a field is its own, the others are aliases that partners send. A new dialect is a new
/// name here, with its row in the tests.
/// </summary>
internal static class FeedFields
{
    internal static readonly (FeedField Field, FeedShape Shape, string[] Names)[] Rows =
    [
        (FeedField.ClientId, FeedShape.Text, ["clientId"]),
        (FeedField.Type, FeedShape.Text, ["type"]),
        (FeedField.Title, FeedShape.Text, ["title"]),
        (FeedField.Description, FeedShape.Html, ["description"]),
        (FeedField.ApplicationUrl, FeedShape.Text, ["applicationUrl"]),
        (FeedField.PostedAt, FeedShape.Text, ["postedAt"]),
        (FeedField.StartAt, FeedShape.Text, ["startAt"]),
        (FeedField.EndAt, FeedShape.Text, ["endAt"]),
        (FeedField.Domain, FeedShape.Text, ["domain"]),
        (FeedField.Activity, FeedShape.List, ["activity"]),
        (FeedField.Tags, FeedShape.List, ["tags"]),
        (FeedField.Audience, FeedShape.List, ["audience", "publicBeneficiaries", "publicsBeneficiaires"]),
        (FeedField.SoftSkills, FeedShape.List, ["softSkills", "soft_skills"]),
        (FeedField.RomeSkills, FeedShape.List, ["romeSkills"]),
        (FeedField.Requirements, FeedShape.List, ["requirements"]),
        (FeedField.Tasks, FeedShape.List, ["tasks"]),
        (FeedField.Remote, FeedShape.Text, ["remote"]),
        (FeedField.Schedule, FeedShape.Text, ["schedule"]),
        (FeedField.ReducedMobilityAccessible, FeedShape.Text, ["reducedMobilityAccessible"]),
        (FeedField.CloseToTransport, FeedShape.Text, ["closeToTransport"]),
        (FeedField.OpenToMinors, FeedShape.Text, ["openToMinors"]),
        (FeedField.Places, FeedShape.Text, ["places"]),
        (FeedField.Snu, FeedShape.Text, ["snu"]),
        (FeedField.SnuPlaces, FeedShape.Text, ["snuPlaces"]),
        (FeedField.CompensationAmount, FeedShape.Text, ["compensationAmount"]),
        (FeedField.CompensationAmountMax, FeedShape.Text, ["compensationAmountMax"]),
        (FeedField.CompensationUnit, FeedShape.Text, ["compensationUnit"]),
        (FeedField.CompensationType, FeedShape.Text, ["compensationType"]),
        (FeedField.Priority, FeedShape.Text, ["priority"]),
        (FeedField.Metadata, FeedShape.Text, ["metadata"]),
        (FeedField.Image, FeedShape.Text, ["image"]),
        (FeedField.Addresses, FeedShape.Addresses, ["addresses"]),
        (FeedField.Street, FeedShape.Street, ["address", "adresse"]),
        (FeedField.PostalCode, FeedShape.Text, ["postalCode"]),
        (FeedField.City, FeedShape.Text, ["city"]),
        (FeedField.DepartmentCode, FeedShape.Text, ["departmentCode"]),
        (FeedField.DepartmentName, FeedShape.Text, ["departmentName"]),
        (FeedField.Region, FeedShape.Text, ["region"]),
        (FeedField.Country, FeedShape.Text, ["country", "countryCode"]),
        (FeedField.Location, FeedShape.Location, ["location"]),
        (FeedField.LonLat, FeedShape.Text, ["lonlat", "lonLat"]),
        (FeedField.OrganizationClientId, FeedShape.Text, ["organizationClientId", "organizationId"]),
        (FeedField.OrganizationName, FeedShape.Text, ["organizationName"]),
        (FeedField.OrganizationUrl, FeedShape.Text, ["organizationUrl"]),
        (FeedField.OrganizationWebsite, FeedShape.Text, ["organizationWebsite"]),
        (FeedField.OrganizationLogo, FeedShape.Text, ["organizationLogo"]),
        (FeedField.OrganizationDescription, FeedShape.Html, ["organizationDescription"]),
        (FeedField.OrganizationLegalStatus, FeedShape.Text, ["organizationStatusJuridique"]),
        (FeedField.OrganizationType, FeedShape.Text, ["organizationType"]),
        (FeedField.OrganizationFullAddress, FeedShape.Text, ["organizationFullAddress"]),
        (FeedField.OrganizationPostCode, FeedShape.Text, ["organizationPostCode"]),
        (FeedField.OrganizationCity, FeedShape.Text, ["organizationCity"]),
        (FeedField.OrganizationRna, FeedShape.Text, ["organizationRNA", "organizationRna"]),
        (FeedField.OrganizationSiren, FeedShape.Text, ["organizationSiren"]),
        (FeedField.OrganizationSiret, FeedShape.Text, ["organizationSiret"]),
        (FeedField.OrganizationBeneficiaries, FeedShape.List, ["organizationBeneficiaries", "organizationBeneficiaires"]),
        (FeedField.OrganizationActions, FeedShape.List, ["organizationActions", "keyActions"]),
        (FeedField.OrganizationNetworks, FeedShape.List, ["organizationReseaux"]),
        (FeedField.ParentOrganizationName, FeedShape.Text, ["parentOrganizationName"]),
    ];

    internal static readonly int Count = Enum.GetValues<FeedField>().Length;

    private static readonly FrozenDictionary<string, (FeedField, FeedShape)> ByName =
        Rows.SelectMany(row => row.Names.Select(name => (name, row.Field, row.Shape))).ToFrozenDictionary(r => r.name, r => (r.Field, r.Shape));

    private static readonly string[] FirstNames = [.. Enum.GetValues<FeedField>().Select(f => Rows.Single(r => r.Field == f).Names[0])];

    /// <summary>The field that an element of a mission gives, and how it is written.</summary>
    internal static bool TryGet(string element, out FeedField field, out FeedShape shape)
    {
        var found = ByName.TryGetValue(element, out var row);
        (field, shape) = row;
        return found;
    }

    /// <summary>The format's own name of a field.</summary>
    internal static string Name(FeedField field) => FirstNames[(int)field];
}
