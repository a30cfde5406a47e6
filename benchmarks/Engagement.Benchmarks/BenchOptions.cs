using System.Globalization;

namespace Engagement.Benchmarks;

/// <summary>The options that the benchmarks share.</summary>
internal sealed record BenchOptions(int Count, int Seconds)
{
    internal static BenchOptions Parse(string[] args, int count) =>
        new(Value(args, "--count") ?? count, Value(args, "--seconds") ?? 20);

    internal static int? Value(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? null : int.Parse(args.ElementAtOrDefault(at + 1) ?? throw new ArgumentException($"{name} needs a number."), CultureInfo.InvariantCulture);
    }
}
