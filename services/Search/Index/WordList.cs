using System.Runtime.InteropServices;

namespace Engagement.Search.Index;

/// <summary>
/// The distinct words of one list of a publisher: its tags, its audiences or its networks. At most 5,000 are facet values. When its live
/// missions use more, the words that most of them use are; ties go by ordinal order. The choice depends on the live missions alone, neither on
/// the order in which they came nor on what was there before, so every index that has the same missions chooses the same words.
/// </summary>
internal sealed class WordList
{
    private static readonly Comparer<WordUse> BestFirst = Comparer<WordUse>.Create((left, right) =>
        left.Missions != right.Missions ? right.Missions.CompareTo(left.Missions) : string.CompareOrdinal(left.Text, right.Text));

    private readonly Dictionary<string, WordUse> words = new(StringComparer.Ordinal);
    private readonly List<WordUse> fresh = [];
    private readonly List<WordUse> toggled = [];
    private readonly List<WordUse> moved = [];

    // Only while there are too many words: those with a place and those without.
    private SortedSet<WordUse>? chosen;
    private SortedSet<WordUse>? others;
    private int readings;

    /// <summary>The words of a mission that has these values now.</summary>
    /// <param name="before">Its words so far.</param>
    internal WordUse[] Replace(WordUse[] before, IReadOnlyList<string> values)
    {
        if (IsSame(before, values)) return before;
        // First in, then out: a word that stays is never without a mission.
        var after = Take(values);
        foreach (var use in before) Count(use, -1);
        return after;
    }

    /// <summary>Gives the places to the words that they belong to now. True when a word that missions had before won or lost its place.</summary>
    internal bool Settle()
    {
        foreach (var use in moved) use.HasMoved = false;
        moved.Clear();
        if (words.Count <= FacetWords.Most) AdmitAll();
        else Choose();
        foreach (var use in toggled)
        {
            // One that was toggled back, that came since, or that no mission uses any more moves no mission.
            if (use.HasMoved || use.WasFacet != !use.IsFacet || use.Missions == 0) continue;
            use.HasMoved = true;
            use.WasFacet = use.IsFacet;
            moved.Add(use);
        }

        foreach (var use in fresh) use.WasFacet = use.IsFacet;
        toggled.Clear();
        fresh.Clear();
        return moved.Count > 0;
    }

    private static bool IsSame(WordUse[] before, IReadOnlyList<string> values)
    {
        if (before.Length != values.Count) return false;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i].Text != values[i]) return false;
        }

        return true;
    }

    private WordUse[] Take(IReadOnlyList<string> values)
    {
        if (values.Count == 0) return [];
        readings++;
        var uses = new List<WordUse>(values.Count);
        foreach (var value in values)
        {
            if (string.IsNullOrEmpty(value)) continue;
            var use = Find(value);
            if (use.ReadIn == readings) continue;
            use.ReadIn = readings;
            Count(use, 1);
            uses.Add(use);
        }

        return [.. uses];
    }

    private WordUse Find(string value)
    {
        ref var use = ref CollectionsMarshal.GetValueRefOrAddDefault(words, value, out var isKnown);
        if (isKnown) return use!;
        use = new WordUse(value) { IsFacet = chosen is null };
        fresh.Add(use);
        return use;
    }

    private void Count(WordUse use, int by)
    {
        SetOf(use)?.Remove(use);
        use.Missions += by;
        if (use.Missions == 0) words.Remove(use.Text);
        else SetOf(use)?.Add(use);
    }

    private SortedSet<WordUse>? SetOf(WordUse use) => use.IsFacet ? chosen : others;

    private void AdmitAll()
    {
        if (others is null) return;
        foreach (var use in others) Toggle(use);
        (chosen, others) = (null, null);
    }

    private void Choose()
    {
        if (chosen is null || others is null)
        {
            WordUse[] sorted = [.. words.Values];
            Array.Sort(sorted, BestFirst);
            chosen = new SortedSet<WordUse>(sorted[..FacetWords.Most], BestFirst);
            others = new SortedSet<WordUse>(sorted[FacetWords.Most..], BestFirst);
            foreach (var use in others) Toggle(use);
            return;
        }

        while (chosen.Count < FacetWords.Most) Move(others.Min!);
        while (BestFirst.Compare(others.Min, chosen.Max) < 0)
        {
            var (best, worst) = (others.Min!, chosen.Max!);
            Move(worst);
            Move(best);
        }
    }

    private void Move(WordUse use)
    {
        SetOf(use)!.Remove(use);
        Toggle(use);
        SetOf(use)!.Add(use);
    }

    private void Toggle(WordUse use)
    {
        use.IsFacet = !use.IsFacet;
        toggled.Add(use);
    }
}
