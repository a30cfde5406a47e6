using System.Globalization;
using System.Text;

namespace Engagement.Catalog.Structures;

/// <summary>Structures as lines for a terminal: a head line each, and a line for each of its records.</summary>
internal static class StructureText
{
    internal static string Of(IReadOnlyList<ReviewStructures.Structure> structures, string? matchedBy)
    {
        var text = new StringBuilder();
        foreach (var structure in structures)
        {
            text.AppendLine($"structure {structure.Id}");
            foreach (var record in structure.Records)
            {
                text.AppendLine($"  record {record.Id}  {record.MatchedBy,-5}  {record.Publisher}/{record.Key}: {record.Name.ReplaceLineEndings(" ")}{Numbers(record)}");
                foreach (var rival in record.Conflicts)
                {
                    var name = rival.Name.ReplaceLineEndings(" ");
                    text.AppendLine($"    same {rival.Number} as record {rival.Id}  {rival.Publisher}/{rival.Key}: {name}");
                }

                if (record.Decision is { } decision)
                {
                    var what = decision.JoinedTo is { } other ? $"joined to {other}" : "split off";
                    text.AppendLine($"    {what} by {decision.By.ReplaceLineEndings(" ")} on {decision.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
                }
            }
        }

        return (text.Length, matchedBy) switch
        {
            ( > 0, _) => text.ToString(),
            (_, StructureMatching.Conflict) => "no record waits for a decision\n",
            _ => "no structure has records of several partners\n",
        };
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
