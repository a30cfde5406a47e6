namespace Engagement.Missions;

/// <summary>
/// SHA-256 of what a mission or a structure means. The order of addresses and of list values, empty or absent, white space and the hour of
/// postedAt make no difference; the result of a geocoding is not the partner's content and does not count.
/// </summary>
public static class MissionHash
{
    /// <summary>Hash of a mission together with its structure: a mission whose structure changed is changed.</summary>
    public static byte[] Of(MissionContent mission, OrganizationContent? organization)
    {
        var writer = CanonicalWriter.Rent();
        Write(writer, mission);
        if (organization is not null)
        {
            Write(writer, organization);
        }

        return writer.Hash();
    }

    /// <summary>Hash of a structure.</summary>
    public static byte[] Of(OrganizationContent organization)
    {
        var writer = CanonicalWriter.Rent();
        Write(writer, organization);
        return writer.Hash();
    }

    /// <summary>True when two descriptions of a structure hash alike.</summary>
    internal static bool SameContent(OrganizationContent a, OrganizationContent b) => Of(a).AsSpan().SequenceEqual(Of(b));

    /// <summary>Hash by which an address keeps its identity: street, postal code, city, country and the coordinates that the partner gave.</summary>
    internal static byte[] OfIdentity(MissionAddress address)
    {
        var writer = CanonicalWriter.Rent();
        WriteIdentity(writer, address);
        return writer.Hash();
    }

    // The plain text is not written: it follows from the HTML.
    private static void Write(CanonicalWriter writer, MissionContent mission)
    {
        writer.Text("clientId", mission.ClientId);
        writer.Text("title", mission.Title);
        writer.Html("description", mission.DescriptionHtml);
        writer.Number("type", (int)mission.Type);
        writer.Text("applicationUrl", mission.ApplicationUrl);
        writer.Text("domain", mission.Domain);
        writer.List("activities", mission.Activities);
        writer.List("audiences", mission.Audiences);
        writer.List("tags", mission.Tags);
        writer.List("tasks", mission.Tasks);
        writer.List("softSkills", mission.SoftSkills);
        writer.List("romeSkills", mission.RomeSkills);
        writer.List("requirements", mission.Requirements);
        writer.Text("schedule", mission.Schedule);
        writer.Number("remote", (int)mission.Remote);
        writer.Number("places", mission.Places);
        writer.Number("placesStatus", (int)mission.PlacesStatus);
        writer.Flag("openToMinors", mission.OpenToMinors);
        writer.Flag("reducedMobilityAccessible", mission.ReducedMobilityAccessible);
        writer.Flag("closeToTransport", mission.CloseToTransport);
        writer.Flag("snu", mission.Snu ? true : null);
        writer.Number("snuPlaces", mission.SnuPlaces);
        writer.Number("amount", mission.Compensation?.Amount);
        writer.Number("amountMax", mission.Compensation?.AmountMax);
        writer.Number("unit", (int?)mission.Compensation?.Unit);
        writer.Number("compensationType", (int?)mission.Compensation?.Type);
        writer.Number("postedAt", mission.PostedAt is { } postedAt ? FeedDate.DayInParis(postedAt).DayNumber : null);
        writer.Number("startAt", mission.StartAt?.UtcTicks);
        writer.Number("endAt", mission.EndAt?.UtcTicks);
        writer.List("addresses", mission.Addresses, static (address, inner) => WriteAddress(inner, address));
        writer.Text("image", mission.Image);
        writer.Text("priority", mission.Priority);
        writer.Text("metadata", mission.Metadata);
        writer.Text("organizationKey", mission.OrganizationKey);
    }

    private static void WriteAddress(CanonicalWriter writer, MissionAddress address)
    {
        WriteIdentity(writer, address);
        writer.Text("department", address.DepartmentCode);
        writer.Text("region", address.Region);
    }

    private static void WriteIdentity(CanonicalWriter writer, MissionAddress address)
    {
        writer.Text("street", address.Street);
        writer.Text("postalCode", address.PostalCode);
        writer.Text("city", address.City);
        writer.Text("country", address.Country);
        if (address.Precision == GeoPrecision.Given)
        {
            writer.Number("lat", address.Lat);
            writer.Number("lon", address.Lon);
        }
    }

    private static void Write(CanonicalWriter writer, OrganizationContent organization)
    {
        writer.Text("key", organization.Key);
        writer.Text("organizationClientId", organization.ClientId);
        writer.Text("name", organization.Name);
        writer.Text("rna", organization.Rna);
        writer.Text("siren", organization.Siren);
        writer.Text("siret", organization.Siret);
        writer.Text("url", organization.Url);
        writer.Text("logo", organization.Logo);
        writer.Text("organizationDescription", organization.Description);
        writer.Text("legalStatus", organization.LegalStatus);
        writer.Text("organizationType", organization.Type);
        writer.Text("address", organization.Address);
        writer.Text("organizationPostalCode", organization.PostalCode);
        writer.Text("organizationCity", organization.City);
        writer.List("beneficiaries", organization.Beneficiaries);
        writer.List("actions", organization.Actions);
        writer.List("networks", organization.Networks);
        writer.Text("parentName", organization.ParentName);
    }
}
