namespace Engagement.Search.Index;

/// <summary>
/// Forgets texts that no segment holds any more: what partners replace would else stay in memory for ever, and each facet would walk it. The
/// others get new numbers in the same order, so columns are renumbered without being sorted, and share all but the numbers with the columns
/// before. Queries that run keep the view, and with it the lexicons, that they began with.
/// </summary>
internal static class Forgetting
{
    // Less than an eighth is not worth renumbering the index.
    private const int Share = 8;

    /// <summary>The lexicons to go on with, and the segments in their numbers: the same as given when there is little to forget.</summary>
    internal static (LexiconSet Lexicons, SegmentView[] Segments) Forget(LexiconSet lexicons, SegmentView[] segments)
    {
        var numbers = new int[]?[lexicons.All.Count];
        for (var place = 0; place < numbers.Length; place++)
        {
            if (lexicons.HasGrown(place)) numbers[place] = Renumber(lexicons, place, segments);
        }

        return Array.TrueForAll(numbers, renumbering => renumbering is null)
            ? (lexicons, segments)
            : (lexicons.Renumbered(numbers), Array.ConvertAll(segments, view => view.With(view.Segment.Renumbered(numbers))));
    }

    private static int[]? Renumber(LexiconSet lexicons, int place, SegmentView[] segments)
    {
        var numbers = new int[lexicons.All[place].Count];
        Array.Fill(numbers, -1);
        foreach (var number in segments.SelectMany(view => view.Segment.NumbersOf(place))) numbers[number] = 0;
        var kept = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] == 0) numbers[i] = kept++;
        }

        if ((numbers.Length - kept) * Share >= numbers.Length) return numbers;
        lexicons.LookLater(place);
        return null;
    }
}
