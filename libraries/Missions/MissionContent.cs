using System.Text.Json.Serialization;

namespace Engagement.Missions;

/// <summary>
/// What a partner says of one mission, normalised: the one meaning of the mission format. Its JSON (<see cref="MissionJson"/>) is what
/// travels, is stored and is read by every service. Absent values are null, absent lists empty.
/// </summary>
public sealed record MissionContent
{
    /// <summary>The partner's identifier: text, so <c>007</c> and <c>7</c> are two missions.</summary>
    public required string ClientId { get; init; }

    /// <summary>Plain text, HTML entities decoded.</summary>
    public required string Title { get; init; }

    /// <summary>Plain text of the description; list items begin with "• ". At most 20,000 characters.</summary>
    public required string Description { get; init; }

    /// <summary>The description as sanitised HTML.</summary>
    public required string DescriptionHtml { get; init; }

    /// <summary>The programme the mission belongs to.</summary>
    public required MissionType Type { get; init; }

    /// <summary>Absolute http(s) address of the mission at the partner's.</summary>
    public required string ApplicationUrl { get; init; }

    /// <summary>Code of one of the 20 domains (<see cref="Taxonomy.Domains"/>), or null.</summary>
    public string? Domain { get; init; }

    /// <summary>Codes of <see cref="Taxonomy.Activities"/>, in the partner's order.</summary>
    public IReadOnlyList<string> Activities { get; init; } = [];

    /// <summary>Whom the mission serves, as the partner words it.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Free keywords.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What there is to do.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Soft skills.</summary>
    public IReadOnlyList<string> SoftSkills { get; init; } = [];

    /// <summary>ROME skill codes or labels.</summary>
    public IReadOnlyList<string> RomeSkills { get; init; } = [];

    /// <summary>What is asked of the volunteer.</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];

    /// <summary>When the mission takes place, free text.</summary>
    public string? Schedule { get; init; }

    /// <summary>Whether it can be done from a distance.</summary>
    public RemoteMode Remote { get; init; }

    /// <summary>Places offered, at least 1.</summary>
    public int Places { get; init; } = 1;

    /// <summary>Whether the partner gave <see cref="Places"/>.</summary>
    public PlacesStatus PlacesStatus { get; init; } = PlacesStatus.Attributed;

    /// <summary>Null when the partner does not say.</summary>
    public bool? OpenToMinors { get; init; }

    /// <summary>Null when the partner does not say.</summary>
    public bool? ReducedMobilityAccessible { get; init; }

    /// <summary>Null when the partner does not say.</summary>
    public bool? CloseToTransport { get; init; }

    /// <summary>True for a mission d'intérêt général of the SNU.</summary>
    public bool Snu { get; init; }

    /// <summary>Places kept for the SNU.</summary>
    public int? SnuPlaces { get; init; }

    /// <summary>What is paid, or null.</summary>
    public Compensation? Compensation { get; init; }

    /// <summary>When the partner published it; null = first sight, which Catalog knows.</summary>
    public DateTimeOffset? PostedAt { get; init; }

    /// <summary>When it begins; null = <see cref="PostedAt"/>.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The instant from which it is over; a date without a time ends at 24:00 Europe/Paris. Null = no end.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>Where it takes place, in the partner's order.</summary>
    public IReadOnlyList<MissionAddress> Addresses { get; init; } = [];

    /// <summary>Absolute address of a picture, or null.</summary>
    public string? Image { get; init; }

    /// <summary>Free text for the diffusing sites.</summary>
    public string? Priority { get; init; }

    /// <summary>Free text for the diffusing sites.</summary>
    public string? Metadata { get; init; }

    /// <summary>Key of the host structure inside the partner, or null when the partner itself is the host.</summary>
    public string? OrganizationKey { get; init; }
}

/// <summary>One place of a mission.</summary>
public sealed record MissionAddress
{
    /// <summary>Number and street.</summary>
    public string? Street { get; init; }

    /// <summary>Five digits in France.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Name of the town.</summary>
    public string? City { get; init; }

    /// <summary>French department code: <c>01</c>, <c>2A</c>, <c>974</c> (<see cref="Taxonomy.Departments"/>); null abroad or unknown.</summary>
    public string? DepartmentCode { get; init; }

    /// <summary>Region as the partner words it, outside France only; in France the department tells it.</summary>
    public string? Region { get; init; }

    /// <summary>INSEE code of the commune, when known.</summary>
    public string? CommuneCode { get; init; }

    /// <summary>ISO 3166-1 alpha-2, upper case.</summary>
    public string Country { get; init; } = "FR";

    /// <summary>Latitude in degrees (WGS 84), or null when unknown.</summary>
    public double? Lat { get; init; }

    /// <summary>Longitude in degrees (WGS 84), or null when unknown.</summary>
    public double? Lon { get; init; }

    /// <summary>How the coordinates are known.</summary>
    public GeoPrecision Precision { get; init; } = GeoPrecision.None;
}

/// <summary>A host structure as one partner describes it.</summary>
public sealed record OrganizationContent
{
    /// <summary>Its key inside the partner: organizationClientId, RNA, SIRET, SIREN or slug of the name, the first that is given.</summary>
    public required string Key { get; init; }

    /// <summary>The partner's own identifier for it, when given.</summary>
    public string? ClientId { get; init; }

    /// <summary>Its name, plain text.</summary>
    public required string Name { get; init; }

    /// <summary>RNA number: <c>W</c>, digit, alphanumeric, seven digits.</summary>
    public string? Rna { get; init; }

    /// <summary>Nine digits, Luhn-checked.</summary>
    public string? Siren { get; init; }

    /// <summary>Fourteen digits, Luhn-checked.</summary>
    public string? Siret { get; init; }

    /// <summary>Its site.</summary>
    public string? Url { get; init; }

    /// <summary>Its picture.</summary>
    public string? Logo { get; init; }

    /// <summary>Plain text.</summary>
    public string? Description { get; init; }

    /// <summary>Statut juridique, as the partner words it.</summary>
    public string? LegalStatus { get; init; }

    /// <summary>Type, as the partner words it.</summary>
    public string? Type { get; init; }

    /// <summary>Full address, one line.</summary>
    public string? Address { get; init; }

    /// <summary>Five digits in France.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Name of the town.</summary>
    public string? City { get; init; }

    /// <summary>Whom it serves.</summary>
    public IReadOnlyList<string> Beneficiaries { get; init; } = [];

    /// <summary>What it does.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Parent networks (organizationReseaux).</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Name of the parent organisation.</summary>
    public string? ParentName { get; init; }
}

/// <summary>What is paid for a mission.</summary>
public sealed record Compensation
{
    /// <summary>Amount in euros, at least 0.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Upper end of a range, not below <see cref="Amount"/>.</summary>
    public decimal? AmountMax { get; init; }

    /// <summary>Per what.</summary>
    public CompensationUnit? Unit { get; init; }

    /// <summary>Gross or net.</summary>
    public CompensationType? Type { get; init; }
}

/// <summary>Programme of a mission. The JSON names are the feed's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MissionType>))]
public enum MissionType
{
    /// <summary>Volunteering.</summary>
    [JsonStringEnumMemberName("benevolat")] Benevolat,

    /// <summary>Service civique.</summary>
    [JsonStringEnumMemberName("volontariat_service_civique")] VolontariatServiceCivique,

    /// <summary>Volunteer fire-fighters.</summary>
    [JsonStringEnumMemberName("volontariat_sapeurs_pompiers")] VolontariatSapeursPompiers,

    /// <summary>Operational reserve.</summary>
    [JsonStringEnumMemberName("volontariat_reserve_operationnelle")] VolontariatReserveOperationnelle,
}

/// <summary>Whether a mission can be done from a distance.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RemoteMode>))]
public enum RemoteMode
{
    /// <summary>On site.</summary>
    [JsonStringEnumMemberName("no")] No,

    /// <summary>Partly.</summary>
    [JsonStringEnumMemberName("possible")] Possible,

    /// <summary>Wholly.</summary>
    [JsonStringEnumMemberName("full")] Full,

    /// <summary>Near the volunteer's home.</summary>
    [JsonStringEnumMemberName("local")] Local,
}

/// <summary>Whether the number of places is the partner's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlacesStatus>))]
public enum PlacesStatus
{
    /// <summary>The partner gave it.</summary>
    [JsonStringEnumMemberName("GIVEN")] Given,

    /// <summary>Absent or 0 in the feed: 1 was attributed.</summary>
    [JsonStringEnumMemberName("ATTRIBUTED")] Attributed,
}

/// <summary>How the coordinates of an address are known.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GeoPrecision>))]
public enum GeoPrecision
{
    /// <summary>The partner gave them.</summary>
    [JsonStringEnumMemberName("GIVEN")] Given,

    /// <summary>Of the street.</summary>
    [JsonStringEnumMemberName("STREET")] Street,

    /// <summary>Of the commune.</summary>
    [JsonStringEnumMemberName("CITY")] City,

    /// <summary>Of the department.</summary>
    [JsonStringEnumMemberName("DEPARTMENT")] Department,

    /// <summary>There are none.</summary>
    [JsonStringEnumMemberName("NONE")] None,
}

/// <summary>The period an amount is paid for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CompensationUnit>))]
public enum CompensationUnit
{
    /// <summary>An hour.</summary>
    [JsonStringEnumMemberName("hour")] Hour,

    /// <summary>A day.</summary>
    [JsonStringEnumMemberName("day")] Day,

    /// <summary>A month.</summary>
    [JsonStringEnumMemberName("month")] Month,

    /// <summary>A year.</summary>
    [JsonStringEnumMemberName("year")] Year,
}

/// <summary>Gross or net.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CompensationType>))]
public enum CompensationType
{
    /// <summary>Before contributions.</summary>
    [JsonStringEnumMemberName("gross")] Gross,

    /// <summary>After contributions.</summary>
    [JsonStringEnumMemberName("net")] Net,
}
