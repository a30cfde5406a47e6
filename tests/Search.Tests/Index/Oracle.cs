using System.Globalization;
using Engagement.Missions;
using Engagement.Search.Index;

namespace Engagement.Search.Tests.Index;

/// <summary>
/// The answers a query should have, by a loop over the documents: it shares no code with the index. Words are compared by a little
/// table of this world's words, distances by the haversine formula.
/// </summary>
internal sealed class Oracle(IReadOnlyCollection<MissionDocument> documents)
{
    // Every spelling that stands in the documents or queries of SmallWorld, with the word that it is.
    private static readonly Dictionary<string, string?> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["théâtre"] = "theatre",
        ["theatre"] = "theatre",
        ["aide"] = "aide",
        ["aux"] = null,
        ["personnes"] = "personne",
        ["âgées"] = "age",
        ["agees"] = "age",
        ["jardin"] = "jardin",
        ["Jardins"] = "jardin",
        ["lecture"] = "lecture",
        ["animaux"] = "animal",
        ["sport"] = "sport",
        ["musique"] = "musique",
        ["atelier"] = "atelier",
        ["enfants"] = "enfant",
        ["hôpital"] = "hopital",
        ["zoo"] = "zoo",
        ["l"] = null,
        ["de"] = null,
        ["la"] = null,
        ["Les"] = null,
        ["amis"] = "ami",
        ["du"] = null,
        ["Association"] = "association",
        ["écologie"] = "ecologie",
        ["ecologie"] = "ecologie",
        ["week"] = "week",
        ["end"] = "end",
        ["numérique"] = "numerique",
        ["urgence"] = "urgence",
        ["inconnu"] = "inconnu",
    };

    private static readonly Dictionary<string, string> Regions = new(StringComparer.Ordinal)
    { ["75"] = "11", ["69"] = "84", ["42"] = "84", ["2A"] = "94", ["974"] = "04", ["35"] = "53", ["44"] = "52" };

    private readonly Dictionary<MissionDocument, HashSet<string>> known = new(ReferenceEqualityComparer.Instance);

    internal static DateTimeOffset PostedAt(MissionDocument m) => m.Content.PostedAt ?? m.CreatedAt;

    internal static DateTimeOffset StartAt(MissionDocument m) => m.Content.StartAt ?? PostedAt(m);

    internal List<MissionDocument> Retained(MissionQuery query, MissionFacet? ignored = null) =>
        [.. documents.Where(m => IsShown(m, query) && Found(m, query.Search) && Passes(m, query.Filter, ignored))];

    /// <summary>Null for RELEVANCE with a search: scores are not the oracle's business.</summary>
    internal List<Guid>? Ordered(MissionQuery query)
    {
        var retained = Retained(query);
        var searched = Words(query.Search).Count > 0;
        return query.Order switch
        {
            MissionOrder.Relevance when searched => null,
            MissionOrder.StartDate => Sorted(retained, m => -StartAt(m).UtcTicks),
            MissionOrder.UpdatedDate => Sorted(retained, m => -m.UpdatedAt.UtcTicks),
            MissionOrder.Distance => Sorted(retained, m => Math.Round(Nearest(m, query.Filter.Place!.Near!), 6)),
            _ => Sorted(retained, m => -PostedAt(m).UtcTicks),
        };
    }

    internal List<(string Code, int Count)> Facet(MissionQuery query, MissionFacet facet) =>
    [
        .. Retained(query, facet).SelectMany(m => Values(m, facet).Distinct())
            .GroupBy(code => code, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))
            .OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.Key, StringComparer.Ordinal),
    ];

    internal static double Nearest(MissionDocument m, NearFilter near) =>
        m.Content.Addresses.Where(a => a.Lat is not null).Select(a => Km(a, near)).DefaultIfEmpty(double.PositiveInfinity).Min();

    internal static HashSet<string> Words(string? text) =>
        [.. (text ?? "").Split([' ', '\'', '-'], StringSplitOptions.RemoveEmptyEntries).Select(Meaning).OfType<string>()];

    private static string? Meaning(string word) => int.TryParse(word, CultureInfo.InvariantCulture, out _) ? word : Meanings[word];

    private static List<Guid> Sorted<T>(List<MissionDocument> missions, Func<MissionDocument, T> key) =>
        [.. missions.OrderBy(key).ThenBy(m => m.Id.ToString(), StringComparer.Ordinal).Select(m => m.Id)];

    private static bool IsShown(MissionDocument m, MissionQuery query) =>
        m.Status == "ACCEPTED" && (m.Content.EndAt is null || m.Content.EndAt > query.Now)
        && (query.VisiblePublishers is null || query.VisiblePublishers.Contains(m.PublisherId));

    private bool Found(MissionDocument m, string? search)
    {
        var words = Words(search);
        if (words.Count == 0) return true;
        if (!known.TryGetValue(m, out var mine))
        {
            known[m] = mine = Words($"{m.Content.Title} {m.Organization?.Name} {string.Join(' ', m.Content.Tags)} {m.Content.Description}");
        }

        return mine.Overlaps(words);
    }

    private static bool Passes(MissionDocument m, MissionFilter f, MissionFacet? ignored)
    {
        var c = m.Content;
        return Enum.GetValues<MissionFacet>().All(facet => facet == ignored || OneOf(Selected(f, facet), Values(m, facet)))
            && OneOf(f.Tags, c.Tags)
            && OneOf(f.Organizations, m.Organization is null ? [] : [m.Organization.Id])
            && OneOf(f.OrganizationRna.Select(r => r.ToUpperInvariant()).ToList(), m.Organization?.Rna is { } rna ? [rna] : [])
            && Is(f.CloseToTransport, c.CloseToTransport) && Is(f.Snu, c.Snu) && (f.HasPlaces ?? true)
            && In(f.Start, StartAt(m)) && In(f.End, c.EndAt) && In(f.Posted, PostedAt(m))
            && (f.UpdatedSince is null || m.UpdatedAt >= f.UpdatedSince)
            && Pays(c.Compensation, f.Compensation) && Lies(c, f.Place);
    }

    private static IReadOnlyList<string> Selected(MissionFilter f, MissionFacet facet) => facet switch
    {
        MissionFacet.Domains => f.Domains,
        MissionFacet.Activities => f.Activities,
        MissionFacet.Types => [.. f.Types.Select(t => Upper(t.ToString()))],
        MissionFacet.Departments => f.Place?.Departments ?? [],
        MissionFacet.Regions => f.Place?.Regions ?? [],
        MissionFacet.Publishers => [.. f.Publishers.Select(p => p.ToString())],
        MissionFacet.Audiences => f.Audiences,
        MissionFacet.Networks => f.Networks,
        MissionFacet.Remote => [.. f.Remote.Select(r => Upper(r.ToString()))],
        MissionFacet.OpenToMinors => Text(f.OpenToMinors),
        _ => Text(f.ReducedMobilityAccessible),
    };

    private static IReadOnlyList<string> Values(MissionDocument m, MissionFacet facet) => facet switch
    {
        MissionFacet.Domains => m.Content.Domain is { } domain ? [domain] : [],
        MissionFacet.Activities => m.Content.Activities,
        MissionFacet.Types => [Upper(m.Content.Type.ToString())],
        MissionFacet.Departments => [.. m.Content.Addresses.Select(a => a.DepartmentCode!)],
        MissionFacet.Regions => [.. m.Content.Addresses.Select(a => Regions[a.DepartmentCode!])],
        MissionFacet.Publishers => [m.PublisherId.ToString()],
        MissionFacet.Audiences => m.Content.Audiences,
        MissionFacet.Networks => m.Organization?.Networks ?? [],
        MissionFacet.Remote => [Upper(m.Content.Remote.ToString())],
        MissionFacet.OpenToMinors => Text(m.Content.OpenToMinors),
        _ => Text(m.Content.ReducedMobilityAccessible),
    };

    private static string Upper(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));

    private static string[] Text(bool? value) => value is { } known ? [known ? "true" : "false"] : [];

    private static bool OneOf<T>(IReadOnlyList<T> wanted, IReadOnlyList<T> given) => wanted.Count == 0 || wanted.Any(given.Contains);

    private static bool Is(bool? wanted, bool? given) => wanted is null || wanted == given;

    private static bool In(DateRange? range, DateTimeOffset? date) =>
        range is null or { From: null, To: null } || (date is not null && (range.From is null || date >= range.From) && (range.To is null || date < range.To));

    private static bool Pays(Compensation? c, CompensationFilter? f) =>
        f is null
        || ((f.Paid is null || f.Paid == (c?.Amount > 0 || c?.AmountMax > 0)) && (f.MinAmount is null || (c?.Amount ?? c?.AmountMax) >= f.MinAmount) && (f.Unit is null || c?.Unit == f.Unit));

    private static bool Lies(MissionContent c, PlaceFilter? place) =>
        place is null
        || (OneOf(place.PostalCodes, [.. c.Addresses.Select(a => a.PostalCode!)])
            && OneOf(place.Cities.Select(Plain).ToList(), [.. c.Addresses.Select(a => Plain(a.City!))])
            && OneOf(place.Communes, [.. c.Addresses.SelectMany(a => a.CommuneCode!.StartsWith("751", StringComparison.Ordinal) ? new[] { a.CommuneCode, "75056" } : [a.CommuneCode])])
            && (place.Bounds is null || c.Addresses.Any(a => Inside(a, place.Bounds)))
            && (place.Near is null || c.Addresses.Any(a => a.Lat is not null && Km(a, place.Near) <= place.Near.RadiusKm)
                || (place.Near.IncludeRemote && (c.Remote is RemoteMode.Full or RemoteMode.Possible))));

    private static string Plain(string city) => city.ToLowerInvariant().Replace('é', 'e').Replace('-', ' ');

    private static bool Inside(MissionAddress a, GeoBounds b) =>
        a.Lat >= b.South && a.Lat <= b.North && (b.West <= b.East ? a.Lon >= b.West && a.Lon <= b.East : a.Lon >= b.West || a.Lon <= b.East);

    private static double Km(MissionAddress a, NearFilter near)
    {
        var (lat1, lat2) = (double.DegreesToRadians(a.Lat!.Value), double.DegreesToRadians(near.Lat));
        var dLat = Math.Sin((lat2 - lat1) / 2);
        var dLon = Math.Sin(double.DegreesToRadians(near.Lon - a.Lon!.Value) / 2);
        return 2 * 6371.0088 * Math.Asin(Math.Min(1, Math.Sqrt((dLat * dLat) + (Math.Cos(lat1) * Math.Cos(lat2) * dLon * dLon))));
    }
}
