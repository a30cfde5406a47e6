using System.Globalization;
using System.Text;

namespace Engagement.Catalog.Structures;

/// <summary>Structures as lines for a terminal: a head line each, and a line for each of its records.</summary>
internal static class StructureText
{
    internal static string Of(IReadOnlyList<ReviewStructures.Structure> structures)
    {
        var text = new StringBuilder();
        foreach (var structure in structures)
        {
            text.AppendLine($"structure {structure.Id}");
            foreach (var record in structure.Records)
            {
                text.AppendLine($"  record {record.Id}  {record.MatchedBy,-5}  {record.Publisher}/{record.Key}: {record.Name.ReplaceLineEndings(" ")}{Numbers(record)}");
                if (record.Decision is { } decision)
                {
                    var what = decision.JoinedTo is { } other ? $"joined to {other}" : "split off";
                    text.AppendLine($"    {what} by {decision.By.ReplaceLineEndings(" ")} on {decision.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
                }
            }
        }

        return text.Length == 0 ? "no structure has records of several partners\n" : text.ToString();
    }

    private static string Numbers(ReviewStructures.Record record)
    {
        ReadOnlySpan<(string Name, string? Value)> numbers = [("RNA", record.Rna), ("SIRET", record.Siret), ("SIREN", record.Siren)];
        var text = new StringBuilder();
        foreach (var (name, value) in numbers)
        {
            text.Append(value is null ? "" : $"  {name} {value}");
        }

        return text.ToString();
    }
}
