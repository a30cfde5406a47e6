namespace Engagement.Search.Index;

/// <summary>
/// One field of exact values in a segment, both ways: the missions of a value (bits when many, else a list), to filter and to count
/// broad results; the values of a mission, to count narrow ones.
/// </summary>
internal sealed class KeywordColumn
{
    // From here on, 2 KB of bits are read faster than the list is walked.
    private const int ManyMissions = 160;

    private readonly int[] keys;
    private readonly int[] starts;
    private readonly ushort[] missions;
    private readonly ulong[]?[] bits;
    private readonly int[] rowStarts;
    private readonly int[] rowValues;
    private readonly int broadCost;

    internal KeywordColumn(Rows rows, int[] scratch)
    {
        (keys, starts, missions, rowValues) = Inversion.Of(rows, scratch);
        rowStarts = rows.Starts();
        bits = new ulong[]?[keys.Length];
        var words = Bits.Words(rows.Count);
        for (var k = 0; k < keys.Length; k++)
        {
            var list = List(k);
            broadCost += list.Length < ManyMissions ? list.Length + 4 : words / 2;
            if (list.Length < ManyMissions) continue;
            var set = bits[k] = new ulong[words];
            foreach (var mission in list) Bits.Set(set, mission);
        }
    }

    private ReadOnlySpan<ushort> List(int k) => missions.AsSpan(starts[k]..starts[k + 1]);

    /// <summary>The values of a mission, as places in the column's keys; <see cref="Key"/> tells their numbers.</summary>
    internal ReadOnlySpan<int> RowOf(int mission) => rowValues.AsSpan(rowStarts[mission]..rowStarts[mission + 1]);

    internal int Key(int place) => keys[place];

    /// <summary>Adds the missions that have the value.</summary>
    internal void Collect(int value, Span<ulong> target)
    {
        var k = Array.BinarySearch(keys, value);
        if (k < 0) return;
        if (bits[k] is { } set) Bits.Or(target, set);
        else foreach (var mission in List(k)) Bits.Set(target, mission);
    }

    /// <summary>Adds to <paramref name="counts"/>, by value number, how many of the missions have each value.</summary>
    internal void Count(MissionSet set, int[] counts)
    {
        if (set.Count * 3 < broadCost) CountRows(set, counts);
        else CountValues(set.Bits, counts);
    }

    private void CountRows(MissionSet set, int[] counts)
    {
        foreach (var mission in set.Positions())
        {
            foreach (var place in RowOf(mission)) counts[keys[place]]++;
        }
    }

    private void CountValues(ReadOnlySpan<ulong> set, int[] counts)
    {
        for (var k = 0; k < keys.Length; k++)
        {
            if (bits[k] is { } mine)
            {
                counts[keys[k]] += Bits.CountAnd(set, mine);
                continue;
            }

            var count = 0;
            foreach (var mission in List(k)) count += (int)(set[mission >> 6] >> (mission & 63)) & 1;
            counts[keys[k]] += count;
        }
    }
}
