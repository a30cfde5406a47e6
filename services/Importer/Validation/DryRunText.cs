using System.Text;
using Engagement.Design;
using Engagement.Importer.Reports;

namespace Engagement.Importer.Validation;

/// <summary>The report of a dry run as lines for a terminal.</summary>
internal static class DryRunText
{
    internal static string Of(DryRunReport report)
    {
        var text = new StringBuilder();
        text.AppendLine($"{report.Status}{(report.Reason is null ? "" : $" {report.Reason}")}");
        if (report.Message is not null)
        {
            text.AppendLine(report.Message);
        }

        if (report.FirstPageOnly)
        {
            text.AppendLine("RPDE: the first page only");
        }

        ReadOnlySpan<(string Name, int Count)> counts =
        [
            ("received", report.Received), ("accepted", report.Accepted), ("refused", report.Refused), ("duplicates", report.Duplicates), ("warnings", report.Warnings),
        ];
        foreach (var (name, count) in counts)
        {
            text.AppendLine($"  {name,-10} {French.Number(count),9}");
        }

        foreach (var item in report.Items)
        {
            var value = item.Value is null ? "" : $" « {item.Value.ReplaceLineEndings(" ")} »";
            text.AppendLine($"line {(item.Line is null ? "-" : $"{item.Line}")} {item.ClientId ?? "?"}: {Wording.Kind(item.Kind)} {item.Code} {item.Field}{value} {item.Message.ReplaceLineEndings(" ")}");
        }

        if (report.ItemsLeftOut > 0)
        {
            text.AppendLine($"and {French.Number(report.ItemsLeftOut)} more");
        }

        return text.ToString();
    }
}
