using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Runs;

internal sealed class RunTable : IEntityTypeConfiguration<Run>
{
    public void Configure(EntityTypeBuilder<Run> table)
    {
        table.ToTable("run");
        table.HasKey(r => r.Id);
        table.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        table.Property(r => r.FeedId).HasColumnName("feed_id");
        table.Property(r => r.Trigger).HasColumnName("trigger");
        table.Property(r => r.OfRun).HasColumnName("of_run");
        table.Property(r => r.Fingerprint).HasColumnName("fingerprint");
        table.Property(r => r.Status).HasColumnName("status");
        table.Property(r => r.Reason).HasColumnName("reason");
        table.Property(r => r.Message).HasColumnName("message");
        table.Property(r => r.StartedAt).HasColumnName("started_at");
        table.Property(r => r.EndedAt).HasColumnName("ended_at");
        table.Property(r => r.Seconds).HasColumnName("seconds");
        table.Property(r => r.Received).HasColumnName("received");
        table.Property(r => r.Created).HasColumnName("created");
        table.Property(r => r.Updated).HasColumnName("updated");
        table.Property(r => r.Unchanged).HasColumnName("unchanged");
        table.Property(r => r.Refused).HasColumnName("refused");
        table.Property(r => r.Duplicates).HasColumnName("duplicates");
        table.Property(r => r.Failed).HasColumnName("failed");
        table.Property(r => r.Restored).HasColumnName("restored");
        table.Property(r => r.Withdrawn).HasColumnName("withdrawn");
        table.Property(r => r.Excused).HasColumnName("excused");
        table.Property(r => r.Warnings).HasColumnName("warnings");
        table.Property(r => r.Live).HasColumnName("live");
        table.Property(r => r.Absent).HasColumnName("absent");
        table.Property(r => r.AbsentDigest).HasColumnName("absent_digest");
        table.Property(r => r.ReadFrom).HasColumnName("read_from");
        table.Property(r => r.ReportId).HasColumnName("report_id");
        table.Property(r => r.RequestId).HasColumnName("request_id");
        table.Property(r => r.Sequence).HasColumnName("sequence");
        table.Property(r => r.LastNumber).HasColumnName("last_number");
        table.HasIndex(r => r.FeedId).IsUnique().HasDatabaseName("run_one_running").HasFilter("status = 'RUNNING'");
        table.HasIndex(r => r.OfRun).HasDatabaseName("run_of_run").HasFilter("of_run IS NOT NULL");
        table.HasIndex(r => r.ReportId).HasDatabaseName("run_report");
        table.HasIndex(r => new { r.FeedId, r.StartedAt }).HasDatabaseName("run_feed_started");
    }
}
