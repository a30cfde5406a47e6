namespace Engagement.Missions.Places;

/// <summary>
/// Says where a mission is when its partner does not: the commune that each address means and, where the partner gave no coordinates, those of the
/// nearest level that is known. Nothing of it is the partner's content, and <see cref="MissionHash"/> must not see it: locate after hashing.
/// </summary>
public static class MissionPlaces
{
    /// <summary>The mission with its French addresses located; the same one when there is nothing to add.</summary>
    public static MissionContent Locate(MissionContent mission)
    {
        MissionAddress[]? located = null;
        for (var i = 0; i < mission.Addresses.Count; i++)
        {
            var address = Locate(mission.Addresses[i]);
            if (!ReferenceEquals(address, mission.Addresses[i]))
            {
                located ??= [.. mission.Addresses];
                located[i] = address;
            }
        }

        return located is null ? mission : mission with { Addresses = located };
    }

    /// <summary>The address located; the same one when there is nothing to add.</summary>
    public static MissionAddress Locate(MissionAddress address)
    {
        if (!Countries.IsFrench(address.Country))
        {
            return address;
        }

        var commune = Communes.Find(address.City, address.PostalCode, address.DepartmentCode);
        var named = commune is null
            ? address
            : address with { CommuneCode = commune.Code, DepartmentCode = address.DepartmentCode ?? commune.DepartmentCode };
        if (address.Precision != GeoPrecision.None)
        {
            return named;
        }

        if (commune is not null)
        {
            return named with { Lat = commune.Lat, Lon = commune.Lon, Precision = commune.Precision };
        }

        var centre = Communes.CentreOfPostalCode(address.PostalCode) ?? (address.DepartmentCode is { } code ? Communes.CentreOf(code) : null);
        return centre is { } point ? named with { Lat = point.Lat, Lon = point.Lon, Precision = GeoPrecision.Department } : named;
    }
}
