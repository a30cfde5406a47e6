namespace Engagement.Search.Index;

/// <summary>
/// One field of exact values in a segment, both ways: the missions of a value (bits when many, else a list), to filter and to count
/// middling results; the values of a mission, to count narrow results and, by what they lack, broad ones.
/// </summary>
internal sealed class KeywordColumn
{
    // From here on, 2 KB of bits are read faster than the list is walked.
    private const int ManyMissions = 96;

    // A mission's values are anywhere: measured against walking a list.
    private const int RowCost = 4;

    // In firsts: no value, and the mark of a mission with others besides its first.
    private const int None = int.MaxValue;
    private const int HasOthers = int.MinValue;

    private readonly int count;
    private readonly int[] keys;
    private readonly int[] starts;
    private readonly ushort[] missions;
    private readonly ulong[]?[] bits;
    private readonly int[] rowStarts;
    private readonly int[] rowValues;
    private readonly int[] firsts;
    private readonly int middlingCost;

    internal KeywordColumn(Rows rows, int[] scratch)
    {
        count = rows.Count;
        (keys, starts, missions, _) = Inversion.Of(rows, scratch);
        rowStarts = rows.Starts();
        rowValues = rows.Values.ToArray();
        firsts = Firsts();
        bits = new ulong[]?[keys.Length];
        var words = Bits.Words(count);
        for (var k = 0; k < keys.Length; k++)
        {
            var list = List(k);
            middlingCost += list.Length < ManyMissions ? list.Length : words / 8;
            if (list.Length < ManyMissions) continue;
            var set = bits[k] = new ulong[words];
            foreach (var mission in list) Bits.Set(set, mission);
        }
    }

    // The same missions by other numbers, in the same order.
    private KeywordColumn(KeywordColumn column, int[] numbers)
    {
        (count, starts, missions, bits, rowStarts, middlingCost) =
            (column.count, column.starts, column.missions, column.bits, column.rowStarts, column.middlingCost);
        keys = Array.ConvertAll(column.keys, key => numbers[key]);
        rowValues = Array.ConvertAll(column.rowValues, value => numbers[value]);
        firsts = Firsts();
    }

    /// <summary>The values that occur, ascending.</summary>
    internal IReadOnlyList<int> Keys => keys;

    /// <summary>The values of a mission.</summary>
    internal ReadOnlySpan<int> RowOf(int mission) => rowValues.AsSpan(rowStarts[mission]..rowStarts[mission + 1]);

    /// <summary>The bits of the missions that have the value, when they are many; else null.</summary>
    internal ulong[]? BitsOf(int value)
    {
        var k = Array.BinarySearch(keys, value);
        return k < 0 ? null : bits[k];
    }

    /// <summary>Adds the missions that have the value.</summary>
    internal void Collect(int value, Span<ulong> target)
    {
        var k = Array.BinarySearch(keys, value);
        if (k < 0) return;
        if (bits[k] is { } set) Bits.Or(target, set);
        else foreach (var mission in List(k)) Bits.Set(target, mission);
    }

    /// <summary>The column with each value written as its new number; new numbers are in the order of the old ones.</summary>
    internal KeywordColumn Renumbered(int[] numbers) => new(this, numbers);

    /// <summary>Adds to <paramref name="counts"/>, by value number, how many of the missions have each value.</summary>
    internal void Count(MissionSet set, int[] counts)
    {
        var narrow = set.Count * RowCost;
        var broad = ((count - set.Count) * RowCost) + keys.Length;
        if (narrow <= Math.Min(broad, middlingCost)) CountRows(set.Positions(), 1, counts);
        else if (broad < middlingCost) CountBroad(set, counts);
        else CountValues(set.Bits, counts);
    }

    private ReadOnlySpan<ushort> List(int k) => missions.AsSpan(starts[k]..starts[k + 1]);

    // Most missions have one value, which is then found without going through the rows.
    private int[] Firsts()
    {
        var values = new int[count];
        for (var mission = 0; mission < count; mission++)
        {
            var row = RowOf(mission);
            values[mission] = row.Length == 0 ? None : row.Length == 1 ? row[0] : row[0] | HasOthers;
        }

        return values;
    }

    private void CountRows(ReadOnlySpan<ushort> positions, int sign, int[] counts)
    {
        // In locals: the counts that are written could be these arrays, for all the compiler knows.
        var (values, from, rows) = (firsts, rowStarts, rowValues);
        foreach (var mission in positions)
        {
            var value = values[mission];
            if (value == None) continue;
            counts[value & ~HasOthers] += sign;
            if (value >= 0) continue;
            var end = from[mission + 1];
            for (var i = from[mission] + 1; i < end; i++) counts[rows[i]] += sign;
        }
    }

    private void CountBroad(MissionSet set, int[] counts)
    {
        for (var k = 0; k < keys.Length; k++) counts[keys[k]] += starts[k + 1] - starts[k];
        CountRows(set.Others(count), -1, counts);
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

            var found = 0;
            foreach (var mission in List(k)) found += (int)(set[mission >> 6] >> (mission & 63)) & 1;
            counts[keys[k]] += found;
        }
    }
}
