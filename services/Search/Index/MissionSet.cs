namespace Engagement.Search.Index;

/// <summary>Missions of a segment that a query is looking at, with their number and, when asked for, their positions.</summary>
internal sealed class MissionSet
{
    private ulong[] bits = [];
    private ushort[] positions = [];
    private int words;
    private bool extracted;

    internal Span<ulong> Bits => bits.AsSpan(0, words);

    internal int Count { get; private set; }

    /// <summary>Makes room for the missions of a segment and clears it.</summary>
    internal Span<ulong> Reset(int missions)
    {
        words = Index.Bits.Words(missions);
        if (bits.Length < words) bits = new ulong[Math.Max(words, Index.Bits.Words(Segment.MostMissions))];
        Bits.Clear();
        Count = 0;
        extracted = false;
        return Bits;
    }

    /// <summary>To be called when the bits stand.</summary>
    internal void Complete()
    {
        Count = Index.Bits.Count(Bits);
        extracted = false;
    }

    /// <summary>Ascending.</summary>
    internal ReadOnlySpan<ushort> Positions()
    {
        if (extracted) return positions.AsSpan(0, Count);
        if (positions.Length < Count) positions = new ushort[Math.Max(Count, Segment.MostMissions)];
        Index.Bits.Extract(Bits, positions);
        extracted = true;
        return positions.AsSpan(0, Count);
    }
}
