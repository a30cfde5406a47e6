using System.Text.Json;
using Engagement.Missions;

namespace Engagement.FakePartners;

/// <summary>A mission as the <c>data</c> of an RPDE item: the names of the format, lists as arrays.</summary>
internal static class RpdeData
{
    internal static void Write(Utf8JsonWriter json, MissionContent mission, OrganizationContent organization)
    {
        json.WriteStartObject();
        Text(json, "clientId", mission.ClientId);
        Text(json, "title", mission.Title);
        Text(json, "description", mission.DescriptionHtml);
        Text(json, "type", Taxonomy.MissionTypes[(int)mission.Type].Code);
        Text(json, "applicationUrl", mission.ApplicationUrl);
        Time(json, "postedAt", mission.PostedAt);
        Time(json, "startAt", mission.StartAt);
        Time(json, "endAt", mission.EndAt);
        Text(json, "domain", mission.Domain);
        List(json, "activity", mission.Activities);
        List(json, "tags", mission.Tags);
        List(json, "audience", mission.Audiences);
        List(json, "tasks", mission.Tasks);
        List(json, "softSkills", mission.SoftSkills);
        List(json, "requirements", mission.Requirements);
        Text(json, "schedule", mission.Schedule);
        Text(json, "remote", Taxonomy.RemoteModes[(int)mission.Remote].Code);
        json.WriteNumber("places", mission.Places);
        Flag(json, "openToMinors", mission.OpenToMinors);
        Flag(json, "reducedMobilityAccessible", mission.ReducedMobilityAccessible);
        Flag(json, "closeToTransport", mission.CloseToTransport);
        WriteCompensation(json, mission.Compensation);
        Text(json, "image", mission.Image);
        WriteAddresses(json, mission.Addresses);
        WriteOrganization(json, organization);
        json.WriteEndObject();
    }

    private static void WriteCompensation(Utf8JsonWriter json, Compensation? compensation)
    {
        if (compensation?.Amount is { } amount)
        {
            json.WriteNumber("compensationAmount", amount);
        }

        Text(json, "compensationUnit", compensation?.Unit?.ToString().ToLowerInvariant());
        Text(json, "compensationType", compensation?.Type?.ToString().ToLowerInvariant());
    }

    private static void WriteAddresses(Utf8JsonWriter json, IReadOnlyList<MissionAddress> addresses)
    {
        json.WriteStartArray("addresses");
        foreach (var address in addresses)
        {
            json.WriteStartObject();
            Text(json, "street", address.Street);
            Text(json, "postalCode", address.PostalCode);
            Text(json, "city", address.City);
            Text(json, "departmentCode", address.DepartmentCode);
            Text(json, "country", address.Country);
            if (address is { Lat: { } lat, Lon: { } lon })
            {
                json.WriteStartObject("location");
                json.WriteNumber("lat", lat);
                json.WriteNumber("lon", lon);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOrganization(Utf8JsonWriter json, OrganizationContent organization)
    {
        Text(json, "organizationClientId", organization.ClientId);
        Text(json, "organizationName", organization.Name);
        Text(json, "organizationRNA", organization.Rna);
        Text(json, "organizationSiren", organization.Siren);
        Text(json, "organizationSiret", organization.Siret);
        Text(json, "organizationUrl", organization.Url);
        Text(json, "organizationLogo", organization.Logo);
        Text(json, "organizationDescription", organization.Description);
        Text(json, "organizationStatusJuridique", organization.LegalStatus);
        Text(json, "organizationType", organization.Type);
        Text(json, "organizationFullAddress", organization.Address);
        Text(json, "organizationPostCode", organization.PostalCode);
        Text(json, "organizationCity", organization.City);
        List(json, "organizationBeneficiaries", organization.Beneficiaries);
        List(json, "organizationActions", organization.Actions);
        List(json, "organizationReseaux", organization.Networks);
        Text(json, "parentOrganizationName", organization.ParentName);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, time.UtcDateTime);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
    }

    private static void List(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
