using System.Diagnostics;

namespace Engagement.Missions;

/// <summary>Makes a thread rest after each few milliseconds of work, so that it takes no more than a share of a processor.</summary>
internal sealed class Pace(double share)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private long _resumed = Stopwatch.GetTimestamp();

    /// <summary>Call it between two pieces of work.</summary>
    internal void Rest(CancellationToken ct)
    {
        if (share >= 1)
        {
            return;
        }

        var worked = Stopwatch.GetElapsedTime(_resumed);
        if (worked < Slice)
        {
            return;
        }

        var rest = worked * ((1 / share) - 1);
        ct.WaitHandle.WaitOne(rest < LongestRest ? rest : LongestRest);
        _resumed = Stopwatch.GetTimestamp();
    }
}
