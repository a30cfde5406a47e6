using System.Collections.Frozen;

namespace Engagement.Missions;

/// <summary>A code that filters take and the French label that people read.</summary>
/// <param name="Code">Stable, as in the feed format.</param>
/// <param name="Label">In French.</param>
public record Term(string Code, string Label);

/// <summary>A French department or overseas collectivity.</summary>
/// <param name="Code"><c>01</c>, <c>2A</c>, <c>974</c>, <c>988</c> …</param>
/// <param name="Label">Its name.</param>
/// <param name="Region">The region it is in (<see cref="Taxonomy.Regions"/>); a collectivity stands alone and is its own.</param>
public sealed record Department(string Code, string Label, Term Region) : Term(Code, Label);

/// <summary>The lists that the mission format draws from.</summary>
public static partial class Taxonomy
{
    /// <summary>The 20 domains.</summary>
    public static IReadOnlyList<Term> Domains { get; } = Parse(DomainRows);

    /// <summary>The activities.</summary>
    public static IReadOnlyList<Term> Activities { get; } = Parse(ActivityRows);

    /// <summary>The regions, by their INSEE code, and the overseas collectivities that are in none.</summary>
    public static IReadOnlyList<Term> Regions { get; } = Parse(RegionRows);

    /// <summary>The French departments, overseas ones and collectivities included.</summary>
    public static IReadOnlyList<Department> Departments { get; } = ParseDepartments();

    /// <summary>The programmes, by the code of <see cref="MissionType"/>.</summary>
    public static IReadOnlyList<Term> MissionTypes { get; } = Parse(MissionTypeRows);

    /// <summary>The ways to take part from a distance, by the code of <see cref="RemoteMode"/>.</summary>
    public static IReadOnlyList<Term> RemoteModes { get; } = Parse(RemoteModeRows);

    private static readonly FrozenDictionary<string, Term> DomainsByKey = Index(Domains);
    private static readonly FrozenDictionary<string, Term> ActivitiesByKey = Index(Activities);
    private static readonly FrozenDictionary<string, Department> DepartmentsByCode = Departments.ToFrozenDictionary(d => d.Code, StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenDictionary<string, Department> DepartmentsByKey = Departments.ToFrozenDictionary(d => Key(d.Label));
    private static readonly FrozenDictionary<string, Term> RegionsByKey = Index(Regions);
    private static readonly FrozenDictionary<string, Term> MissionTypesByKey = Index(MissionTypes);

    /// <summary>A domain by its code or label, whatever its case, accents, hyphens and little words; null when there is none.</summary>
    public static Term? Domain(string text) => DomainsByKey.GetValueOrDefault(Key(text));

    /// <summary>An activity by its code or label, found in the same way.</summary>
    public static Term? Activity(string text) => ActivitiesByKey.GetValueOrDefault(Key(text));

    /// <summary>A region by its code or label.</summary>
    public static Term? Region(string text) => RegionsByKey.GetValueOrDefault(Key(text));

    /// <summary>A programme by its code or label.</summary>
    public static Term? MissionTypeTerm(string text) => MissionTypesByKey.GetValueOrDefault(Key(text));

    /// <summary>A department by its code (<c>1</c> is <c>01</c>) or its name; null when there is none.</summary>
    public static Department? Department(string text)
    {
        var code = text.Trim();
        return DepartmentsByCode.GetValueOrDefault(code.Length == 1 ? "0" + code : code) ?? DepartmentsByKey.GetValueOrDefault(Key(code));
    }

    /// <summary>The department of a French postal code of five digits: two digits, three for 97 and 98, Corsica cut at 20200.</summary>
    public static Department? DepartmentOfPostalCode(string postalCode)
    {
        if (postalCode.Length != 5 || !postalCode.All(char.IsAsciiDigit))
        {
            return null;
        }

        var code = postalCode switch
        {
            ['9', '7' or '8', ..] => postalCode[..3],
            ['2', '0', ..] => string.CompareOrdinal(postalCode, "20200") < 0 ? "2A" : "2B",
            _ => postalCode[..2],
        };
        return DepartmentsByCode.GetValueOrDefault(code);
    }

    /// <summary>Words of a label without case, accents, punctuation and the little words that partners write or leave out.</summary>
    private static string Key(string text)
    {
        var words = TextFold.Fold(text).Split([' ', '-', '_', ',', '\'', '/', '&', '(', ')', '.', '\u00A0', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 1 ? words[0] : string.Join(' ', words.Where(w => w is not ("et" or "de" or "des" or "du" or "d" or "l" or "la" or "le" or "les" or "a" or "au" or "aux")));
    }

    private static FrozenDictionary<string, Term> Index(IReadOnlyList<Term> terms) =>
        terms.SelectMany(t => new[] { (Key: Key(t.Code), Term: t), (Key: Key(t.Label), Term: t) }).DistinctBy(t => t.Key).ToFrozenDictionary(t => t.Key, t => t.Term);

    private static Term[] Parse(string rows) => [.. Rows(rows).Select(cells => new Term(cells[0], cells[1]))];

    private static Department[] ParseDepartments()
    {
        var regions = Regions.ToDictionary(r => r.Code);
        return [.. Rows(DepartmentRows).Select(cells => new Department(cells[0], cells[1], regions[cells[2]]))];
    }

    private static IEnumerable<string[]> Rows(string rows) => rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split('|'));
}
