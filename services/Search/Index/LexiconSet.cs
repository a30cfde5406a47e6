using Engagement.Search.Analysis;

namespace Engagement.Search.Index;

/// <summary>
/// The lexicons of an index: one for terms, one for each field. A number means one text as long as the set lives, so a set only grows: when
/// segments no longer use much of it, <see cref="Forgetting"/> puts a smaller one in its place. A view keeps the set its segments are written with.
/// </summary>
internal sealed class LexiconSet
{
    /// <summary>The place of the terms in <see cref="All"/>, after the fields.</summary>
    internal static readonly int TermsPlace = Fields.Count;

    // Looking for unused texts costs about a millisecond for 100,000 missions: it is done when so many came since the last time.
    private const int LeastGrowth = 1_024;
    private const int GrowthShare = 8;

    private readonly Lexicon[] lexicons;
    private readonly int[] lookAt;
    private int[] scratch = new int[1024];

    internal LexiconSet()
        : this([.. Enumerable.Range(0, Fields.Count + 1).Select(_ => new Lexicon())], [.. Enumerable.Repeat(LeastGrowth, Fields.Count + 1)])
    {
    }

    private LexiconSet(Lexicon[] lexicons, int[] lookAt) => (this.lexicons, this.lookAt) = (lexicons, lookAt);

    internal Lexicon Terms => lexicons[TermsPlace];

    internal IReadOnlyList<Lexicon> All => lexicons;

    internal Lexicon this[Field field] => lexicons[(int)field];

    /// <summary>Zeros for <see cref="Inversion"/>; the writer's, one use at a time.</summary>
    internal int[] Scratch(Field field) => Zeros(this[field].Count);

    internal int[] TermScratch() => Zeros(Terms.Count);

    /// <summary>Whether a lexicon has grown so much that it is worth looking for texts that nothing uses.</summary>
    internal bool HasGrown(int place) => lexicons[place].Count >= lookAt[place];

    /// <summary>Nothing worth forgetting was found: look again when it has grown more.</summary>
    internal void LookLater(int place) => lookAt[place] = NextLook(lexicons[place].Count);

    /// <summary>A set with smaller lexicons.</summary>
    /// <param name="numbers">By lexicon, the new number of each text, -1 for one to forget; null for a lexicon that stays.</param>
    internal LexiconSet Renumbered(int[]?[] numbers)
    {
        var (others, looks) = (lexicons.ToArray(), lookAt.ToArray());
        for (var i = 0; i < others.Length; i++)
        {
            if (numbers[i] is not { } renumbering) continue;
            var smaller = new Lexicon();
            for (var number = 0; number < renumbering.Length; number++)
            {
                if (renumbering[number] >= 0) smaller.Add(lexicons[i][number]);
            }

            (others[i], looks[i]) = (smaller, NextLook(smaller.Count));
        }

        return new LexiconSet(others, looks);
    }

    private static int NextLook(int count) => count + Math.Max(LeastGrowth, count / GrowthShare);

    private int[] Zeros(int count)
    {
        if (scratch.Length < count) scratch = new int[count * 2];
        return scratch;
    }
}
