using Engagement.Missions.Places;

namespace Engagement.Geodata;

/// <summary>Where each commune is: its own point, or that of the nearest known level.</summary>
internal sealed class CommunePoints
{
    // GeoNames has towns at the other end of the country from the commune it names. Guyane's communes do lie that far apart.
    private const double FarthestKm = 60;

    // Countries of GeoNames that are one French department or collectivity, whose towns carry no INSEE code.
    private static readonly Dictionary<string, string> Overseas = new(StringComparer.Ordinal)
    {
        ["YT"] = "976",
        ["PM"] = "975",
        ["BL"] = "977",
        ["MF"] = "978",
        ["WF"] = "986",
        ["PF"] = "987",
        ["NC"] = "988",
    };

    // Other countries have codes of the same look: 08024 is a town of Catalonia too.
    private static readonly HashSet<string> French = ["FR", "GP", "MQ", "GF", "RE", .. Overseas.Keys];

    private readonly OfficialData data;
    private readonly Dictionary<string, Point> own = new(StringComparer.Ordinal);
    private readonly ILookup<string, Territory> byPostalCode;
    private readonly ILookup<string, Territory> byGroup;
    private readonly ILookup<string, Territory> byDepartment;

    internal CommunePoints(OfficialData data, IEnumerable<City> cities)
    {
        this.data = data;
        var communes = data.Territories.Where(t => t.Parent is null).ToDictionary(t => t.Code, StringComparer.Ordinal);
        byPostalCode = communes.Values.SelectMany(t => t.PostalCodes.Select(c => (Key: c, t))).ToLookup(p => p.Key, p => p.t, StringComparer.Ordinal);
        byGroup = communes.Values.ToLookup(Group, StringComparer.Ordinal);
        byDepartment = communes.Values.ToLookup(t => t.Department, StringComparer.Ordinal);
        Take(communes, cities);
        foreach (var commune in communes.Values.Where(IsMisplaced).ToList())
        {
            own.Remove(commune.Code);
        }

        foreach (var commune in communes.Values)
        {
            if (commune.Point is { } official)
            {
                own[commune.Code] = official;
            }
        }
    }

    /// <summary>The commune's own point; an arrondissement without one is where its town is.</summary>
    internal Point? Own(Territory territory) =>
        territory.Point ?? (own.TryGetValue(territory.Code, out var point) || own.TryGetValue(territory.Parent ?? "", out point) ? point : null);

    /// <summary>Amid the known communes of the same postal code, else of the same intercommunality, else of the same department.</summary>
    internal Point? Near(Territory commune) =>
        Amid(commune.PostalCodes.SelectMany(code => byPostalCode[code]), _ => 1)
        ?? Amid(Group(commune).Length > 0 ? byGroup[Group(commune)] : [], _ => 1)
        ?? Department(commune.Department);

    /// <summary>Where the people of a department live.</summary>
    internal Point? Department(string code) => Amid(byDepartment[code], c => c.Population);

    private void Take(Dictionary<string, Territory> communes, IEnumerable<City> cities)
    {
        var byName = communes.Values.ToLookup(c => (c.Department, CommuneName.Key(c.Name)));
        var french = from city in cities.Where(c => French.Contains(c.Country))
                     let code = city.CommuneCode.Length > 0 ? city.CommuneCode : CodeOf(city, byName, byDepartment)
                     where code is not null && communes.ContainsKey(code)
                     // The town that gave the commune its name first, quarters of a town last.
                     orderby code, CommuneName.Key(city.Name) != CommuneName.Key(communes[code].Name), city.Kind == "PPLX", city.Population descending, city.Name
                     select (Code: code, city.Point);
        foreach (var (code, point) in french)
        {
            own.TryAdd(code, point);
        }
    }

    private static string? CodeOf(City city, ILookup<(string, string), Territory> byName, ILookup<string, Territory> byDepartment)
    {
        var department = city is { Country: "FR", Name: "Paris" } ? "75" : Overseas.GetValueOrDefault(city.Country, "");
        // Saint-Barthélemy and Saint-Martin are one commune each, whose town bears another name.
        return byName[(department, CommuneName.Key(city.Name))].FirstOrDefault()?.Code
            ?? (byDepartment[department].ToList() is [var only] ? only.Code : null);
    }

    private bool IsMisplaced(Territory commune)
    {
        if (!own.TryGetValue(commune.Code, out var point) || commune.Department.Length > 2 || Group(commune).Length == 0)
        {
            return false;
        }

        // The median, which the misplaced one does not draw after it.
        var others = byGroup[Group(commune)].Where(c => own.ContainsKey(c.Code)).Select(c => own[c.Code]).ToList();
        var middle = new Point(others.Select(p => p.Lat).Order().ElementAt(others.Count / 2), others.Select(p => p.Lon).Order().ElementAt(others.Count / 2));
        return others.Count > 2 && middle.KmTo(point) > FarthestKm;
    }

    private string Group(Territory commune) => data.Groups.GetValueOrDefault(commune.Code, "");

    private Point? Amid(IEnumerable<Territory> communes, Func<Territory, double> weight) =>
        Geodata.Point.Mean([.. communes.Where(c => own.ContainsKey(c.Code)).Select(c => (own[c.Code], weight(c)))]);
}
