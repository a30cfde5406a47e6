using System.Globalization;

namespace Engagement.EndToEnd.Tests;

/// <summary>What the system says of a process, from outside it.</summary>
internal sealed class ProcessFigures(int id)
{
    // Of Linux on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of processor time used so far.</summary>
    internal double Cpu
    {
        get
        {
            // The name in parentheses may hold spaces: the fields are counted after it.
            var fields = File.ReadAllText($"/proc/{id}/stat").Split(") ")[1].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Megabytes of memory in use now.</summary>
    internal double Memory => Read("VmRSS");

    /// <summary>The most megabytes of memory in use since <see cref="ForgetPeak"/>.</summary>
    internal double PeakMemory => Read("VmHWM");

    internal void ForgetPeak() => File.WriteAllText($"/proc/{id}/clear_refs", "5");

    private double Read(string name)
    {
        var line = File.ReadLines($"/proc/{id}/status").Single(l => l.StartsWith($"{name}:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
