using Engagement.GraphQL.Declaration;
using Engagement.Search.Gateway;
using Engagement.Search.Identifiers;
using Engagement.Search.Index;
using Engagement.Search.Publishers;

namespace Engagement.Search.Missions;

/// <summary>What a list can be narrowed to: for each value how many of the whole list's missions have it, the most frequent first.</summary>
internal sealed class MissionFacets(IReadOnlyList<FacetResult> facets)
{
    /// <summary>By domain.</summary>
    /// <param name="first">How many values at most, from 1 to 1,000.</param>
    [ListSize(AssumedSize = 30, SlicingArguments = ["first"])]
    public IReadOnlyList<FacetBucket> GetDomains([DefaultValue(30)] int? first) => Buckets(MissionFacet.Domains, first, code => Terms.Domain(code).Label);

    /// <summary>By activity.</summary>
    /// <param name="first">How many values at most, from 1 to 1,000.</param>
    [ListSize(AssumedSize = 30, SlicingArguments = ["first"])]
    public IReadOnlyList<FacetBucket> GetActivities([DefaultValue(30)] int? first) =>
        Buckets(MissionFacet.Activities, first, code => Terms.Activity(code).Label);

    /// <summary>By programme.</summary>
    [ListSize(AssumedSize = 4)]
    public IReadOnlyList<FacetBucket> GetTypes() => Buckets(MissionFacet.Types, null, code => Terms.MissionType(code).Label);

    /// <summary>By department; a mission with several counts once in each.</summary>
    /// <param name="first">How many values at most, from 1 to 1,000.</param>
    [ListSize(AssumedSize = 120, SlicingArguments = ["first"])]
    public IReadOnlyList<FacetBucket> GetDepartments([DefaultValue(120)] int? first) =>
        Buckets(MissionFacet.Departments, first, code => Terms.Department(code)?.Label ?? code);

    /// <summary>By region; a mission with several counts once in each.</summary>
    [ListSize(AssumedSize = 20)]
    public IReadOnlyList<FacetBucket> GetRegions() => Buckets(MissionFacet.Regions, null, code => Terms.Region(code).Label);

    /// <summary>By publisher.</summary>
    /// <param name="first">How many values at most, from 1 to 1,000.</param>
    /// <param name="publishers">Knows their names.</param>
    [ListSize(AssumedSize = 50, SlicingArguments = ["first"])]
    public IReadOnlyList<FacetBucket> GetPublishers([DefaultValue(50)] int? first, PublisherDirectory publishers) =>
        Take(MissionFacet.Publishers, first, count =>
        {
            var id = Guid.ParseExact(count.Code, "D");
            var code = PublicId.Of(PublicId.Publisher, id);
            return new FacetBucket(code, publishers.Find(id)?.Name ?? code, count.Count, count.Selected);
        });

    /// <summary>By whom the missions serve, as the partners word it.</summary>
    /// <param name="first">How many values at most, from 1 to 1,000.</param>
    [ListSize(AssumedSize = 30, SlicingArguments = ["first"])]
    public IReadOnlyList<FacetBucket> GetAudiences([DefaultValue(30)] int? first) => Buckets(MissionFacet.Audiences, first, code => code);

    /// <summary>By network of the host structure.</summary>
    /// <param name="first">How many values at most, from 1 to 1,000.</param>
    [ListSize(AssumedSize = 30, SlicingArguments = ["first"])]
    public IReadOnlyList<FacetBucket> GetNetworks([DefaultValue(30)] int? first) => Buckets(MissionFacet.Networks, first, code => code);

    /// <summary>By whether they can be done from a distance.</summary>
    [ListSize(AssumedSize = 4)]
    public IReadOnlyList<FacetBucket> GetRemote() => Buckets(MissionFacet.Remote, null, code => Terms.Remote(code).Label);

    /// <summary>By whether they are open to minors.</summary>
    [ListSize(AssumedSize = 2)]
    public IReadOnlyList<FacetBucket> GetOpenToMinors() => Buckets(MissionFacet.OpenToMinors, null, YesOrNo);

    /// <summary>By whether they are accessible with reduced mobility.</summary>
    [ListSize(AssumedSize = 2)]
    public IReadOnlyList<FacetBucket> GetReducedMobilityAccessible() => Buckets(MissionFacet.ReducedMobilityAccessible, null, YesOrNo);

    private static string YesOrNo(string code) => code == "true" ? "Oui" : "Non";

    private IReadOnlyList<FacetBucket> Buckets(MissionFacet facet, int? first, Func<string, string> label) =>
        Take(facet, first, count => new FacetBucket(count.Code, label(count.Code), count.Count, count.Selected));

    private FacetBucket[] Take(MissionFacet facet, int? first, Func<FacetCount, FacetBucket> bucket)
    {
        if (first is < 1 or > FacetSelection.MaxSize)
        {
            throw FacetSelection.BadSize();
        }

        var counts = facets.First(f => f.Facet == facet).Counts;
        var buckets = new FacetBucket[Math.Min(counts.Count, first ?? counts.Count)];
        for (var i = 0; i < buckets.Length; i++)
        {
            buckets[i] = bucket(counts[i]);
        }

        return buckets;
    }
}

/// <summary>A value and how many missions of the list have it.</summary>
/// <param name="Code">The text that the filter takes.</param>
/// <param name="Label">In French.</param>
/// <param name="Count">How many missions the list would have with this value alone.</param>
/// <param name="Selected">Whether the filter already has it.</param>
internal sealed record FacetBucket(string Code, string Label, int Count, bool Selected);
