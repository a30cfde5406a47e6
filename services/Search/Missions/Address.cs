using Engagement.Missions;
using Engagement.Search.Gateway;

namespace Engagement.Search.Missions;

/// <summary>One place of a mission.</summary>
internal sealed class Address(MissionAddress address)
{
    private readonly Department? department = address.DepartmentCode is { } code ? Terms.Department(code) : null;

    /// <summary>Number and street.</summary>
    public string? Street => address.Street;

    /// <summary>Five digits in France.</summary>
    public string? PostalCode => address.PostalCode;

    /// <summary>Name of the town.</summary>
    public string? City => address.City;

    /// <summary>INSEE code of the commune, when known.</summary>
    public string? CommuneCode => address.CommuneCode;

    /// <summary>The French department; null abroad or when unknown.</summary>
    public Term? Department => department;

    /// <summary>The French region; null abroad or when unknown.</summary>
    public Term? Region => department?.Region;

    /// <summary>ISO 3166-1 alpha-2, upper case.</summary>
    public string Country => address.Country;

    /// <summary>Its coordinates; null when unknown.</summary>
    public GeoPoint? Location { get; } = address is { Lat: { } lat, Lon: { } lon } ? new GeoPoint(lat, lon) : null;

    /// <summary>How the coordinates are known.</summary>
    public GeoPrecision Precision => address.Precision;
}

/// <summary>A point of the globe (WGS 84).</summary>
/// <param name="Lat">Latitude in degrees.</param>
/// <param name="Lon">Longitude in degrees.</param>
internal sealed record GeoPoint(double Lat, double Lon);
