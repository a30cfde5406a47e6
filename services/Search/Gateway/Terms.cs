using System.Collections.Frozen;
using Engagement.GraphQL.Declaration;
using Engagement.Missions;

namespace Engagement.Search.Gateway;

/// <summary>A code that filters take and the French label that people read.</summary>
[ObjectType<Term>]
[GraphQLName("TaxonomyTerm")]
internal static class TaxonomyTermType;

/// <summary>The taxonomy's terms by their exact code: what the log holds is normalised, so nothing is folded here.</summary>
internal static class Terms
{
    private static readonly FrozenDictionary<string, Term> Domains = ByCode(Taxonomy.Domains);
    private static readonly FrozenDictionary<string, Term> ActivitiesByCode = ByCode(Taxonomy.Activities);
    private static readonly FrozenDictionary<string, Term> Regions = ByCode(Taxonomy.Regions);
    private static readonly FrozenDictionary<string, Term> MissionTypes = ByUpperCode(Taxonomy.MissionTypes);
    private static readonly FrozenDictionary<string, Term> RemoteModes = ByUpperCode(Taxonomy.RemoteModes);
    private static readonly FrozenDictionary<string, Department> Departments = ByCode(Taxonomy.Departments);

    /// <summary>A code that the taxonomy does not have (an older one, say) is its own label.</summary>
    internal static Term Domain(string code) => Domains.GetValueOrDefault(code) ?? new Term(code, code);

    internal static Term Activity(string code) => ActivitiesByCode.GetValueOrDefault(code) ?? new Term(code, code);

    internal static Term[] Activities(IReadOnlyList<string> codes) => [.. codes.Select(Activity)];

    internal static Term Region(string code) => Regions.GetValueOrDefault(code) ?? new Term(code, code);

    /// <summary>A programme by its enum name in upper case, as facets carry it.</summary>
    internal static Term MissionType(string code) => MissionTypes.GetValueOrDefault(code) ?? new Term(code, code);

    /// <summary>A way to take part from a distance by its enum name in upper case.</summary>
    internal static Term Remote(string code) => RemoteModes.GetValueOrDefault(code) ?? new Term(code, code);

    internal static Department? Department(string code) => Departments.GetValueOrDefault(code);

    private static FrozenDictionary<string, Term> ByUpperCode(IEnumerable<Term> terms) =>
        terms.ToFrozenDictionary(t => t.Code.ToUpperInvariant(), StringComparer.Ordinal);

    private static FrozenDictionary<string, T> ByCode<T>(IEnumerable<T> terms)
        where T : Term => terms.ToFrozenDictionary(t => t.Code, StringComparer.Ordinal);
}
