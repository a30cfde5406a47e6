using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.Missions;
using Engagement.Search.Gateway;
using Engagement.Search.Index;
using Engagement.Search.Keys;

namespace Engagement.Search.Missions;

[ExtendObjectType(OperationTypeNames.Query)]
internal static class MissionQueries
{
    /// <summary>Most words of a search: a long sentence.</summary>
    internal const int MostWords = 50;

    // Measured by ./dev bench fairness: every word walks the missions that have it.
    private const double CostOfWord = 20;
    private const double CostOfValue = 1;

    /// <summary>Missions that the caller may see: searched, narrowed, ordered, in pages, with totals and facets.</summary>
    /// <param name="search">Words to find in title, structure, tags and description; case, accents and plurals do not matter.</param>
    /// <param name="filter">Narrows the list.</param>
    /// <param name="orderBy">The order; ties by ascending id.</param>
    /// <param name="first">How many, from 1 to 100; 20 when neither this nor <c>last</c> is given.</param>
    /// <param name="after">Cursor after which the page begins.</param>
    /// <param name="last">How many from the end, from 1 to 100; not together with <c>first</c>.</param>
    /// <param name="before">Cursor before which the page ends.</param>
    [Cost(40)]
    [ListSize(AssumedSize = PageArguments.DefaultSize, SlicingArguments = ["first", "last"], SizedFields = ["edges", "nodes"])]
    public static MissionConnection GetMissions(
        [Cost(CostOfWord)] string? search,
        [Cost(CostOfValue)] MissionFilterInput? filter,
        [DefaultValue(MissionOrder.Relevance)] MissionOrder? orderBy,
        int? first,
        string? after,
        int? last,
        string? before,
        [GlobalState] Caller caller,
        MissionLists lists,
        ResolverContext context) =>
        lists.List(
            Inputs.Words(search, "search", MostWords),
            FilterReading.Read(filter),
            orderBy ?? MissionOrder.Relevance,
            PageArguments.Of(first, after, last, before),
            caller,
            context);

    /// <summary>One mission; null when there is none, or when the caller may not see it. A publisher's key sees its own whatever their status.</summary>
    /// <param name="ref">Which.</param>
    public static async Task<Mission?> GetMission(
        MissionRef @ref, [GlobalState] Caller caller, MissionCache missions, Access access, CancellationToken ct)
    {
        Access.RequireRead(caller);
        var id = @ref.External is { } external
            ? EntityId.OfMission(Ids.Publisher(external.Publisher), Inputs.Text(external.ClientId, "clientId")!)
            : Ids.Mission(@ref.Id!);
        return await missions.Load(id, ct) is { } mission && access.Sees(mission, caller) ? mission : null;
    }

    /// <summary>Missions of a rectangle for a map: grouped in cells of a quarter of a map tile.</summary>
    /// <param name="bounds">The rectangle that the map shows.</param>
    /// <param name="zoom">The map's zoom, 0 (the world) to 22 (a house).</param>
    /// <param name="search">As in <c>missions</c>.</param>
    /// <param name="filter">As in <c>missions</c>.</param>
    [Cost(100)]
    [ListSize(AssumedSize = 1_000, SizedFields = ["cells"])]
    public static MissionMap GetMissionMap(
        BoundsInput bounds,
        int zoom,
        [Cost(CostOfWord)] string? search,
        [Cost(CostOfValue)] MissionFilterInput? filter,
        [GlobalState] Caller caller,
        MissionIndex index,
        Access access)
    {
        if (zoom is < 0 or > 22)
        {
            throw new GraphQLException("\"zoom\" must be from 0 to 22.", ErrorCodes.BadUserInput);
        }

        var query = new MissionMapQuery
        {
            Bounds = FilterReading.Read(bounds),
            Zoom = zoom,
            Search = Inputs.Words(search, "search", MostWords),
            Filter = FilterReading.Read(filter),
            Now = access.Now,
            VisiblePublishers = access.Publishers(caller),
        };
        return new MissionMap(index.Map(query));
    }
}
