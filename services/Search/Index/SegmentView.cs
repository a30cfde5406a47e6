namespace Engagement.Search.Index;

/// <summary>A segment at one moment: which of its missions are still its own. Immutable but for a remembered bitmap.</summary>
internal sealed class SegmentView
{
    private readonly ulong[] live;
    private volatile Shown? shown;

    internal SegmentView(Segment segment)
    {
        Segment = segment;
        live = new ulong[segment.Words];
        Bits.Fill(live, segment.Count);
        LiveCount = segment.Count;
    }

    private SegmentView(Segment segment, ulong[] live)
    {
        Segment = segment;
        this.live = live;
        LiveCount = Bits.Count(live);
    }

    internal Segment Segment { get; }

    internal int LiveCount { get; }

    internal bool IsWhole => LiveCount == Segment.Count;

    internal ReadOnlySpan<ulong> Live => live;

    internal bool IsLive(int mission) => Bits.Has(live, mission);

    internal SegmentView Without(IEnumerable<ushort> missions)
    {
        var remaining = live.AsSpan().ToArray();
        foreach (var mission in missions) remaining[mission >> 6] &= ~(1UL << (mission & 63));
        return new SegmentView(Segment, remaining);
    }

    /// <summary>These of its missions alone.</summary>
    internal SegmentView Only(IEnumerable<ushort> missions)
    {
        var some = new ulong[live.Length];
        foreach (var mission in missions) Bits.Set(some, mission);
        return new SegmentView(Segment, some);
    }

    /// <summary>The same missions of the same segment, renumbered.</summary>
    internal SegmentView With(Segment renumbered) => new(renumbered, live);

    /// <summary>
    /// The missions that live and are not past their end. The set only changes when the clock passes one of the ends, so it is
    /// remembered with the time span in which it holds.
    /// </summary>
    internal ReadOnlySpan<ulong> ShownAt(long now)
    {
        if (shown is { } known && now >= known.From && now < known.To) return known.Missions;
        var fresh = Shown.At(now, Segment.Ends, live);
        shown = fresh;
        return fresh.Missions;
    }

    private sealed record Shown(long From, long To, ulong[] Missions)
    {
        internal static Shown At(long now, long[] ends, ulong[] live)
        {
            var missions = new ulong[live.Length];
            var (from, to) = (long.MinValue, long.MaxValue);
            for (var i = 0; i < ends.Length; i++)
            {
                if (ends[i] > now)
                {
                    Bits.Set(missions, i);
                    to = Math.Min(to, ends[i]);
                }
                else
                {
                    from = Math.Max(from, ends[i]);
                }
            }

            Bits.And(missions, live);
            return new Shown(from, to, missions);
        }
    }
}
