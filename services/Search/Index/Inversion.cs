using System.Runtime.InteropServices;

namespace Engagement.Search.Index;

/// <summary>
/// Values of missions turned round: for each value its missions. The values are numbers of a lexicon; keys ascend, and so do the missions
/// of a key. Built in two passes over the rows, without sorting them.
/// </summary>
/// <param name="Keys">The values that occur.</param>
/// <param name="Starts">Where the missions of each key begin in <paramref name="Missions"/>; one more at the end.</param>
/// <param name="Missions">Positions in the segment.</param>
/// <param name="Local">For each row entry, the place of its value in <paramref name="Keys"/>.</param>
internal readonly record struct Inversion(int[] Keys, int[] Starts, ushort[] Missions, int[] Local)
{
    /// <summary>Turns rows round.</summary>
    /// <param name="scratch">Zeros, one for each number of the lexicon; left as zeros.</param>
    internal static Inversion Of(Rows rows, int[] scratch)
    {
        var values = rows.Values;
        var keys = new List<int>();
        foreach (var value in values)
        {
            if (scratch[value]++ == 0) keys.Add(value);
        }

        keys.Sort();
        var starts = new int[keys.Count + 1];
        for (var k = 0; k < keys.Count; k++)
        {
            starts[k + 1] = starts[k] + scratch[keys[k]];
            scratch[keys[k]] = k;
        }

        var next = starts.AsSpan(0, keys.Count).ToArray();
        var missions = new ushort[values.Length];
        var local = new int[values.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = rows.Start(row); i < rows.Start(row + 1); i++)
            {
                var k = scratch[values[i]];
                local[i] = k;
                missions[next[k]++] = (ushort)row;
            }
        }

        foreach (var key in keys) scratch[key] = 0;
        return new Inversion([.. keys], starts, missions, local);
    }
}

/// <summary>A list of values for each mission of a segment to be.</summary>
internal sealed class Rows
{
    private readonly List<int> starts = [0];
    private readonly List<int> values = [];

    // The values of the mission being written, when they are too many to be searched one by one.
    private HashSet<int>? many;

    internal int Count => starts.Count - 1;

    internal ReadOnlySpan<int> Values => CollectionsMarshal.AsSpan(values);

    internal int Start(int row) => starts[row];

    internal int[] Starts() => [.. starts];

    /// <summary>Adds to the mission being written. A value it has already is left out.</summary>
    internal void Add(int value)
    {
        const int Few = 64;
        var known = Values[starts[^1]..];
        if (known.Length > Few) many ??= [.. known];
        if (many?.Add(value) ?? !known.Contains(value)) values.Add(value);
    }

    /// <summary>Adds to the mission being written a value that it does not have yet.</summary>
    internal void Append(int value) => values.Add(value);

    /// <summary>Adds to the mission being written values that it does not have yet.</summary>
    internal void Append(ReadOnlySpan<int> list) => values.AddRange(list);

    /// <summary>Ends the mission being written.</summary>
    internal void End()
    {
        starts.Add(values.Count);
        many = null;
    }
}
