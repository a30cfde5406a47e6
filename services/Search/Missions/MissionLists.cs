using Engagement.GraphQL.Execution;
using Engagement.Search.Cursors;
using Engagement.Search.Gateway;
using Engagement.Search.Index;
using Engagement.Search.Keys;

namespace Engagement.Search.Missions;

/// <summary>Lists of missions for a caller: what it may see, in pages, with the totals and facets that the answer will hold.</summary>
internal sealed class MissionLists(MissionIndex index, MissionCache missions, Access access, CursorCodec codec)
{
    internal MissionConnection List(
        string? search, MissionFilter filter, MissionOrder order, PageArguments page, Caller caller, ResolverContext context)
    {
        if (order == MissionOrder.Distance && filter.Place?.Near is null)
        {
            throw new GraphQLException("The order DISTANCE needs \"filter.place.near\": from where?", ErrorCodes.BadUserInput);
        }

        var cursors = new ListCursors(codec, () => CursorScope.Of(search, filter, order, caller.PartnerId));
        MissionPosition? from = page.Cursor is { } cursor ? cursors.Read(cursor) : null;
        var size = context.IsAnySelected("edges", "nodes", "pageInfo") ? page.Size : 0;
        var result = index.Search(new MissionQuery
        {
            Search = search,
            Filter = filter,
            Order = order,
            Page = new Page(size, page.Backward, from),
            Now = access.Now,
            WantTotal = context.IsSelected("totalCount"),
            Facets = FacetSelection.Of(context),
            VisiblePublishers = access.Publishers(caller),
        });
        return new MissionConnection(result, cursors, missions);
    }
}
