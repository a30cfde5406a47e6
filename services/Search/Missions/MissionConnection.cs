using Engagement.Search.Gateway;
using Engagement.Search.Index;

namespace Engagement.Search.Missions;

/// <summary>A page of a list of missions.</summary>
internal sealed class MissionConnection(MissionResult result, ListCursors cursors, MissionCache missions)
{
    private Task<MissionEdge[]>? edges;

    /// <summary>How many missions the whole list has.</summary>
    public int TotalCount => result.TotalCount ?? throw new InvalidOperationException("The total was not asked of the index.");

    /// <summary>The page's missions with their place in the list.</summary>
    public async Task<IReadOnlyList<MissionEdge>> GetEdges(CancellationToken ct) => await (edges ??= LoadEdges(ct));

    /// <summary>The page's missions.</summary>
    public async Task<IReadOnlyList<Mission>> GetNodes(CancellationToken ct) => Array.ConvertAll(await (edges ??= LoadEdges(ct)), edge => edge.Node);

    /// <summary>Where the page stands in the list.</summary>
    public PageInfo PageInfo => new(
        result.HasNext,
        result.HasPrevious,
        () => result.Hits.Count == 0 ? null : cursors.Write(result.Hits[0].Position),
        () => result.Hits.Count == 0 ? null : cursors.Write(result.Hits[^1].Position));

    /// <summary>What the whole list can be narrowed to, counted: each facet ignores its own filter.</summary>
    public MissionFacets Facets => new(result.Facets);

    /// <summary>Bodies are read only when they are asked for, in one query for the page.</summary>
    private async Task<MissionEdge[]> LoadEdges(CancellationToken ct)
    {
        var ids = new Guid[result.Hits.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = result.Hits[i].Id;
        }

        var loaded = await missions.Load(ids, ct);
        var page = new List<MissionEdge>(ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            // Removed between the search and the reading.
            if (loaded[i] is { } mission)
            {
                page.Add(new MissionEdge(mission, result.Hits[i], cursors));
            }
        }

        return page.ToArray();
    }
}

/// <summary>A mission and its place in a list.</summary>
internal sealed class MissionEdge(Mission mission, MissionHit hit, ListCursors cursors)
{
    /// <summary>Its place: what <c>after</c> and <c>before</c> take, for the same query only.</summary>
    public string Cursor => cursors.Write(hit.Position);

    /// <summary>The mission.</summary>
    public Mission Node => mission;

    /// <summary>Kilometres from the point of <c>place.near</c> to its nearest address; null without one.</summary>
    public double? DistanceKm => hit.DistanceKm;

    /// <summary>Its address that is nearest to the point of <c>place.near</c>; null without one.</summary>
    public Address? NearestAddress => hit.NearestAddress is { } place && place < mission.Addresses.Count ? mission.Addresses[place] : null;
}
