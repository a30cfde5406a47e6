namespace Engagement.Missions.Places;

/// <summary>A French commune, or an arrondissement of Paris, Lyon or Marseille.</summary>
/// <param name="Code">INSEE code.</param>
/// <param name="Name">Official name.</param>
/// <param name="PostalCodes">Its postal codes.</param>
/// <param name="Population">How many people live there.</param>
/// <param name="Lat">Latitude in degrees.</param>
/// <param name="Lon">Longitude in degrees.</param>
/// <param name="Precision"><see cref="GeoPrecision.City"/>; <see cref="GeoPrecision.Department"/> when only its neighbourhood is known.</param>
/// <param name="ParentCode">The commune that an arrondissement is in; null for a commune.</param>
public sealed record Commune(
    string Code, string Name, IReadOnlyList<string> PostalCodes, int Population, double Lat, double Lon, GeoPrecision Precision, string? ParentCode)
{
    /// <summary>Code of its department.</summary>
    public string DepartmentCode => Code[..(Code is ['9', '7' or '8', ..] ? 3 : 2)];
}
