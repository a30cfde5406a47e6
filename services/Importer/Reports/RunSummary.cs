using Engagement.Importer.Runs;

namespace Engagement.Importer.Reports;

/// <summary>A run as its partner sees it.</summary>
public sealed record RunSummary(
    Guid Id, string Feed, string Trigger, Guid? OfRun, string Status, string? Reason, string? Message, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, double? Seconds,
    int Received, int Created, int Updated, int Unchanged, int Refused, int Duplicates, int Failed, int Restored, int Withdrawn, int Warnings, int Live, int Absent)
{
    /// <summary>What became of the missions of the file; equal to <see cref="Received"/> once the run has ended.</summary>
    public int Sum() => Created + Updated + Unchanged + Refused + Duplicates + Failed;

    internal bool IsRunning => Status == RunStatus.Running;

    internal bool IsHeld => Status == RunStatus.Held;

    internal bool MayBeUndone => !IsRunning && Trigger != RunTrigger.Undo && Created + Updated + Withdrawn > 0;
}

/// <summary>One remark of a run's report.</summary>
public sealed record RunRemark(
    long Id, string Kind, string Code, int? Position, int? Line, string? ClientId, string? Field, string? Value, string Message, bool StillLive);

/// <summary>How many remarks of one code a run has.</summary>
public sealed record CodeCount(string Kind, string Code, int Count);

/// <summary>A page of a list, and whether it goes on.</summary>
/// <param name="Items">The page.</param>
/// <param name="HasNext">Whether there are more after it.</param>
/// <param name="Total">How many the whole list has.</param>
public sealed record ReportPage<T>(IReadOnlyList<T> Items, bool HasNext, int Total);

/// <summary>Which remarks are wanted.</summary>
/// <param name="Kind">One of the kinds, or null for all.</param>
/// <param name="Code">One of the codes, or null for all.</param>
public sealed record RemarkFilter(string? Kind, string? Code)
{
    /// <summary>True when it leaves something out.</summary>
    public bool IsSet => Kind is not null || Code is not null;
}
