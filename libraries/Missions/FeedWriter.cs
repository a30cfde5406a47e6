using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Engagement.Missions;

/// <summary>Writes a feed in the partner format, element by element, into a buffer that the caller flushes when it sees fit.</summary>
/// <param name="output">Where the UTF-8 bytes go; a <c>PipeWriter</c> is one.</param>
public sealed class FeedWriter(IBufferWriter<byte> output)
{
    private readonly StringBuilder _text = new(8192);

    /// <summary>The head of the document.</summary>
    public void Begin(string publisher, string? publisherUrl = null, DateTimeOffset? lastBuildDate = null)
    {
        _text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<source>\n");
        Element("publisher", publisher);
        Element("publisherurl", publisherUrl);
        Element("lastBuildDate", lastBuildDate?.ToString("R", CultureInfo.InvariantCulture));
        Send();
    }

    /// <summary>One mission; the description is its HTML.</summary>
    public void Write(MissionContent mission, OrganizationContent? organization)
    {
        _text.Append("<mission>\n");
        Element("clientId", mission.ClientId);
        Element("title", Encoded(mission.Title));
        Element("description", mission.DescriptionHtml);
        Element("type", Taxonomy.MissionTypes[(int)mission.Type].Code);
        Element("applicationUrl", mission.ApplicationUrl);
        WriteDates(mission);
        Element("domain", mission.Domain);
        List("activity", [.. mission.Activities.Select(code => Taxonomy.Activity(code)?.Label ?? code)], separator: ", ");
        List("tags", mission.Tags);
        List("audience", mission.Audiences);
        List("tasks", mission.Tasks);
        List("softSkills", mission.SoftSkills);
        List("romeSkills", mission.RomeSkills);
        List("requirements", mission.Requirements);
        Element("schedule", Encoded(mission.Schedule));
        Element("remote", Taxonomy.RemoteModes[(int)mission.Remote].Code);
        Element("places", mission.PlacesStatus == PlacesStatus.Given ? Text(mission.Places) : null);
        Flag("openToMinors", mission.OpenToMinors);
        Flag("reducedMobilityAccessible", mission.ReducedMobilityAccessible);
        Flag("closeToTransport", mission.CloseToTransport);
        Flag("snu", mission.Snu ? true : null);
        Element("snuPlaces", Text(mission.SnuPlaces));
        WriteCompensation(mission.Compensation);
        Element("image", mission.Image);
        Element("priority", Encoded(mission.Priority));
        Element("metadata", Encoded(mission.Metadata));
        WriteAddresses(mission.Addresses);
        if (organization is not null)
        {
            WriteOrganization(organization);
        }

        _text.Append("</mission>\n");
        Send();
    }

    /// <summary>The end of the document.</summary>
    public void End()
    {
        _text.Append("</source>\n");
        Send();
    }

    private void WriteDates(MissionContent mission)
    {
        Element("postedAt", Text(mission.PostedAt));
        Element("startAt", Text(mission.StartAt));
        Element("endAt", Text(mission.EndAt));
    }

    private void WriteCompensation(Compensation? compensation)
    {
        Element("compensationAmount", compensation?.Amount?.ToString(CultureInfo.InvariantCulture));
        Element("compensationAmountMax", compensation?.AmountMax?.ToString(CultureInfo.InvariantCulture));
        Element("compensationUnit", compensation?.Unit?.ToString().ToLowerInvariant());
        Element("compensationType", compensation?.Type?.ToString().ToLowerInvariant());
    }

    private void WriteAddresses(IReadOnlyList<MissionAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        _text.Append("<addresses>");
        foreach (var address in addresses)
        {
            _text.Append("<address>\n");
            Element("street", Encoded(address.Street));
            Element("postalCode", address.PostalCode);
            Element("city", Encoded(address.City));
            Element("departmentCode", address.DepartmentCode);
            Element("region", Encoded(address.Region));
            Element("country", address.Country);
            if (address is { Precision: GeoPrecision.Given, Lat: { } lat, Lon: { } lon })
            {
                _text.Append(CultureInfo.InvariantCulture, $"<location><lat>{lat:R}</lat><lon>{lon:R}</lon></location>\n");
            }

            _text.Append("</address>");
        }

        _text.Append("</addresses>\n");
    }

    private void WriteOrganization(OrganizationContent organization)
    {
        Element("organizationClientId", organization.ClientId);
        Element("organizationName", Encoded(organization.Name));
        Element("organizationRNA", organization.Rna);
        Element("organizationSiren", organization.Siren);
        Element("organizationSiret", organization.Siret);
        Element("organizationUrl", organization.Url);
        Element("organizationLogo", organization.Logo);
        Element("organizationDescription", organization.Description?.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal));
        Element("organizationStatusJuridique", Encoded(organization.LegalStatus));
        Element("organizationType", Encoded(organization.Type));
        Element("organizationFullAddress", Encoded(organization.Address));
        Element("organizationPostCode", Encoded(organization.PostalCode));
        Element("organizationCity", Encoded(organization.City));
        List("organizationBeneficiaries", organization.Beneficiaries);
        List("organizationActions", organization.Actions);
        List("organizationReseaux", organization.Networks);
        Element("parentOrganizationName", Encoded(organization.ParentName));
    }

    private void Element(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        _text.Append('<').Append(name).Append("><![CDATA[");
        AppendCData(value);
        _text.Append("]]></").Append(name).Append(">\n");
    }

    /// <summary>Comma text; children when a value holds a comma itself.</summary>
    private void List(string name, IReadOnlyList<string> values, string separator = ",")
    {
        if (separator.Length > 1 || !values.Any(v => v.Contains(',', StringComparison.Ordinal)))
        {
            Element(name, Encoded(string.Join(separator, values)));
            return;
        }

        _text.Append('<').Append(name).Append('>');
        foreach (var value in values)
        {
            Element("value", Encoded(value));
        }

        _text.Append("</").Append(name).Append(">\n");
    }

    private void Flag(string name, bool? value) => Element(name, value is null ? null : value.Value ? "yes" : "no");

    private void AppendCData(string value)
    {
        var from = 0;
        while (value.IndexOf("]]>", from, StringComparison.Ordinal) is var at and >= 0)
        {
            _text.Append(value, from, at + 2 - from).Append("]]><![CDATA[");
            from = at + 2;
        }

        _text.Append(value, from, value.Length - from);
    }

    private void Send()
    {
        Encoding.UTF8.GetBytes(_text.ToString(), output);
        _text.Clear();
    }

    // The reader decodes entities once: what looks like one must be written as text.
    private static string? Encoded(string? plain) =>
        plain is not null && plain.Contains('&', StringComparison.Ordinal) && WebUtility.HtmlDecode(plain) != plain
            ? plain.Replace("&", "&amp;", StringComparison.Ordinal)
            : plain;

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
