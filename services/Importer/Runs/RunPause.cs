namespace Engagement.Importer.Runs;

/// <summary>
/// How long a feed is left alone after a run: its interval after a reading; after failures less at first, twice as long each time, up to the
/// interval. A server that asks for a longer pause gets it, within a bound.
/// </summary>
internal static class RunPause
{
    /// <summary>After the first failure.</summary>
    internal static readonly TimeSpan Shortest = TimeSpan.FromSeconds(150);

    private const int MostDoublings = 12;
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(6);

    /// <param name="failures">How many runs have failed in a row, with the last one; 0 when it did not.</param>
    /// <param name="interval">How often the feed is read.</param>
    /// <param name="asked">What the server asks for, or null.</param>
    internal static TimeSpan After(int failures, TimeSpan interval, TimeSpan? asked)
    {
        var pause = failures == 0 ? interval : Shorter(interval, Shortest * Math.Pow(2, Math.Min(failures - 1, MostDoublings)));
        return asked > pause ? Shorter(asked.Value, interval > LongestAsked ? interval : LongestAsked) : pause;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
