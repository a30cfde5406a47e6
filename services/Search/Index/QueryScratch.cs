namespace Engagement.Search.Index;

/// <summary>Memory that a query needs while it runs, kept by its thread for the next one.</summary>
internal sealed class QueryScratch
{
    [ThreadStatic]
    private static QueryScratch? spare;

    private readonly List<ulong[]> buffers = [];
    private int taken;

    internal MissionSet Result { get; } = new();

    internal MissionSet Without { get; } = new();

    internal ushort[] Positions { get; } = new ushort[Segment.MostMissions];

    internal float[] Scores { get; } = new float[Segment.MostMissions];

    internal static QueryScratch Rent()
    {
        var scratch = spare ?? new QueryScratch();
        spare = null;
        scratch.taken = 0;
        return scratch;
    }

    internal void Return() => spare = this;

    /// <summary>A bitmap as long as the longest segment's, with whatever it last held.</summary>
    internal ulong[] Buffer()
    {
        if (taken == buffers.Count) buffers.Add(new ulong[Bits.Words(Segment.MostMissions)]);
        return buffers[taken++];
    }
}
