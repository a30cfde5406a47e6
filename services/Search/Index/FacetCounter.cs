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
        var values = new List<FacetCount>();
        for (var value = 0; value < size; value++)
        {
            if (counts[value] > 0) values.Add(new FacetCount(lexicon[value], counts[value], selecting?.Selects(value) == true));
        }

        ArrayPool<int>.Shared.Return(counts);
        values.Sort(MostFrequentFirst);
        if (values.Count > request.First) values.RemoveRange(request.First, values.Count - request.First);
        return new FacetResult(request.Facet, values);
    }

    private static int MostFrequentFirst(FacetCount left, FacetCount right) =>
        left.Count != right.Count ? right.Count.CompareTo(left.Count) : string.CompareOrdinal(left.Code, right.Code);
}
