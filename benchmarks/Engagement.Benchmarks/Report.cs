using System.Globalization;
using System.Text.Json;

namespace Engagement.Benchmarks;

/// <summary>The figures of one benchmark: printed as a table for people, written as JSON for comparing runs.</summary>
internal sealed class Report(string name)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<Figure> figures = [];

    /// <summary>Adds a figure; <paramref name="limit"/> is the required upper bound, when there is one.</summary>
    internal void Add(string label, double value, string unit, double? limit = null) => figures.Add(new Figure(label, value, unit, limit));

    /// <summary>Prints and writes; 1 when a limit is exceeded, else 0.</summary>
    internal int Finish()
    {
        var width = figures.Max(f => f.Label.Length);
        Console.WriteLine();
        foreach (var figure in figures)
        {
            var value = figure.Value.ToString(figure.Value >= 100 ? "N0" : "N2", CultureInfo.InvariantCulture);
            Console.WriteLine($"  {figure.Label.PadRight(width)}  {value,12} {figure.Unit,-10} {Verdict(figure)}".TrimEnd());
        }

        Directory.CreateDirectory("artifacts");
        var path = Path.Combine("artifacts", $"bench-{name}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { name, machine = Machine(), figures }, Indented));
        Console.WriteLine($"\n  {Machine()}; JSON in {path}");
        return figures.Any(f => f.Value > f.Limit) ? 1 : 0;
    }

    private static string Verdict(Figure figure) => figure.Limit switch
    {
        null => "",
        { } limit when figure.Value <= limit => $"ok, required ≤ {limit.ToString(CultureInfo.InvariantCulture)}",
        { } limit => $"EXCEEDS the required {limit.ToString(CultureInfo.InvariantCulture)}",
    };

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        return $"{Environment.ProcessorCount} cores, {model ?? "unknown CPU"}, .NET {Environment.Version}";
    }

    private sealed record Figure(string Label, double Value, string Unit, double? Limit);
}
