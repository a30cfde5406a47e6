namespace Engagement.Importer.Runs;

/// <summary>A remark of a report that is not stored yet.</summary>
/// <param name="Kind">One of <see cref="RunItemKind"/>.</param>
/// <param name="Code">What is wrong.</param>
/// <param name="Message">The same in French, and what to do.</param>
internal sealed record ReportRow(string Kind, string Code, string Message)
{
    internal int? Position { get; init; }
    internal int? Line { get; init; }
    internal string? ClientId { get; init; }
    internal string? Field { get; init; }
    internal string? Value { get; init; }
    internal bool StillLive { get; init; }

    /// <summary>Its place among all rows that were added.</summary>
    internal long Number { get; set; }
}

/// <summary>How many remarks of one code a report has, and how many of them it keeps.</summary>
/// <param name="Kind">One of <see cref="RunItemKind"/>.</param>
/// <param name="Code">What is wrong.</param>
/// <param name="Total">How often.</param>
/// <param name="Kept">How many rows say where.</param>
internal readonly record struct CodeTotal(string Kind, string Code, int Total, int Kept);
