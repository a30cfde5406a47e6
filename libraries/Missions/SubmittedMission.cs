namespace Engagement.Missions;

/// <summary>A mission that its partner sends by itself, without a feed: the fields of the format with their values.</summary>
public sealed record SubmittedMission
{
    /// <summary>Values by the format's name of the field: one of a text, several of a list.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Where it takes place.</summary>
    public IReadOnlyList<SubmittedAddress> Addresses { get; init; } = [];
}

/// <summary>An address of a <see cref="SubmittedMission"/>, in the partner's words.</summary>
public sealed record SubmittedAddress
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

    /// <summary>Country: two letters, or a usual name of France; France when absent.</summary>
    public string? Country { get; init; }

    /// <summary>Latitude, with <see cref="Lon"/>.</summary>
    public double? Lat { get; init; }

    /// <summary>Longitude.</summary>
    public double? Lon { get; init; }
}
