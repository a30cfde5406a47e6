namespace Engagement.Search.Index;

/// <summary>One date of each mission, in UTC ticks, and the missions in the order of lists: latest first, then ascending id.</summary>
internal sealed class DateColumn
{
    private readonly long[] ticks;
    private readonly ushort[] order;

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
    }

    internal long this[int mission] => ticks[mission];

    internal ReadOnlySpan<ushort> Order => order;

    internal ReadOnlySpan<long> Ticks => ticks;

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
}
