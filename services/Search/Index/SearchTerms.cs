using Engagement.Search.Analysis;

namespace Engagement.Search.Index;

/// <summary>
/// The words of a search against one view. A mission matches with one word; its score is the sum of BM25 over its words, and one that
/// has all the words stands above every one that has some.
/// </summary>
internal sealed class SearchTerms
{
    /// <summary>Scores are compared with four digits, so that they are the same wherever they are computed.</summary>
    internal const double Digits = 10_000;

    private readonly int[] terms;
    private readonly float[] rarities;
    private readonly double allWords;

    private SearchTerms(IndexView view, SortedSet<string> words, LexiconSet lexicons)
    {
        terms = [.. words.Select(word => lexicons.Terms.TryGet(word, out var term) ? term : -1).Where(term => term >= 0)];
        rarities = new float[terms.Length];
        for (var i = 0; i < terms.Length; i++) rarities[i] = (float)Rarity(view.Frequency(terms[i]), view.Count);
        HasAll = terms.Length == words.Count && terms.Length > 1;
        foreach (var rarity in rarities) allWords += rarity * TermWeights.Most;
    }

    /// <summary>Whether some mission might have all the words, and there are several.</summary>
    private bool HasAll { get; }

    /// <summary>Null when the text has no meaningful word.</summary>
    internal static SearchTerms? Of(string? text, IndexView view, LexiconSet lexicons)
    {
        var words = FrenchAnalyzer.Terms(text);
        return words.Count == 0 ? null : new SearchTerms(view, words, lexicons);
    }

    /// <summary>Sets the bits of the missions that have one of the words.</summary>
    internal void Collect(Segment segment, Span<ulong> bits)
    {
        foreach (var term in terms)
        {
            foreach (var mission in segment.Text[term].Missions) Bits.Set(bits, mission);
        }
    }

    /// <summary>Writes the score of each mission of the segment, in units of the last digit.</summary>
    internal void Score(Segment segment, Scores scores)
    {
        scores.Reset(segment.Count);
        var (sums, words) = (scores.Sums, scores.Words);
        for (var i = 0; i < terms.Length; i++)
        {
            var postings = segment.Text[terms[i]];
            var weights = postings.Weights;
            var unit = rarities[i] * TermWeights.Unit;
            for (var p = 0; p < weights.Length; p++)
            {
                var mission = postings.Missions[p];
                sums[mission] += unit * weights[p];
                words[mission]++;
            }
        }
    }

    internal long Score(Scores scores, int mission)
    {
        double score = scores.Sums[mission];
        if (HasAll && scores.Words[mission] == terms.Length) score += allWords;
        return (long)Math.Round(score * Digits);
    }

    private static double Rarity(int missions, int all) => Math.Log(1 + ((all - missions + 0.5) / (missions + 0.5)));

    /// <summary>Sums of the missions of a segment, reused from segment to segment.</summary>
    internal sealed class Scores
    {
        internal float[] Sums { get; } = new float[Segment.MostMissions];

        internal ushort[] Words { get; } = new ushort[Segment.MostMissions];

        internal void Reset(int count)
        {
            Array.Clear(Sums, 0, count);
            Array.Clear(Words, 0, count);
        }
    }
}
