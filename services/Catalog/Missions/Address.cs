namespace Engagement.Catalog.Missions;

/// <summary>A place of a mission. Its id is derived from what the partner says of it, so that an address that stays keeps its id.</summary>
internal sealed class Address
{
    private Address()
    {
    }

    internal Guid Id { get; private set; }

    internal Guid MissionId { get; private set; }

    internal string? Street { get; private set; }

    internal string? PostalCode { get; private set; }

    internal string? City { get; private set; }

    internal string? DepartmentCode { get; private set; }

    internal string? CommuneCode { get; private set; }

    internal string Country { get; private set; } = "";

    /// <summary>What a geocoder is asked; null when it could not place the address better.</summary>
    internal string? GeocodingKey { get; private set; }

    internal double? Lat { get; private set; }

    internal double? Lon { get; private set; }

    /// <summary>How the coordinates are known, in the words of the mission format.</summary>
    internal string Precision { get; private set; } = "";
}
