namespace Engagement.Search.Index;

/// <summary>One date of each mission, in UTC ticks, and the missions in the order of lists: latest first, then ascending id.</summary>
internal sealed class DateColumn
{
    // Between two remembered sets a range is a few hundred bits away from its answer, however many missions it holds.
    private const int Step = 1024;

    private readonly long[] ticks;
    private readonly ushort[] order;
    private readonly ulong[][] firsts;

    internal DateColumn(long[] ticks, Guid[] ids)
    {
        this.ticks = ticks;
        order = new ushort[ticks.Length];
        for (var i = 0; i < order.Length; i++) order[i] = (ushort)i;
        order.AsSpan().Sort((left, right) =>
        {
            var byDate = ticks[right].CompareTo(ticks[left]);
            return byDate != 0 ? byDate : ids[left].CompareTo(ids[right]);
        });
        firsts = FirstMissions();
    }

    internal long this[int mission] => ticks[mission];

    internal ReadOnlySpan<ushort> Order => order;

    /// <summary>The key that a position holds: ascending keys are descending dates.</summary>
    internal long PositionKey(int mission) => ~ticks[mission];

    /// <summary>How many missions of <see cref="Order"/> stand before the position, or, with <paramref name="inclusive"/>, at or before it.</summary>
    internal int Before(MissionPosition position, Guid[] ids, bool inclusive)
    {
        var (low, high) = (0, order.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            var compared = new MissionPosition(PositionKey(order[middle]), ids[order[middle]]).CompareTo(position);
            if (compared < 0 || (inclusive && compared == 0)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Sets <paramref name="bits"/> to the missions whose date lies from <paramref name="from"/> (included) to <paramref name="to"/> (excluded).</summary>
    internal void Select(long from, long to, Span<ulong> bits)
    {
        var (start, end) = (Since(to), Since(from));
        if (end <= start)
        {
            bits.Clear();
            return;
        }

        var near = (end + (Step / 2)) / Step;
        firsts[near].CopyTo(bits);
        Flip(near * Step, end, bits);
        near = (start + (Step / 2)) / Step;
        Bits.AndNot(bits, firsts[near]);
        Flip(Math.Min(near * Step, end), start, bits);
    }

    // How many missions of the order have this date or a later one.
    private int Since(long date)
    {
        var (low, high) = (0, order.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (ticks[order[middle]] >= date) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private void Flip(int one, int other, Span<ulong> bits)
    {
        foreach (var mission in order.AsSpan(Math.Min(one, other)..Math.Min(Math.Max(one, other), order.Length))) bits[mission >> 6] ^= 1UL << (mission & 63);
    }

    // The first thousand missions of the order, the first two thousand …
    private ulong[][] FirstMissions()
    {
        var sets = new ulong[((order.Length + (Step / 2)) / Step) + 1][];
        var set = new ulong[Bits.Words(order.Length)];
        for (var i = 0; i < sets.Length; i++)
        {
            sets[i] = [.. set];
            foreach (var mission in order.AsSpan(Math.Min(i * Step, order.Length)..Math.Min((i + 1) * Step, order.Length))) Bits.Set(set, mission);
        }

        return sets;
    }
}
