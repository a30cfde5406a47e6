using System.Globalization;
using System.Text;
using System.Text.Json;
using Engagement.Importer.Runs;

namespace Engagement.Importer.Imports;

/// <summary>What the command line is told, each line as soon as it is known.</summary>
internal sealed class ImportAnswer(Stream body)
{
    private const int RefusalsShown = 20;
    private static readonly CultureInfo Numbers = MakeNumbers();
    private string lastProgress = "";

    internal async Task Progress(RunProgress progress, CancellationToken ct)
    {
        var text = progress.Received == 0
            ? progress.Phase
            : string.Create(Numbers, $"{progress.Phase}: {progress.Received:N0} missions read, {progress.Sent:N0} sent, {progress.Confirmed:N0} confirmed");
        if (text != lastProgress)
        {
            lastProgress = text;
            await Write($"progress {text}\n", ct);
        }
    }

    internal Task End(int exit, string lines, CancellationToken ct) => Write($"{lines}\nexit {exit}\n", ct);

    internal Task End(ImportResult result, CancellationToken ct)
    {
        var run = result.Run;
        var text = new StringBuilder();
        text.AppendLine(Numbers, $"line run {run.Id}: {run.Status}{(run.Reason is null ? "" : $" {run.Reason}")}");
        if (run.Message is not null)
        {
            text.AppendLine(Numbers, $"line {run.Message}");
        }

        AppendCounts(text, run);
        AppendItems(text, result);
        var searchable = result.SearchableSeconds is { } seconds
            ? string.Create(Numbers, $"searchable after {seconds:0.00} s")
            : "NOT searchable yet: Search has not come so far";
        text.AppendLine(Numbers, $"line applied after {result.AppliedSeconds:0.00} s, {searchable}");
        text.AppendLine(Numbers, $"json {JsonSerializer.Serialize(Summary(result))}");
        text.AppendLine(Numbers, $"exit {(run.Status switch { RunStatus.Success => 0, RunStatus.Held => 3, _ => 4 })}");
        return Write(text.ToString(), ct);
    }

    private static void AppendCounts(StringBuilder text, Run run)
    {
        ReadOnlySpan<(string Name, int Count)> counts =
        [
            ("received", run.Received), ("created", run.Created), ("updated", run.Updated), ("unchanged", run.Unchanged), ("withdrawn", run.Withdrawn),
            ("refused", run.Refused), ("duplicates", run.Duplicates), ("failed", run.Failed), ("restored", run.Restored), ("warnings", run.Warnings),
        ];
        foreach (var (name, count) in counts)
        {
            text.AppendLine(Numbers, $"line   {name,-10} {count,9:N0}");
        }
    }

    private static void AppendItems(StringBuilder text, ImportResult result)
    {
        foreach (var item in result.Items.Take(RefusalsShown))
        {
            var value = item.Value is null ? "" : $" « {item.Value.ReplaceLineEndings(" ")} »";
            var kept = item.StillLive && item.Kind != RunItemKind.Absent ? " (the accepted version stays live)" : "";
            text.AppendLine(
                Numbers, $"line line {item.Line?.ToString(CultureInfo.InvariantCulture) ?? "-"} {item.ClientId?.ReplaceLineEndings(" ") ?? "?"}: {item.Code} {item.Field}{value} {item.Message.ReplaceLineEndings(" ")}{kept}");
        }

        if (result.ItemCount > Math.Min(result.Items.Count, RefusalsShown))
        {
            text.AppendLine(Numbers, $"line and {result.ItemCount - Math.Min(result.Items.Count, RefusalsShown):N0} more");
        }
    }

    private static object Summary(ImportResult result) => new
    {
        received = result.Run.Received,
        created = result.Run.Created,
        updated = result.Run.Updated,
        unchanged = result.Run.Unchanged,
        withdrawn = result.Run.Withdrawn,
        refused = result.Run.Refused,
        duplicates = result.Run.Duplicates,
        failed = result.Run.Failed,
        restored = result.Run.Restored,
        warnings = result.Run.Warnings,
        seconds = Math.Round(result.SearchableSeconds ?? result.AppliedSeconds, 3),
        appliedSeconds = Math.Round(result.AppliedSeconds, 3),
        searchable = result.SearchableSeconds is not null,
        status = result.Run.Status,
        reason = result.Run.Reason,
        message = result.Run.Message,
        run = result.Run.Id,
    };

    private async Task Write(string text, CancellationToken ct)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await body.FlushAsync(ct);
    }

    private static CultureInfo MakeNumbers()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberGroupSeparator = " ";
        return culture;
    }
}

/// <summary>How an import ended.</summary>
/// <param name="Run">Its record.</param>
/// <param name="Items">The first refusals, duplicates, failures and held withdrawals.</param>
/// <param name="ItemCount">How many there are.</param>
/// <param name="AppliedSeconds">From the start until Catalog had confirmed everything.</param>
/// <param name="SearchableSeconds">From the start until Search found it; null when it did not within its time.</param>
internal sealed record ImportResult(
    Run Run, IReadOnlyList<ListRuns.RunItemView> Items, int ItemCount, double AppliedSeconds, double? SearchableSeconds);
