namespace Engagement.Search.Index;

/// <summary>Counts one facet over the segments of a view.</summary>
internal sealed class FacetCounter(FacetRequest request, List<Clause> clauses, LexiconSet lexicons)
{
    private readonly Field field = Fields.Of(request.Facet);
    private readonly int[] counts = new int[lexicons[Fields.Of(request.Facet)].Count];

    internal void Count(SegmentView view, Selection selection) =>
        view.Segment.Keywords[(int)field].Count(selection.RetainWithout(field, view), counts);

    internal FacetResult Result()
    {
        var lexicon = lexicons[field];
        var selecting = clauses.OfType<KeywordClause>().FirstOrDefault(clause => clause.Field == field);
        var values = new List<FacetCount>();
        for (var value = 0; value < counts.Length; value++)
        {
            if (counts[value] > 0) values.Add(new FacetCount(lexicon[value], counts[value], selecting?.Selects(value) == true));
        }

        values.Sort(MostFrequentFirst);
        if (values.Count > request.First) values.RemoveRange(request.First, values.Count - request.First);
        return new FacetResult(request.Facet, values);
    }

    private static int MostFrequentFirst(FacetCount left, FacetCount right) =>
        left.Count != right.Count ? right.Count.CompareTo(left.Count) : string.CompareOrdinal(left.Code, right.Code);
}
