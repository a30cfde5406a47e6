namespace Engagement.Search.Index;

/// <summary>Finds a query's page among the missions it retains.</summary>
internal sealed class PageSearch
{
    private const double Millimetres = 1e6;

    private readonly Page page;
    private readonly MissionOrder order;
    private readonly ScoredPage? scored;
    private readonly UnitVector? center;
    private readonly TopHits top;

    internal PageSearch(MissionQuery query, SearchTerms? terms, QueryScratch scratch)
    {
        page = query.Page;
        top = new TopHits(page);
        order = query.Order == MissionOrder.Relevance && terms is null ? MissionOrder.PostedDate : query.Order;
        if (order == MissionOrder.Relevance) scored = new ScoredPage(terms!, page, top, scratch);
        if (query.Filter.Place?.Near is { } near) center = UnitVector.Of(new GeoPoint(near.Lat, near.Lon));
        else if (order == MissionOrder.Distance) throw new ArgumentException("The order by distance needs a place to be near to.", nameof(query));
    }

    internal bool HasNext => page.Backward ? top.HasOutside : top.HasMore;

    internal bool HasPrevious => page.Backward ? top.HasMore : top.HasOutside;

    internal void Offer(Segment segment, int number, MissionSet retained)
    {
        if (retained.Count == 0) return;
        switch (order)
        {
            case MissionOrder.Relevance: scored!.Offer(segment, number, retained); break;
            case MissionOrder.Distance: OfferByDistance(segment, number, retained); break;
            default: OfferByDate(segment, number, retained); break;
        }
    }

    internal IReadOnlyList<MissionHit> Hits(IndexView view)
    {
        var found = top.Hits();
        var hits = new MissionHit[found.Length];
        for (var i = 0; i < hits.Length; i++) hits[i] = ToHit(found[i], view.Segments[found[i].Segment].Segment);
        return hits;
    }

    private MissionHit ToHit(TopHits.Hit found, Segment segment)
    {
        var hit = new MissionHit(found.Position.Id, found.Position);
        if (center is not { } from) return hit;
        var (address, squared) = segment.Addresses.Nearest(found.Mission, from);
        return address < 0 ? hit : hit with { DistanceKm = UnitVector.Km(squared), NearestAddress = segment.Addresses.Place(address) };
    }

    private void OfferByDate(Segment segment, int number, MissionSet retained)
    {
        var dates = order switch
        {
            MissionOrder.StartDate => segment.Started,
            MissionOrder.UpdatedDate => segment.Updated,
            _ => segment.Posted,
        };

        // The order is walked until the page is full; when it would take longer, the missions are tried one by one.
        if ((long)page.Size * segment.Count > (long)retained.Count * retained.Count)
        {
            foreach (var mission in retained.Positions()) top.Offer(dates.PositionKey(mission), segment.Ids, number, mission);
        }
        else if (page.Backward) WalkBackward(dates, segment, number, retained);
        else WalkForward(dates, segment, number, retained);
    }

    private void WalkForward(DateColumn dates, Segment segment, int number, MissionSet retained)
    {
        var walk = dates.Order;
        var bits = retained.Bits;
        var start = page.From is { } from ? dates.Before(from, segment.Ids, inclusive: true) : 0;
        for (var i = start; i < walk.Length; i++)
        {
            if (Bits.Has(bits, walk[i]) && !top.Offer(dates.PositionKey(walk[i]), segment.Ids, number, walk[i])) break;
        }

        for (var i = start - 1; i >= 0 && !top.HasOutside; i--) top.HasOutside = Bits.Has(bits, walk[i]);
    }

    private void WalkBackward(DateColumn dates, Segment segment, int number, MissionSet retained)
    {
        var walk = dates.Order;
        var bits = retained.Bits;
        var end = page.From is { } from ? dates.Before(from, segment.Ids, inclusive: false) : walk.Length;
        for (var i = end - 1; i >= 0; i--)
        {
            if (Bits.Has(bits, walk[i]) && !top.Offer(dates.PositionKey(walk[i]), segment.Ids, number, walk[i])) break;
        }

        for (var i = end; i < walk.Length && !top.HasOutside; i++) top.HasOutside = Bits.Has(bits, walk[i]);
    }

    private void OfferByDistance(Segment segment, int number, MissionSet retained)
    {
        var from = center!.Value;
        var hopeless = double.PositiveInfinity;
        foreach (var mission in retained.Positions())
        {
            var (address, squared) = segment.Addresses.Nearest(mission, from);
            if (squared > hopeless) continue;
            top.Offer(address < 0 ? long.MaxValue : DistanceKey(UnitVector.Km(squared)), segment.Ids, number, mission);
            if (top.IsFull && !page.Backward && top.LastKey != long.MaxValue) hopeless = UnitVector.Squared((top.LastKey + 1) / Millimetres);
        }
    }

    // Whole millimetres: the last bits of a distance depend on how it is computed.
    private static long DistanceKey(double km) => (long)Math.Round(km * Millimetres);
}
