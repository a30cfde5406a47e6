using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace Engagement.EndToEnd.Tests.Oracle;

/// <summary>
/// A second, small reader of the sample feeds. It knows their dialect only, and shares no code with the product: where both agree, both
/// read the file right.
/// </summary>
internal static class FileReader
{
    /// <summary>Labels that contain a comma.</summary>
    private static readonly string[] CommaActivities =
    [
        "Animation, Valorisation", "Médiation, Information", "Préservation, Patrimoine", "Prévention, Sensibilisation",
        "Secours, Aide", "Soutien, Accompagnement", "Transmission, Pédagogie",
    ];

    /// <summary>Labels whose code leaves a word out.</summary>
    private static readonly Dictionary<string, string> OddActivities = new(StringComparer.Ordinal)
    {
        ["Lutte contre l'isolement"] = "lutte-contre-isolement",
        ["Ramassage de déchets"] = "ramassage-dechets",
        ["Soins aux animaux"] = "soins-animaux",
        ["Documentation et traduction"] = "documentation-traduction",
        ["Enseignement et formation"] = "enseignement-formation",
        ["Gestion et entretien du patrimoine"] = "gestion-entretien-patrimoine",
        ["Gestion et recherche des partenariats"] = "gestion-recherche-des-partenariats",
        ["Gestion des ressources humaines"] = "gestion-ressources-humaines",
        ["Sciences humaines et sociales"] = "sciences-humaines-social",
    };

    internal static IReadOnlyList<FileMission> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var xml = new GZipStream(file, CompressionMode.Decompress);
        return [.. XDocument.Load(xml).Root!.Elements("mission").Select(Mission)];
    }

    private static FileMission Mission(XElement mission) => new()
    {
        ClientId = Text(mission, "clientId"),
        Title = Text(mission, "title"),
        DescriptionHtml = Text(mission, "description"),
        ApplicationUrl = Text(mission, "applicationUrl"),
        Domain = Text(mission, "domain"),
        Activities = Activities(Text(mission, "activity")),
        Audiences = List(mission, "audience"),
        Tags = List(mission, "tags"),
        Tasks = List(mission, "tasks"),
        SoftSkills = List(mission, "softSkills"),
        Requirements = List(mission, "requirements"),
        Schedule = Optional(mission, "schedule"),
        Remote = Text(mission, "remote").ToUpperInvariant(),
        Places = int.Parse(Text(mission, "places"), CultureInfo.InvariantCulture),
        OpenToMinors = YesOrNo(mission, "openToMinors"),
        ReducedMobilityAccessible = YesOrNo(mission, "reducedMobilityAccessible"),
        CloseToTransport = YesOrNo(mission, "closeToTransport"),
        PostedAt = Date(Text(mission, "postedAt")),
        StartAt = Date(Text(mission, "startAt")),
        EndAt = Optional(mission, "endAt") is { } end ? Date(end) : null,
        Image = Optional(mission, "image"),
        Priority = Optional(mission, "priority"),
        Addresses = [.. mission.Elements("addresses").Elements("address").Select(Address)],
        Organization = Organization(mission),
    };

    private static FileOrganization Organization(XElement mission) => new()
    {
        ClientId = Text(mission, "organizationClientId"),
        Name = Text(mission, "organizationName"),
        Rna = Optional(mission, "organizationRNA"),
        Siren = Optional(mission, "organizationSiren"),
        Siret = Optional(mission, "organizationSiret"),
        Url = Optional(mission, "organizationUrl"),
        Logo = Optional(mission, "organizationLogo"),
        Description = Optional(mission, "organizationDescription"),
        LegalStatus = Optional(mission, "organizationStatusJuridique"),
        Type = Optional(mission, "organizationType"),
        Address = Optional(mission, "organizationFullAddress"),
        PostalCode = Optional(mission, "organizationPostCode"),
        City = Optional(mission, "organizationCity"),
        Networks = List(mission, "organizationReseaux"),
        Actions = List(mission, "organizationActions"),
        Beneficiaries = List(mission, "organizationBeneficiaries"),
    };

    private static FileAddress Address(XElement address)
    {
        var postalCode = Text(address, "postalCode");
        var location = address.Element("location")!;
        return new FileAddress(
            Text(address, "street"), postalCode, Text(address, "city"), Department(postalCode), Number(location, "lat"), Number(location, "lon"));
    }

    private static string Department(string postalCode) => postalCode[..2] switch
    {
        "97" or "98" => postalCode[..3],
        "20" => string.CompareOrdinal(postalCode, "20200") < 0 ? "2A" : "2B",
        var two => two,
    };

    private static string[] Activities(string text)
    {
        var codes = new List<string>();
        while (text.Length > 0)
        {
            var label = CommaActivities.FirstOrDefault(l => text == l || text.StartsWith(l + ",", StringComparison.Ordinal)) ?? text.Split(',')[0];
            codes.Add(OddActivities.TryGetValue(label, out var code) ? code : Words.Fold(label).Replace(",", "", StringComparison.Ordinal).Replace(' ', '-').Replace('\'', '-'));
            text = text[label.Length..].TrimStart(',', ' ');
        }

        return [.. codes.Distinct(StringComparer.Ordinal)];
    }

    private static string Text(XElement parent, string name) =>
        Optional(parent, name) ?? throw new InvalidOperationException($"{name} is missing in {parent}.");

    private static string? Optional(XElement parent, string name) => parent.Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static bool? YesOrNo(XElement parent, string name) => Optional(parent, name) is { } text ? text == "yes" : null;

    // The generator writes values that hold commas as children; the feeds beside the repository write comma text alone.
    private static string[] List(XElement parent, string name) => parent.Element(name)?.HasElements == true
        ? [.. parent.Element(name)!.Elements("value").Select(v => v.Value.Trim())]
        : (Optional(parent, name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static double Number(XElement parent, string name) => double.Parse(Text(parent, name), CultureInfo.InvariantCulture);

    private static DateTimeOffset Date(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
