using System.Text;
using Engagement.GraphQL.Declaration;
using Engagement.Search.Cursors;
using Engagement.Search.Gateway;
using Engagement.Search.Index;
using Engagement.Search.Keys;

namespace Engagement.Search.Publishers;

[ExtendObjectType(OperationTypeNames.Query)]
internal static class PublisherQueries
{
    /// <summary>The publishers whose missions the caller may see, by name.</summary>
    /// <param name="first">How many, from 1 to 100; 20 when neither this nor <c>last</c> is given.</param>
    /// <param name="after">Cursor after which the page begins.</param>
    /// <param name="last">How many from the end, from 1 to 100; not together with <c>first</c>.</param>
    /// <param name="before">Cursor before which the page ends.</param>
    [ListSize(AssumedSize = PageArguments.DefaultSize, SlicingArguments = ["first", "last"], SizedFields = ["edges", "nodes"])]
    public static PublisherConnection GetPublishers(
        int? first, string? after, int? last, string? before, [GlobalState] Caller caller, Access access, CursorCodec codec)
    {
        var page = PageArguments.Of(first, after, last, before);
        var cursors = new ListCursors(codec, () => CursorScope.Of(Encoding.UTF8.GetBytes($"publishers {caller.PartnerId}")));
        return PublisherConnection.Of(access.VisiblePublishers(caller), page, cursors);
    }
}

/// <summary>A page of a list of publishers.</summary>
internal sealed class PublisherConnection
{
    /// <summary>How many publishers the whole list has.</summary>
    public required int TotalCount { get; init; }

    /// <summary>The page's publishers with their place in the list.</summary>
    public required IReadOnlyList<PublisherEdge> Edges { get; init; }

    /// <summary>The page's publishers.</summary>
    public IReadOnlyList<Publisher> Nodes => Edges.Select(e => e.Node).ToArray();

    /// <summary>Where the page stands in the list.</summary>
    public required PageInfo PageInfo { get; init; }

    internal static PublisherConnection Of(IReadOnlyList<Partner> all, PageArguments page, ListCursors cursors)
    {
        Guid? from = page.Cursor is { } cursor ? cursors.Read(cursor).Id : null;
        var place = from is { } id ? all.TakeWhile(p => p.Id != id).Count() : -1;
        var (start, end) = page.Backward
            ? (Math.Max(0, (from is null ? all.Count : place) - page.Size), from is null ? all.Count : place)
            : (Math.Min(place + 1, all.Count), Math.Min(place + 1 + page.Size, all.Count));
        var edges = all.Skip(start).Take(end - start).Select(p => new PublisherEdge(p, cursors)).ToArray();
        return new PublisherConnection
        {
            TotalCount = all.Count,
            Edges = edges,
            PageInfo = new PageInfo(end < all.Count, start > 0, () => edges.FirstOrDefault()?.Cursor, () => edges.LastOrDefault()?.Cursor),
        };
    }
}

/// <summary>A publisher and its place in a list.</summary>
internal sealed class PublisherEdge(Partner partner, ListCursors cursors)
{
    /// <summary>Its place: what <c>after</c> and <c>before</c> take.</summary>
    public string Cursor => cursors.Write(new MissionPosition(0, partner.Id));

    /// <summary>The publisher.</summary>
    public Publisher Node => partner.AsPublisher;
}
