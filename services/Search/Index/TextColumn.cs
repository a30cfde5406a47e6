namespace Engagement.Search.Index;

/// <summary>
/// The terms of a segment's missions. A posting is a mission and how much the term weighs in it, computed when it was written and
/// independent of all other missions, so that segments can be merged and updates never change what they do not touch.
/// </summary>
internal sealed class TextColumn
{
    // A term that one mission in sixteen has is kept as bits too: setting them one by one would take most of a query.
    private const int FrequentShare = 16;

    private readonly int[] terms;
    private readonly int[] starts;
    private readonly ushort[] missions;
    private readonly ushort[] weights;
    private readonly Dictionary<int, ulong[]> frequent = [];

    internal TextColumn(Rows rows, ReadOnlySpan<ushort> rowWeights, int[] scratch)
    {
        (terms, starts, missions, var local) = Inversion.Of(rows, scratch);
        weights = new ushort[missions.Length];
        var next = starts.AsSpan().ToArray();
        for (var i = 0; i < local.Length; i++) weights[next[local[i]]++] = rowWeights[i];
        FindFrequent(rows.Count);
    }

    /// <summary>Joins columns, term by term.</summary>
    /// <param name="parts">Each with the new position of its missions, in ascending order, or -1 for those that are gone.</param>
    /// <param name="scratch">As in <see cref="Inversion.Of"/>.</param>
    internal TextColumn(IReadOnlyList<(TextColumn Column, int[] Positions)> parts, int count, int[] scratch)
    {
        terms = [.. CountTerms(parts, scratch)];
        starts = new int[terms.Length + 1];
        for (var k = 0; k < terms.Length; k++)
        {
            starts[k + 1] = starts[k] + scratch[terms[k]];
            scratch[terms[k]] = starts[k];
        }

        missions = new ushort[starts[^1]];
        weights = new ushort[starts[^1]];
        foreach (var (column, positions) in parts) CopyPostings(column, positions, scratch);
        foreach (var term in terms) scratch[term] = 0;
        FindFrequent(count);
    }

    // The same postings by other numbers, in the same order.
    private TextColumn(TextColumn column, int[] numbers)
    {
        (starts, missions, weights) = (column.starts, column.missions, column.weights);
        terms = Array.ConvertAll(column.terms, term => numbers[term]);
        foreach (var (term, set) in column.frequent) frequent[numbers[term]] = set;
    }

    /// <summary>The terms that occur, ascending.</summary>
    internal IReadOnlyList<int> Terms => terms;

    /// <summary>The postings of a term, by ascending mission; empty when no mission has it.</summary>
    internal Postings this[int term]
    {
        get
        {
            var k = Array.BinarySearch(terms, term);
            return k < 0 ? default : new Postings(missions.AsSpan(starts[k]..starts[k + 1]), weights.AsSpan(starts[k]..starts[k + 1]));
        }
    }

    /// <summary>The column with each term written as its new number; new numbers are in the order of the old ones.</summary>
    internal TextColumn Renumbered(int[] numbers) => new(this, numbers);

    /// <summary>The missions that have the term, to be read only: the bits that are kept of a frequent one, or else <paramref name="buffer"/>, filled.</summary>
    internal ulong[] Missions(int term, ulong[] buffer, int words)
    {
        if (frequent.TryGetValue(term, out var set)) return set;
        var bits = buffer.AsSpan(0, words);
        bits.Clear();
        Collect(term, bits);
        return buffer;
    }

    /// <summary>Sets the bits of the missions that have the term.</summary>
    internal void Collect(int term, Span<ulong> bits)
    {
        if (frequent.TryGetValue(term, out var set))
        {
            Bits.Or(bits, set);
            return;
        }

        foreach (var mission in this[term].Missions) Bits.Set(bits, mission);
    }

    private static List<int> CountTerms(IReadOnlyList<(TextColumn Column, int[] Positions)> parts, int[] scratch)
    {
        var found = new List<int>();
        foreach (var (column, positions) in parts)
        {
            for (var k = 0; k < column.terms.Length; k++)
            {
                var live = 0;
                foreach (var mission in column.missions.AsSpan(column.starts[k]..column.starts[k + 1])) live += positions[mission] >= 0 ? 1 : 0;
                if (live == 0) continue;
                var term = column.terms[k];
                if (scratch[term] == 0) found.Add(term);
                scratch[term] += live;
            }
        }

        found.Sort();
        return found;
    }

    private void CopyPostings(TextColumn column, int[] positions, int[] next)
    {
        for (var k = 0; k < column.terms.Length; k++)
        {
            ref var at = ref next[column.terms[k]];
            for (var i = column.starts[k]; i < column.starts[k + 1]; i++)
            {
                var position = positions[column.missions[i]];
                if (position < 0) continue;
                missions[at] = (ushort)position;
                weights[at++] = column.weights[i];
            }
        }
    }

    private void FindFrequent(int count)
    {
        for (var k = 0; k < terms.Length; k++)
        {
            var list = missions.AsSpan(starts[k]..starts[k + 1]);
            if (list.Length < 64 || list.Length * FrequentShare < count) continue;
            var set = frequent[terms[k]] = new ulong[Bits.Words(count)];
            foreach (var mission in list) Bits.Set(set, mission);
        }
    }

    internal readonly ref struct Postings(ReadOnlySpan<ushort> missions, ReadOnlySpan<ushort> weights)
    {
        internal ReadOnlySpan<ushort> Missions { get; } = missions;

        internal ReadOnlySpan<ushort> Weights { get; } = weights;
    }
}
