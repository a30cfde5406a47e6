namespace Engagement.Search.Analysis;

/// <summary>
/// Words as written and the term of each: an open-addressing table over one array of letters, because a load looks up
/// tens of millions of words. For one writer at a time.
/// </summary>
internal sealed class Spellings
{
    private Slot[] slots = new Slot[1 << 12];
    private char[] letters = new char[1 << 15];
    private int used;

    internal int Count { get; private set; }

    /// <summary>Letters of all words together.</summary>
    internal int Letters => used;

    internal bool TryGet(ReadOnlySpan<char> word, uint hash, out int term)
    {
        var mask = (uint)slots.Length - 1;
        for (var at = hash & mask; ; at = (at + 1) & mask)
        {
            ref readonly var slot = ref slots[at];
            if (slot.Length == 0) break;
            if (slot.Hash != hash || !word.SequenceEqual(letters.AsSpan(slot.Start, slot.Length))) continue;
            term = slot.Term;
            return true;
        }

        term = 0;
        return false;
    }

    /// <summary>Adds a word that is not there.</summary>
    internal void Add(ReadOnlySpan<char> word, uint hash, int term)
    {
        if (Count * 2 >= slots.Length) Grow();
        if (used + word.Length > letters.Length) Array.Resize(ref letters, Math.Max(letters.Length * 2, used + word.Length));
        word.CopyTo(letters.AsSpan(used));
        Place(new Slot(hash, used, word.Length, term));
        used += word.Length;
        Count++;
    }

    internal void Clear()
    {
        Array.Clear(slots);
        (used, Count) = (0, 0);
    }

    private void Grow()
    {
        var old = slots;
        slots = new Slot[old.Length * 2];
        foreach (var slot in old)
        {
            if (slot.Length > 0) Place(slot);
        }
    }

    private void Place(in Slot slot)
    {
        var mask = (uint)slots.Length - 1;
        var at = slot.Hash & mask;
        while (slots[at].Length > 0) at = (at + 1) & mask;
        slots[at] = slot;
    }

    private readonly record struct Slot(uint Hash, int Start, int Length, int Term);
}
