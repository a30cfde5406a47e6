using System.Globalization;

namespace Engagement.Benchmarks;

/// <summary>What a process has used, read from outside of it (/proc): CPU seconds and peak resident memory.</summary>
internal readonly record struct ProcessUsage(double CpuSeconds, double PeakMegabytes)
{
    private const double TicksPerSecond = 100;

    internal static ProcessUsage Of(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = Number(fields[11]) + Number(fields[12]);
        var peak = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return new ProcessUsage(ticks / TicksPerSecond, Number(peak.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]) / 1024);
    }

    /// <summary>CPU of a process and its descendants that still run: for PostgreSQL, whose backends are its children.</summary>
    internal static double CpuOfTree(int processId)
    {
        // Children already reaped are in the parent's own counters (fields 13 and 14), so a backend that ended is not lost.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var own = fields[11..15].Sum(Number) / TicksPerSecond;
        var children = File.ReadAllText($"/proc/{processId}/task/{processId}/children");
        return own + children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(child => CpuOrNothing(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    private static double CpuOrNothing(int processId)
    {
        try
        {
            return CpuOfTree(processId);
        }
        catch (IOException)
        {
            return 0; // ended between the two reads: its parent counts it next time
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
