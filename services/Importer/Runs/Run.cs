namespace Engagement.Importer.Runs;

/// <summary>The record of one import run. Its counts obey <em>the sum</em>; the database checks it.</summary>
internal sealed class Run
{
    public Guid Id { get; private set; }
    public Guid FeedId { get; private set; }
    public string Trigger { get; private set; } = "";

    /// <summary>The run that this one confirms or undoes; null for an import.</summary>
    public Guid? OfRun { get; private set; }
    public string Status { get; private set; } = "";

    /// <summary>Stable code of why the run is not a plain success; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>The reason in French, for the partner.</summary>
    public string? Message { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public double? Seconds { get; private set; }

    public int Received { get; private set; }
    public int Created { get; private set; }
    public int Updated { get; private set; }
    public int Unchanged { get; private set; }
    public int Refused { get; private set; }
    public int Duplicates { get; private set; }
    public int Failed { get; private set; }
    public int Restored { get; private set; }
    public int Withdrawn { get; private set; }
    public int Warnings { get; private set; }

    /// <summary>Withdrawals that the guard does not count: missions past their end, confirmed before, or new in the same run.</summary>
    public int Excused { get; private set; }

    /// <summary>Missions of the feed that Catalog had when the run began.</summary>
    public int Live { get; private set; }

    /// <summary>How many of them the file no longer names.</summary>
    public int Absent { get; private set; }

    /// <summary>SHA-256 of the identifiers of the absent ones when the run is held, to recognise the same absences.</summary>
    public byte[]? AbsentDigest { get; private set; }

    /// <summary>What the content that was read is recognised by; null when none was.</summary>
    public byte[]? Fingerprint { get; private set; }

    /// <summary>Where the reading began, when it was of the changes since another only.</summary>
    public string? ReadFrom { get; private set; }

    /// <summary>What it told, alone or with other runs of the same content and outcome; null when there was nothing to tell.</summary>
    public Guid? ReportId { get; private set; }

    /// <summary>The stored request that it served, which may be gone; null for a schedule.</summary>
    public Guid? RequestId { get; private set; }

    /// <summary>Order of the contents: that of the file it read when it was given, or of the run when it read the feed's address.</summary>
    public long Sequence { get; private set; }

    /// <summary>Number of the last change that the run's batches wrote: who has it, has the run.</summary>
    public long LastNumber { get; private set; }
}

/// <summary>The values of <see cref="Run.Status"/>.</summary>
internal static class RunStatus
{
    internal const string Running = "RUNNING";
    internal const string Success = "SUCCESS";

    /// <summary>Too many missions would vanish: the others were imported, none was withdrawn.</summary>
    internal const string Held = "HELD";
    internal const string Failed = "FAILED";
}

/// <summary>The values of <see cref="Run.Trigger"/>.</summary>
internal static class RunTrigger
{
    internal const string Schedule = "SCHEDULE";
    internal const string Request = "REQUEST";

    /// <summary>A person confirmed the withdrawals of a held run.</summary>
    internal const string Confirmation = "CONFIRMATION";

    /// <summary>A person undid a run.</summary>
    internal const string Undo = "UNDO";
}
