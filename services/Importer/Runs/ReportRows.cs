using System.Security.Cryptography;
using System.Text;
using Engagement.Missions;

namespace Engagement.Importer.Runs;

/// <summary>
/// The rows of a report while its run goes on: exact totals by code, and so many rows at most, whatever the feed. What stops a mission comes
/// before warnings, which give their places. Among the others places are shared: each code has its first rows in the order of the feed, and
/// a code with few remarks has all of them, however loud another one is.
/// </summary>
internal sealed class ReportRows(int most)
{
    private readonly Dictionary<(string Kind, string Code), Bucket> buckets = [];
    private int kept;
    private long added;

    internal IEnumerable<CodeTotal> Totals => buckets.Select(b => new CodeTotal(b.Key.Kind, b.Key.Code, b.Value.Total, b.Value.Rows.Count));

    /// <summary>What is kept, in the order of the feed; remarks about the store come last.</summary>
    internal IReadOnlyList<ReportRow> Kept() =>
        [.. buckets.Values.SelectMany(b => b.Rows).OrderBy(r => r.Position ?? int.MaxValue).ThenBy(r => r.Number)];

    internal void Add(ReportRow row)
    {
        if (!buckets.TryGetValue((row.Kind, row.Code), out var bucket))
        {
            buckets[(row.Kind, row.Code)] = bucket = new Bucket(row.Kind == RunItemKind.Warning);
        }

        bucket.Total++;
        row.Number = added++;
        if (bucket.IsClosed)
        {
            return;
        }

        if (kept == most && !MakeRoom(bucket))
        {
            // A later row must not stand where an earlier one found no place.
            bucket.IsClosed = true;
            return;
        }

        // Reports are shown on pages and in terminals. An identifier that an earlier version accepted may contain characters that change the
        // direction of the text around it.
        bucket.Rows.Add(row.ClientId is { } id && PlainText.Identifier(id) is var shown && shown != id
            ? row with { ClientId = shown }
            : row);
        kept++;
    }

    /// <summary>Warnings give their places first; among codes of the same rank the one with the most rows does.</summary>
    private bool MakeRoom(Bucket wanting)
    {
        var giving = buckets.Values.Where(b => b.Rows.Count > 0).MaxBy(b => (b.IsWarning, b.Rows.Count));
        var gives = giving?.IsWarning == wanting.IsWarning ? giving!.Rows.Count > wanting.Rows.Count + 1 : giving is { IsWarning: true };
        if (gives)
        {
            giving!.Rows.RemoveAt(giving.Rows.Count - 1);
            giving.IsClosed = true;
            kept--;
        }

        return gives;
    }

    private sealed class Bucket(bool isWarning)
    {
        internal bool IsWarning => isWarning;

        internal int Total { get; set; }

        /// <summary>True when a row was left out: no further one is taken.</summary>
        internal bool IsClosed { get; set; }

        internal List<ReportRow> Rows { get; } = [];
    }
}

/// <summary>What two runs of the same content and outcome have in common.</summary>
internal static class ReportDigest
{
    internal static byte[] Of(IEnumerable<CodeTotal> totals, IReadOnlyList<ReportRow> rows, IEnumerable<string> otherSource)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (kind, code, total, _) in totals.OrderBy(t => (t.Kind, t.Code)))
        {
            Add(hash, kind, code, $"{total}");
        }

        foreach (var row in rows)
        {
            Add(hash, row.Kind, row.Code, $"{row.Position} {row.Line} {row.StillLive}", row.ClientId, row.Field, row.Value, row.Message);
        }

        foreach (var clientId in otherSource)
        {
            Add(hash, clientId);
        }

        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            // Neither byte occurs in UTF-8: two different rows are never one text.
            hash.AppendData(Encoding.UTF8.GetBytes(text ?? ""));
            hash.AppendData(text is null ? [0xFE] : [0xFF]);
        }
    }
}
