using Engagement.GraphQL.Execution;
using Engagement.Search.Index;

namespace Engagement.Search.Missions;

/// <summary>Which facets an answer will hold: only they are counted.</summary>
internal static class FacetSelection
{
    /// <summary>Most values of one facet.</summary>
    internal const int MaxSize = 1_000;

    private static readonly (MissionFacet Facet, string Path)[] Paths =
        [.. Enum.GetValues<MissionFacet>().Select(facet => (facet, $"facets.{char.ToLowerInvariant(facet.ToString()[0])}{facet.ToString()[1..]}"))];

    internal static IReadOnlyList<FacetRequest> Of(ResolverContext context)
    {
        if (!context.IsSelected("facets"))
        {
            return [];
        }

        var selected = new List<FacetRequest>();
        foreach (var (facet, path) in Paths)
        {
            if (context.IsSelected(path))
            {
                selected.Add(new FacetRequest(facet, MaxSize));
            }
        }

        return selected;
    }

    internal static GraphQLException BadSize() => new($"\"first\" of a facet must be from 1 to {MaxSize}.", ErrorCodes.BadUserInput);
}
