namespace Engagement.Search.Index;

/// <summary>
/// Which missions of a segment a query retains: those shown at its time, that its caller may see, that its search finds and its filter
/// lets through; and, for a facet, those that it would retain without that field's own selection.
/// </summary>
internal sealed class Selection
{
    private readonly long now;
    private readonly List<Clause> fixedClauses = [];
    private readonly List<Clause> facetClauses = [];
    private readonly MissionSet result;
    private readonly MissionSet without;
    private readonly ulong[] common;
    private readonly ulong[] buffer;
    private readonly ulong[][] buffers;
    private readonly ulong[][] selected;

    /// <param name="clauses">The filter's: the facet of a field leaves that field's clause out.</param>
    /// <param name="always">What no facet leaves out.</param>
    /// <param name="facets">The fields that will be counted.</param>
    internal Selection(List<Clause> clauses, IEnumerable<Clause> always, DateTimeOffset now, IReadOnlyList<Field> facets, QueryScratch scratch)
    {
        this.now = now.UtcTicks;
        fixedClauses.AddRange(always);
        foreach (var clause in clauses)
        {
            (clause.Field is { } field && facets.Contains(field) ? facetClauses : fixedClauses).Add(clause);
        }

        (result, without, common, buffer) = (scratch.Result, scratch.Without, scratch.Buffer(), scratch.Buffer());
        buffers = facetClauses.Count == 0 ? [] : [.. facetClauses.Select(_ => scratch.Buffer())];
        selected = facetClauses.Count == 0 ? [] : new ulong[facetClauses.Count][];
    }

    /// <summary>What the query retains.</summary>
    internal MissionSet Retain(SegmentView view)
    {
        var bits = result.Begin(view.Segment.Count);
        var shared = common.AsSpan(0, bits.Length);
        view.ShownAt(now).CopyTo(shared);
        foreach (var clause in fixedClauses) Bits.And(shared, clause.Missions(view.Segment, buffer));
        shared.CopyTo(bits);
        for (var i = 0; i < facetClauses.Count; i++)
        {
            selected[i] = facetClauses[i].Missions(view.Segment, buffers[i]);
            Bits.And(bits, selected[i]);
        }

        result.Complete();
        return result;
    }

    /// <summary>What it would retain without its selection of the field's values. After <see cref="Retain"/>, of the same segment.</summary>
    internal MissionSet RetainWithout(Field field, SegmentView view)
    {
        if (!IsSelected(field)) return result;
        var bits = without.Begin(view.Segment.Count);
        common.AsSpan(0, bits.Length).CopyTo(bits);
        for (var i = 0; i < facetClauses.Count; i++)
        {
            if (facetClauses[i].Field != field) Bits.And(bits, selected[i]);
        }

        without.Complete();
        return without;
    }

    private bool IsSelected(Field field)
    {
        foreach (var clause in facetClauses)
        {
            if (clause.Field == field) return true;
        }

        return false;
    }
}
