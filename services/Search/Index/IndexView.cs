namespace Engagement.Search.Index;

/// <summary>The index at one moment: what a query reads from beginning to end.</summary>
internal sealed class IndexView(long number, SegmentView[] segments, LexiconSet lexicons)
{
    internal static readonly IndexView Empty = new(0, [], new LexiconSet());

    // Counting a frequent term's live missions costs as much as ranking them: remembered, term and count in one word.
    private readonly long[] frequencies = new long[1024];

    internal long Number { get; } = number;

    internal SegmentView[] Segments { get; } = segments;

    /// <summary>What the numbers in the segments stand for.</summary>
    internal LexiconSet Lexicons { get; } = lexicons;

    internal int Count { get; } = segments.Sum(segment => segment.LiveCount);

    /// <summary>How many live missions have the term.</summary>
    internal int Frequency(int term)
    {
        ref var slot = ref frequencies[term & 1023];
        var known = Volatile.Read(ref slot);
        if (known >> 32 == term + 1L) return (int)known;
        var count = 0;
        foreach (var view in Segments) count += Frequency(view, term);
        Volatile.Write(ref slot, ((term + 1L) << 32) | (uint)count);
        return count;
    }

    private static int Frequency(SegmentView view, int term)
    {
        var missions = view.Segment.Text[term].Missions;
        if (view.IsWhole) return missions.Length;
        var count = 0;
        foreach (var mission in missions) count += view.IsLive(mission) ? 1 : 0;
        return count;
    }
}
