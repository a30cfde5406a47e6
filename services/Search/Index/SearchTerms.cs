using Engagement.Search.Analysis;

namespace Engagement.Search.Index;

/// <summary>
/// The words of a search against one view. A mission matches with one word; its score is the sum of BM25 over its words, and one that
/// has all the words stands above every one that has some.
/// </summary>
internal sealed class SearchTerms : Clause
{
    // Scores are compared with four digits, so that they are the same wherever they are computed.
    private const double Digits = 10_000;

    // Looking a mission up in a list of postings costs about as much as walking so many of them.
    private const int LookUpCost = 24;

    private readonly int[] terms;
    private readonly float[] units;
    private readonly double allWords;

    private SearchTerms(IndexView view, SortedSet<string> words, LexiconSet lexicons)
    {
        terms = [.. words.Select(word => lexicons.Terms.TryGet(word, out var term) ? term : -1).Where(term => term >= 0)];
        units = new float[terms.Length];
        HasAll = terms.Length == words.Count && terms.Length > 1;
        for (var i = 0; i < terms.Length; i++)
        {
            var rarity = Rarity(view.Frequency(terms[i]), view.Count);
            units[i] = (float)rarity * TermWeights.Unit;
            allWords += rarity * TermWeights.Most;
        }
    }

    /// <summary>Whether there are several words and some mission might have them all.</summary>
    internal bool HasAll { get; }

    /// <summary>Null when the text has no meaningful word.</summary>
    internal static SearchTerms? Of(string? text, IndexView view, LexiconSet lexicons)
    {
        var words = FrenchAnalyzer.Terms(text);
        return words.Count == 0 ? null : new SearchTerms(view, words, lexicons);
    }

    /// <summary>Whether the score is one term's weight, so that weights can be compared instead.</summary>
    internal bool IsSingle => terms.Length == 1;

    internal float SingleUnit => units[0];

    internal TextColumn.Postings SinglePostings(Segment segment) => segment.Text[terms[0]];

    internal override void Collect(Segment segment, Span<ulong> bits)
    {
        foreach (var term in terms) segment.Text.Collect(term, bits);
    }

    internal override ulong[] Missions(Segment segment, ulong[] buffer) =>
        IsSingle ? segment.Text.Missions(terms[0], buffer, segment.Words) : base.Missions(segment, buffer);

    /// <summary>Leaves the bits of the missions that have all the words.</summary>
    internal void NarrowToAll(Segment segment, Span<ulong> bits, ulong[] buffer)
    {
        foreach (var term in terms) Bits.And(bits, segment.Text.Missions(term, buffer, bits.Length));
    }

    /// <summary>Writes the sums of some missions of the segment, by position; what other positions hold means nothing.</summary>
    internal void Sum(Segment segment, ReadOnlySpan<ushort> missions, float[] sums)
    {
        foreach (var mission in missions) sums[mission] = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            var postings = segment.Text[terms[i]];
            if (missions.Length * LookUpCost < postings.Missions.Length) LookUp(postings, missions, units[i], sums);
            else Walk(postings, units[i], sums);
        }
    }

    /// <summary>The key that a position holds: ascending keys are descending scores.</summary>
    internal long PositionKey(float sum, bool all) => -(long)Math.Round((all ? sum + allWords : sum) * Digits);

    /// <summary>A sum at or below this has a key after the given one.</summary>
    internal float Hopeless(long key, bool all) => (float)((((-key - 1) / Digits) - (all ? allWords : 0)) * (1 - 1e-6));

    private static void Walk(TextColumn.Postings postings, float unit, float[] sums)
    {
        var missions = postings.Missions;
        var weights = postings.Weights[..missions.Length];
        for (var p = 0; p < missions.Length; p++) sums[missions[p]] += unit * weights[p];
    }

    private static void LookUp(TextColumn.Postings postings, ReadOnlySpan<ushort> missions, float unit, float[] sums)
    {
        foreach (var mission in missions)
        {
            var p = postings.Missions.BinarySearch(mission);
            if (p >= 0) sums[mission] += unit * postings.Weights[p];
        }
    }

    private static double Rarity(int missions, int all) => Math.Log(1 + ((all - missions + 0.5) / (missions + 0.5)));
}
