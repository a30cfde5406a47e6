using System.Text.Json.Serialization;
using Engagement.Importer.Runs;

namespace Engagement.Importer.Reports;

/// <summary>A run as its partner sees it.</summary>
public sealed record RunSummary(
    Guid Id, string Feed, string Trigger, Guid? OfRun, string Status, string? Reason, string? Message, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, double? Seconds,
    int Received, int Created, int Updated, int Unchanged, int Refused, int Duplicates, int Failed, int Restored, int Withdrawn, int Warnings, int Live, int Absent)
{
    /// <summary>How many remarks of each code its report has, by kind, the most frequent first.</summary>
    public IReadOnlyList<CodeCount> Totals { get; init; } = [];

    /// <summary>The report, which other runs may share.</summary>
    [JsonIgnore]
    public Guid? ReportId { get; init; }

    /// <summary>What became of the missions of the file; equal to <see cref="Received"/> once the run has ended.</summary>
    public int Sum() => Created + Updated + Unchanged + Refused + Duplicates + Failed;

    internal bool IsRunning => Status == RunStatus.Running;

    internal bool IsHeld => Status == RunStatus.Held;

    internal bool MayBeUndone => !IsRunning && Trigger != RunTrigger.Undo && Created + Updated + Withdrawn > 0;
}

/// <summary>One remark of a run's report.</summary>
public sealed record RunRemark(
    long Id, string Kind, string Code, int? Position, int? Line, string? ClientId, string? Field, string? Value, string Message, bool StillLive);

/// <summary>How many remarks of one code a run has, and how many of them its report details.</summary>
public sealed record CodeCount(string Kind, string Code, int Count, int Kept)
{
    /// <summary>How many are counted and not detailed.</summary>
    public int LeftOut => Count - Kept;
}

/// <summary>A page of a list, and whether it goes on.</summary>
/// <param name="Items">The page.</param>
/// <param name="HasNext">Whether there are more after it.</param>
/// <param name="Total">How many the whole list has.</param>
public sealed record ReportPage<T>(IReadOnlyList<T> Items, bool HasNext, int Total)
{
    /// <summary>How many more are counted and no longer kept, or never were.</summary>
    public int LeftOut { get; init; }
}

/// <summary>Which remarks are wanted.</summary>
/// <param name="Kind">One of the kinds, or null for all.</param>
/// <param name="Code">One of the codes, or null for all.</param>
public sealed record RemarkFilter(string? Kind, string? Code)
{
    /// <summary>True when it leaves something out.</summary>
    public bool IsSet => Kind is not null || Code is not null;

    /// <summary>Whether it lets remarks of this code through.</summary>
    public bool Takes(string kind, string code) => (Kind is null || Kind == kind) && (Code is null || Code == code);
}
