using System.Globalization;
using System.Text.Json;

namespace Engagement.EndToEnd.Tests;

/// <summary>What the importer told of one import.</summary>
/// <param name="Counts">The JSON object.</param>
/// <param name="ExitCode">As of <c>./dev import</c>.</param>
/// <param name="Text">The lines that a person reads.</param>
internal sealed record Import(JsonElement Counts, int ExitCode, string Text)
{
    internal string Status => Counts.GetProperty("status").GetString()!;

    internal int this[string count] => Counts.GetProperty(count).GetInt32();

    internal static Import Read(string answer)
    {
        var lines = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', 2)).ToLookup(l => l[0], l => l.Length > 1 ? l[1] : "");
        Assert.True(lines.Contains("json") && lines.Contains("exit"), $"The import broke off: {answer}");
        return new Import(
            JsonDocument.Parse(lines["json"].Single()).RootElement,
            int.Parse(lines["exit"].Single(), CultureInfo.InvariantCulture),
            string.Join('\n', lines["line"]));
    }

    /// <summary>Each received mission is counted exactly once.</summary>
    internal void AssertSum() =>
        Assert.Equal(this["received"], this["created"] + this["updated"] + this["unchanged"] + this["refused"] + this["duplicates"] + (Counts.TryGetProperty("failed", out var failed) ? failed.GetInt32() : 0));

    internal void AssertCounts(int received, int created = 0, int updated = 0, int unchanged = 0, int withdrawn = 0)
    {
        Assert.True(Status == "SUCCESS", Text);
        Assert.Equal(
            $"received {received}, created {created}, updated {updated}, unchanged {unchanged}, withdrawn {withdrawn}",
            $"received {this["received"]}, created {this["created"]}, updated {this["updated"]}, unchanged {this["unchanged"]}, withdrawn {this["withdrawn"]}");
        Assert.Equal(0, ExitCode);
        AssertSum();
    }
}
