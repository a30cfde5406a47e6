using System.Diagnostics;
using System.Globalization;

namespace Engagement.Messaging;

/// <summary>
/// A named place in the code at which the crash tests end the process as a power cut would: with the environment variable
/// <c>ENGAGEMENT_KILL_AT=name:n</c> the process kills itself (SIGKILL) when it comes there for the n-th time. Without it a call costs a
/// comparison with null.
/// </summary>
public static class FaultPoint
{
    private static readonly string? Name;
    private static readonly int Times;
    private static int reached;

    static FaultPoint()
    {
        if (Environment.GetEnvironmentVariable("ENGAGEMENT_KILL_AT") is not { Length: > 0 } setting)
        {
            return;
        }

        var colon = setting.LastIndexOf(':');
        Name = colon < 0 ? setting : setting[..colon];
        Times = colon < 0 ? 1 : int.Parse(setting[(colon + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Says that the code came to the place of that name.</summary>
    public static void Reach(string name)
    {
        if (Name is not null && string.Equals(Name, name, StringComparison.Ordinal) && Interlocked.Increment(ref reached) == Times)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
