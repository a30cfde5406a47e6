using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Runs;

/// <summary>What one run or several of the same content and outcome told.</summary>
internal sealed class Report
{
    public Guid Id { get; private set; }
    public Guid FeedId { get; private set; }

    /// <summary>What the same report is recognised by.</summary>
    public byte[] Digest { get; private set; } = [];

    /// <summary>False when rows were removed since, because newer reports came.</summary>
    public bool Whole { get; private set; }

    /// <summary>Grows with each run that has the report.</summary>
    public long Used { get; private set; }
}

/// <summary>How many remarks of one code a report has: exact, however many rows are kept.</summary>
internal sealed class RunTotal
{
    public Guid ReportId { get; private set; }
    public string Kind { get; private set; } = "";
    public string Code { get; private set; } = "";
    public int Total { get; private set; }
    public int Kept { get; private set; }
}

/// <summary>A mission of a report that was refused because another source of its partner has it. Moving reads all of them.</summary>
internal sealed class OtherSourceMission
{
    public Guid ReportId { get; private set; }
    public string ClientId { get; private set; } = "";
}

internal sealed class ReportTable : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> table)
    {
        table.ToTable("report");
        table.HasKey(r => r.Id);
        table.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        table.Property(r => r.FeedId).HasColumnName("feed_id");
        table.Property(r => r.Digest).HasColumnName("digest");
        table.Property(r => r.Whole).HasColumnName("whole");
        table.Property(r => r.Used).HasColumnName("used");
        table.HasIndex(r => new { r.FeedId, r.Used }).HasDatabaseName("report_feed");
    }
}

internal sealed class RunTotalTable : IEntityTypeConfiguration<RunTotal>
{
    public void Configure(EntityTypeBuilder<RunTotal> table)
    {
        table.ToTable("run_total");
        table.HasKey(t => new { t.ReportId, t.Kind, t.Code });
        table.Property(t => t.ReportId).HasColumnName("report_id");
        table.Property(t => t.Kind).HasColumnName("kind");
        table.Property(t => t.Code).HasColumnName("code");
        table.Property(t => t.Total).HasColumnName("total");
        table.Property(t => t.Kept).HasColumnName("kept");
    }
}

internal sealed class OtherSourceTable : IEntityTypeConfiguration<OtherSourceMission>
{
    public void Configure(EntityTypeBuilder<OtherSourceMission> table)
    {
        table.ToTable("other_source");
        table.HasKey(m => new { m.ReportId, m.ClientId });
        table.Property(m => m.ReportId).HasColumnName("report_id");
        table.Property(m => m.ClientId).HasColumnName("client_id").UseCollation("C");
    }
}
