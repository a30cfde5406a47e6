using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Runs;

/// <summary>One remark of a report: a mission has as many as rules failed and deviations were tolerated. A report has at most 20,000.</summary>
internal sealed class RunItem
{
    public Guid ReportId { get; private set; }

    /// <summary>From 1, in the order of the feed; remarks about the store come last.</summary>
    public int Place { get; private set; }
    public string Kind { get; private set; } = "";
    public string Code { get; private set; } = "";

    /// <summary>Which mission of the file it is about, from 1; null when the remark is about the store.</summary>
    public int? Position { get; private set; }
    public int? Line { get; private set; }
    public string? ClientId { get; private set; }
    public string? Field { get; private set; }
    public string? Value { get; private set; }
    public string Message { get; private set; } = "";

    /// <summary>For a refusal: the last accepted version of the mission stays live.</summary>
    public bool StillLive { get; private set; }
}

/// <summary>The values of <see cref="RunItem.Kind"/>.</summary>
internal static class RunItemKind
{
    internal const string Refusal = "REFUSAL";
    internal const string Duplicate = "DUPLICATE";
    internal const string Failed = "FAILED";
    internal const string Warning = "WARNING";

    /// <summary>Missions that a held run would have withdrawn; <see cref="HeldAbsence"/> has all of them.</summary>
    internal const string Absent = "ABSENT";

    /// <summary>A mission that has changed since the run that is undone.</summary>
    internal const string LeftAlone = "LEFT_ALONE";
}

internal sealed class RunItemTable : IEntityTypeConfiguration<RunItem>
{
    public void Configure(EntityTypeBuilder<RunItem> table)
    {
        table.ToTable("run_item");
        table.HasKey(i => new { i.ReportId, i.Place });
        table.Property(i => i.ReportId).HasColumnName("report_id");
        table.Property(i => i.Place).HasColumnName("place");
        table.Property(i => i.Kind).HasColumnName("kind");
        table.Property(i => i.Code).HasColumnName("code");
        table.Property(i => i.Position).HasColumnName("position");
        table.Property(i => i.Line).HasColumnName("line");
        table.Property(i => i.ClientId).HasColumnName("client_id");
        table.Property(i => i.Field).HasColumnName("field");
        table.Property(i => i.Value).HasColumnName("value");
        table.Property(i => i.Message).HasColumnName("message");
        table.Property(i => i.StillLive).HasColumnName("still_live");
    }
}
