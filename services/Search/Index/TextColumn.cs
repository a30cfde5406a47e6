namespace Engagement.Search.Index;

/// <summary>
/// The terms of a segment's missions. A posting is a mission and how much the term weighs in it, computed when it was written and
/// independent of all other missions, so that segments can be merged and updates never change what they do not touch.
/// </summary>
internal sealed class TextColumn
{
    private readonly int[] terms;
    private readonly int[] starts;
    private readonly ushort[] missions;
    private readonly ushort[] weights;

    internal TextColumn(Rows rows, ReadOnlySpan<ushort> rowWeights, int[] scratch)
    {
        (terms, starts, missions, var local) = Inversion.Of(rows, scratch);
        weights = new ushort[missions.Length];
        var next = starts.AsSpan().ToArray();
        for (var i = 0; i < local.Length; i++) weights[next[local[i]]++] = rowWeights[i];
    }

    /// <summary>The postings of a term, by ascending mission; empty when no mission has it.</summary>
    internal Postings this[int term]
    {
        get
        {
            var k = Array.BinarySearch(terms, term);
            return k < 0 ? default : At(k);
        }
    }

    /// <summary>The terms of each mission and their weights: what the column was made of.</summary>
    internal (int[] RowStarts, int[] Terms, ushort[] Weights) ToRows(int count)
    {
        var rowStarts = new int[count + 1];
        foreach (var mission in missions) rowStarts[mission + 1]++;
        for (var i = 0; i < count; i++) rowStarts[i + 1] += rowStarts[i];
        var next = rowStarts.AsSpan(0, count).ToArray();
        var rowTerms = new int[missions.Length];
        var rowWeights = new ushort[missions.Length];
        for (var k = 0; k < terms.Length; k++)
        {
            for (var i = starts[k]; i < starts[k + 1]; i++)
            {
                var place = next[missions[i]]++;
                rowTerms[place] = terms[k];
                rowWeights[place] = weights[i];
            }
        }

        return (rowStarts, rowTerms, rowWeights);
    }

    private Postings At(int k) => new(missions.AsSpan(starts[k]..starts[k + 1]), weights.AsSpan(starts[k]..starts[k + 1]));

    internal readonly ref struct Postings(ReadOnlySpan<ushort> missions, ReadOnlySpan<ushort> weights)
    {
        internal ReadOnlySpan<ushort> Missions { get; } = missions;

        internal ReadOnlySpan<ushort> Weights { get; } = weights;
    }
}
