namespace Engagement.Search.Index;

/// <summary>
/// Which missions of a segment a query retains: those shown at its time, that its caller may see, that its search finds and its filter
/// lets through; and, for a facet, those that it would retain without that field's own selection.
/// </summary>
internal sealed class Selection
{
    private readonly long now;
    private readonly KeywordClause? visible;
    private readonly SearchTerms? terms;
    private readonly List<Clause> fixedClauses = [];
    private readonly List<Clause> facetClauses = [];
    private readonly MissionSet result = new();
    private readonly MissionSet without = new();
    private readonly ulong[] common = new ulong[Bits.Words(Segment.MostMissions)];
    private readonly ulong[][] selected;

    /// <param name="facets">The fields that will be counted: only their clauses are kept apart.</param>
    internal Selection(List<Clause> clauses, KeywordClause? visible, SearchTerms? terms, DateTimeOffset now, IReadOnlyList<Field> facets)
    {
        this.now = now.UtcTicks;
        this.visible = visible;
        this.terms = terms;
        foreach (var clause in clauses)
        {
            (clause.Field is { } field && facets.Contains(field) ? facetClauses : fixedClauses).Add(clause);
        }

        selected = [.. facetClauses.Select(_ => new ulong[Bits.Words(Segment.MostMissions)])];
    }

    /// <summary>What the query retains.</summary>
    internal MissionSet Retain(SegmentView view)
    {
        var bits = result.Reset(view.Segment.Count);
        var shared = common.AsSpan(0, bits.Length);
        view.ShownAt(now).CopyTo(shared);
        if (visible is not null) Narrow(shared, bits, view.Segment, visible.Collect);
        if (terms is not null) Narrow(shared, bits, view.Segment, terms.Collect);
        foreach (var clause in fixedClauses) Narrow(shared, bits, view.Segment, clause.Collect);
        shared.CopyTo(bits);
        for (var i = 0; i < facetClauses.Count; i++)
        {
            var mine = selected[i].AsSpan(0, bits.Length);
            mine.Clear();
            facetClauses[i].Collect(view.Segment, mine);
            Bits.And(bits, mine);
        }

        result.Complete();
        return result;
    }

    /// <summary>What it would retain without its selection of the field's values. After <see cref="Retain"/>, of the same segment.</summary>
    internal MissionSet RetainWithout(Field field, SegmentView view)
    {
        if (facetClauses.TrueForAll(clause => clause.Field != field)) return result;
        var bits = without.Reset(view.Segment.Count);
        common.AsSpan(0, bits.Length).CopyTo(bits);
        for (var i = 0; i < facetClauses.Count; i++)
        {
            if (facetClauses[i].Field != field) Bits.And(bits, selected[i]);
        }

        without.Complete();
        return without;
    }

    private static void Narrow(Span<ulong> shared, Span<ulong> buffer, Segment segment, Collector collect)
    {
        buffer.Clear();
        collect(segment, buffer);
        Bits.And(shared, buffer);
    }

    private delegate void Collector(Segment segment, Span<ulong> bits);
}
