using Engagement.Missions;

namespace Engagement.Search.Submissions;

/// <summary>
/// A mission in the fields of the feed format. It is created, or replaces the one with its <c>clientId</c>. Every rule of the format holds:
/// what fails is told in <c>userErrors</c>, all at once.
/// </summary>
internal sealed class SubmitMissionInput
{
    /// <summary>Your identifier of the mission: text, unique and stable.</summary>
    public required string ClientId { get; init; }

    /// <summary>What it is called, in two words at least.</summary>
    public string? Title { get; init; }

    /// <summary>What it is about: HTML or text, at most 20,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Where one applies: an absolute http(s) address.</summary>
    public string? ApplicationUrl { get; init; }

    /// <summary>The programme; <c>BENEVOLAT</c> when absent.</summary>
    public MissionType? Type { get; init; }

    /// <summary>Code of the domain (<c>taxonomy.domains</c>).</summary>
    public string? Domain { get; init; }

    /// <summary>Codes or labels of activities (<c>taxonomy.activities</c>).</summary>
    public IReadOnlyList<string>? Activity { get; init; }

    /// <summary>Free keywords.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whom it serves.</summary>
    public IReadOnlyList<string>? Audience { get; init; }

    /// <summary>Soft skills that it asks for or trains.</summary>
    public IReadOnlyList<string>? SoftSkills { get; init; }

    /// <summary>Skills of the ROME.</summary>
    public IReadOnlyList<string>? RomeSkills { get; init; }

    /// <summary>What is asked of the volunteer.</summary>
    public IReadOnlyList<string>? Requirements { get; init; }

    /// <summary>What there is to do.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>When it was published: ISO 8601, a date alone is the day in Paris; first sight when absent.</summary>
    public string? PostedAt { get; init; }

    /// <summary>When it begins; <c>postedAt</c> when absent.</summary>
    public string? StartAt { get; init; }

    /// <summary>When it ends; a date alone includes its day.</summary>
    public string? EndAt { get; init; }

    /// <summary>Whether it can be done from a distance; <c>NO</c> when absent.</summary>
    public RemoteMode? Remote { get; init; }

    /// <summary>When it takes place, free text.</summary>
    public string? Schedule { get; init; }

    /// <summary>Whether it is accessible with reduced mobility.</summary>
    public bool? ReducedMobilityAccessible { get; init; }

    /// <summary>Whether it is close to public transport.</summary>
    public bool? CloseToTransport { get; init; }

    /// <summary>Whether it is open to minors.</summary>
    public bool? OpenToMinors { get; init; }

    /// <summary>How many people are looked for.</summary>
    public int? Places { get; init; }

    /// <summary>True for a mission d'intérêt général of the SNU.</summary>
    public bool? Snu { get; init; }

    /// <summary>How many young people of the SNU are looked for.</summary>
    public int? SnuPlaces { get; init; }

    /// <summary>What is paid, in euros, or the least of it.</summary>
    public double? CompensationAmount { get; init; }

    /// <summary>The most that is paid.</summary>
    public double? CompensationAmountMax { get; init; }

    /// <summary>The period that it is paid for.</summary>
    public CompensationUnit? CompensationUnit { get; init; }

    /// <summary>Before or after deductions.</summary>
    public CompensationType? CompensationType { get; init; }

    /// <summary>Free text of your own.</summary>
    public string? Priority { get; init; }

    /// <summary>Free text of your own.</summary>
    public string? Metadata { get; init; }

    /// <summary>Address of a picture; one of the domain when absent.</summary>
    public string? Image { get; init; }

    /// <summary>Where it takes place.</summary>
    public IReadOnlyList<SubmitAddressInput>? Addresses { get; init; }

    /// <summary>Your key of the host structure.</summary>
    public string? OrganizationClientId { get; init; }

    /// <summary>Its name.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>Its page on your site.</summary>
    public string? OrganizationUrl { get; init; }

    /// <summary>Its own site.</summary>
    public string? OrganizationWebsite { get; init; }

    /// <summary>Address of its logo.</summary>
    public string? OrganizationLogo { get; init; }

    /// <summary>What it does: HTML or text.</summary>
    public string? OrganizationDescription { get; init; }

    /// <summary>Its legal status.</summary>
    public string? OrganizationStatusJuridique { get; init; }

    /// <summary>Its kind.</summary>
    public string? OrganizationType { get; init; }

    /// <summary>Its address in one line.</summary>
    public string? OrganizationFullAddress { get; init; }

    /// <summary>Its postal code.</summary>
    public string? OrganizationPostCode { get; init; }

    /// <summary>Its town.</summary>
    public string? OrganizationCity { get; init; }

    /// <summary>Its RNA number.</summary>
    public string? OrganizationRna { get; init; }

    /// <summary>Its SIREN.</summary>
    public string? OrganizationSiren { get; init; }

    /// <summary>Its SIRET.</summary>
    public string? OrganizationSiret { get; init; }

    /// <summary>Whom it serves.</summary>
    public IReadOnlyList<string>? OrganizationBeneficiaries { get; init; }

    /// <summary>What it does, in keywords.</summary>
    public IReadOnlyList<string>? OrganizationActions { get; init; }

    /// <summary>Networks that it belongs to.</summary>
    public IReadOnlyList<string>? OrganizationReseaux { get; init; }

    /// <summary>Name of its parent.</summary>
    public string? ParentOrganizationName { get; init; }
}

/// <summary>An address of a mission that is submitted.</summary>
internal sealed class SubmitAddressInput
{
    /// <summary>Number and street.</summary>
    public string? Street { get; init; }

    /// <summary>Postal code: text, so that <c>01000</c> keeps its zero.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Town.</summary>
    public string? City { get; init; }

    /// <summary>Code of the department; found from the postal code when absent.</summary>
    public string? DepartmentCode { get; init; }

    /// <summary>Name of the department.</summary>
    public string? DepartmentName { get; init; }

    /// <summary>Region.</summary>
    public string? Region { get; init; }

    /// <summary>Country in two letters; France when absent.</summary>
    public string? Country { get; init; }

    /// <summary>Where it is; found from the rest when absent.</summary>
    public LocationInput? Location { get; init; }
}

/// <summary>A point, in degrees (WGS 84).</summary>
internal sealed class LocationInput
{
    /// <summary>Latitude.</summary>
    public required double Lat { get; init; }

    /// <summary>Longitude.</summary>
    public required double Lon { get; init; }
}

/// <summary>Missions to submit together.</summary>
internal sealed class SubmitMissionsInput
{
    /// <summary>1 to 200 missions; each is judged and applied by itself.</summary>
    public required IReadOnlyList<SubmitMissionInput> Missions { get; init; }
}

/// <summary>The mission to withdraw.</summary>
internal sealed class WithdrawMissionInput
{
    /// <summary>Your identifier of the mission.</summary>
    public required string ClientId { get; init; }
}
