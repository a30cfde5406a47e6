namespace Engagement.Search.Index;

/// <summary>Missions of a segment that a query is looking at, with their number and, when asked for, their positions.</summary>
internal sealed class MissionSet
{
    private readonly ulong[] bits = new ulong[Index.Bits.Words(Segment.MostMissions)];
    private readonly ulong[] complement = new ulong[Index.Bits.Words(Segment.MostMissions)];
    private readonly ushort[] positions = new ushort[Segment.MostMissions];
    private readonly ushort[] others = new ushort[Segment.MostMissions];
    private int words;
    private bool hasPositions;
    private bool hasOthers;

    internal Span<ulong> Bits => bits.AsSpan(0, words);

    internal int Count { get; private set; }

    /// <summary>Bits to write the missions of a segment of this size into; <see cref="Complete"/> follows.</summary>
    internal Span<ulong> Begin(int missions)
    {
        words = Index.Bits.Words(missions);
        return Bits;
    }

    /// <summary>To be called when the bits stand.</summary>
    internal void Complete()
    {
        Count = Index.Bits.Count(Bits);
        hasPositions = hasOthers = false;
    }

    /// <summary>Ascending.</summary>
    internal ReadOnlySpan<ushort> Positions()
    {
        if (!hasPositions) Index.Bits.Extract(Bits, positions);
        hasPositions = true;
        return positions.AsSpan(0, Count);
    }

    /// <summary>The missions of the segment that are not in the set, ascending.</summary>
    internal ReadOnlySpan<ushort> Others(int missions)
    {
        if (!hasOthers)
        {
            var inverse = complement.AsSpan(0, words);
            Index.Bits.Fill(inverse, missions);
            Index.Bits.AndNot(inverse, Bits);
            Index.Bits.Extract(inverse, others);
            hasOthers = true;
        }

        return others.AsSpan(0, missions - Count);
    }
}
