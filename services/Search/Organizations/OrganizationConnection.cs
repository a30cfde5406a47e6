using Engagement.Search.Gateway;
using Engagement.Search.Index;

namespace Engagement.Search.Organizations;

/// <summary>A page of a list of structures.</summary>
internal sealed class OrganizationConnection(IReadOnlyList<OrganizationEdge> edges, int total, PageInfo pageInfo)
{
    /// <summary>How many structures the whole list has.</summary>
    public int TotalCount => total;

    /// <summary>The page's structures with their place in the list.</summary>
    public IReadOnlyList<OrganizationEdge> Edges => edges;

    /// <summary>The page's structures.</summary>
    public IReadOnlyList<Organization> Nodes => edges.Select(e => e.Node).ToArray();

    /// <summary>Where the page stands in the list.</summary>
    public PageInfo PageInfo => pageInfo;
}

/// <summary>A structure and its place in a list.</summary>
internal sealed class OrganizationEdge(Organization organization, ListCursors cursors)
{
    /// <summary>Its place: what <c>after</c> and <c>before</c> take, for the same query only.</summary>
    public string Cursor => cursors.Write(new MissionPosition(0, organization.Key));

    /// <summary>The structure.</summary>
    public Organization Node => organization;
}
