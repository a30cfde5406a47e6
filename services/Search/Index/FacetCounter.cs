using System.Buffers;

namespace Engagement.Search.Index;

/// <summary>Counts one facet over the segments of a view.</summary>
internal sealed class FacetCounter
{
    private readonly FacetRequest request;
    private readonly Field field;
    private readonly int[] counts;
    private readonly Analysis.Lexicon lexicon;
    private readonly int size;

    internal FacetCounter(FacetRequest request, LexiconSet lexicons)
    {
        this.request = request;
        field = Fields.Of(request.Facet);
        lexicon = lexicons[field];
        // The writer may add values meanwhile; the view that is read has none of them.
        size = lexicon.Count;
        counts = ArrayPool<int>.Shared.Rent(size);
        counts.AsSpan(0, size).Clear();
    }

    internal void Count(SegmentView view, Selection selection) =>
        view.Segment.Keywords[(int)field].Count(selection.RetainWithout(field, view), counts);

    /// <summary>To be called once: it gives the memory back.</summary>
    internal FacetResult Result(IEnumerable<Clause> clauses)
    {
        var selecting = clauses.OfType<KeywordClause>().FirstOrDefault(clause => clause.Field == field);
        var order = Order();
        var values = new FacetCount[Math.Min(order.Length, request.First)];
        for (var i = 0; i < values.Length; i++)
        {
            var value = (int)(uint)order[i];
            values[i] = new FacetCount(lexicon[value], counts[value], selecting?.Selects(value) == true);
        }

        ArrayPool<int>.Shared.Return(counts);
        return new FacetResult(request.Facet, values);
    }

    // The values that occur, the most frequent first: numbers sort much faster than counts with their texts, which only tell ties.
    private ulong[] Order()
    {
        var found = 0;
        foreach (var count in counts.AsSpan(0, size)) found += count > 0 ? 1 : 0;
        var order = new ulong[found];
        for (var value = size - 1; value >= 0; value--)
        {
            if (counts[value] > 0) order[--found] = ((ulong)(uint)(int.MaxValue - counts[value]) << 32) | (uint)value;
        }

        order.AsSpan().Sort();
        for (var start = 0; start < Math.Min(order.Length, request.First);)
        {
            var end = start + 1;
            while (end < order.Length && order[end] >> 32 == order[start] >> 32) end++;
            if (end - start > 1) order.AsSpan(start..end).Sort((left, right) => string.CompareOrdinal(lexicon[(int)(uint)left], lexicon[(int)(uint)right]));
            start = end;
        }

        return order;
    }
}
