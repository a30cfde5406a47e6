namespace Engagement.Search.Index;

/// <summary>Offers the missions of a search by their scores: those with all the words first, the others only if the page may take them.</summary>
internal sealed class ScoredPage(SearchTerms terms, Page page, TopHits top, QueryScratch scratch)
{
    private readonly ulong[] all = scratch.Buffer();
    private readonly ulong[] buffer = scratch.Buffer();

    internal void Offer(Segment segment, int number, MissionSet retained)
    {
        if (terms.IsSingle)
        {
            OfferSingle(segment, number, retained.Bits);
            return;
        }

        if (!terms.HasAll)
        {
            Offer(segment, number, retained.Positions(), all: false);
            return;
        }

        var bits = all.AsSpan(0, segment.Words);
        retained.Bits.CopyTo(bits);
        terms.NarrowToAll(segment, bits, buffer);
        Offer(segment, number, Extract(bits), all: true);
        if (!page.Backward && top.IsFull && terms.PositionKey(0, all: true) >= top.LastKey) return;
        var some = buffer.AsSpan(0, segment.Words);
        retained.Bits.CopyTo(some);
        Bits.AndNot(some, bits);
        Offer(segment, number, Extract(some), all: false);
    }

    private void OfferSingle(Segment segment, int number, ReadOnlySpan<ulong> retained)
    {
        var postings = terms.SinglePostings(segment);
        var missions = postings.Missions;
        var weights = postings.Weights[..missions.Length];
        var hopeless = -1;
        for (var p = 0; p < weights.Length; p++)
        {
            if (weights[p] <= hopeless || !Bits.Has(retained, missions[p])) continue;
            top.Offer(terms.PositionKey(terms.SingleUnit * weights[p], all: false), segment.Ids, number, missions[p]);
            if (top.IsFull && !page.Backward) hopeless = (int)(terms.Hopeless(top.LastKey, all: false) / terms.SingleUnit * (1 - 1e-5f)) - 1;
        }
    }

    private ReadOnlySpan<ushort> Extract(ReadOnlySpan<ulong> bits)
    {
        Bits.Extract(bits, scratch.Positions);
        return scratch.Positions.AsSpan(0, Bits.Count(bits));
    }

    private void Offer(Segment segment, int number, ReadOnlySpan<ushort> missions, bool all)
    {
        if (missions.IsEmpty) return;
        var sums = scratch.Scores;
        terms.Sum(segment, missions, sums);
        var hopeless = float.NegativeInfinity;
        foreach (var mission in missions)
        {
            if (sums[mission] <= hopeless) continue;
            top.Offer(terms.PositionKey(sums[mission], all), segment.Ids, number, mission);
            if (top.IsFull && !page.Backward) hopeless = terms.Hopeless(top.LastKey, all);
        }
    }
}
