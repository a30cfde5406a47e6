using Engagement.GraphQL.Declaration;
using Engagement.Missions;
using Engagement.Search.Index;
using Engagement.Search.Keys;

namespace Engagement.Search.Gateway;

/// <summary>The lists that missions and filters draw from: codes that filters take, and their labels.</summary>
[GraphQLName("Taxonomy")]
internal sealed class TaxonomyLists
{
    private const int MostAudiences = 500;

    internal static readonly TaxonomyLists Instance = new();

    private static readonly Term[] UpperTypes = [.. Taxonomy.MissionTypes.Select(Upper)];
    private static readonly Term[] UpperRemoteModes = [.. Taxonomy.RemoteModes.Select(Upper)];

    /// <summary>Domains.</summary>
    public IReadOnlyList<Term> Domains => Taxonomy.Domains;

    /// <summary>Activities.</summary>
    public IReadOnlyList<Term> Activities => Taxonomy.Activities;

    /// <summary>Whom missions serve. Partners word it freely: these are the words in use, the most frequent first.</summary>
    public IReadOnlyList<Term> GetAudiences([GlobalState] Caller caller, MissionIndex index, Access access)
    {
        var result = index.Search(new MissionQuery
        {
            Page = Page.First(0),
            Now = access.Now,
            Facets = [new FacetRequest(MissionFacet.Audiences, MostAudiences)],
            VisiblePublishers = access.Publishers(caller),
        });
        return [.. result.Facets[0].Counts.Select(count => new Term(count.Code, count.Code))];
    }

    /// <summary>Departments, overseas ones and collectivities included.</summary>
    public IReadOnlyList<Term> Departments => Taxonomy.Departments;

    /// <summary>Regions.</summary>
    public IReadOnlyList<Term> Regions => Taxonomy.Regions;

    /// <summary>Programmes.</summary>
    public IReadOnlyList<Term> Types => UpperTypes;

    /// <summary>Ways to take part from a distance.</summary>
    public IReadOnlyList<Term> RemoteModes => UpperRemoteModes;

    /// <summary>The enums of the schema are the codes in upper case.</summary>
    private static Term Upper(Term term) => new(term.Code.ToUpperInvariant(), term.Label);
}

[ExtendObjectType(OperationTypeNames.Query)]
internal static class TaxonomyQueries
{
    /// <summary>The lists that missions and filters draw from.</summary>
    public static TaxonomyLists GetTaxonomy() => TaxonomyLists.Instance;
}
