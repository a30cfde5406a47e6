using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Feeds;

internal sealed class FeedTable : IEntityTypeConfiguration<Feed>
{
    public void Configure(EntityTypeBuilder<Feed> table)
    {
        table.ToTable("feed");
        table.HasKey(f => f.Id);
        table.Property(f => f.Id).HasColumnName("id").ValueGeneratedNever();
        table.Property(f => f.PublisherId).HasColumnName("publisher_id");
        table.Property(f => f.PublisherSlug).HasColumnName("publisher_slug");
        table.Property(f => f.PublisherName).HasColumnName("publisher_name");
        table.Property(f => f.Name).HasColumnName("name");
        table.Property(f => f.Url).HasColumnName("url");
        table.Property(f => f.DefaultType).HasColumnName("default_type");
        table.Property(f => f.IntervalMinutes).HasColumnName("interval_minutes");
        table.Property(f => f.Paused).HasColumnName("paused");
        table.Property(f => f.NextRunAt).HasColumnName("next_run_at");
        table.Property(f => f.CheckedAt).HasColumnName("checked_at");
        table.Property(f => f.Failures).HasColumnName("failures");
        table.Property(f => f.Etag).HasColumnName("etag");
        table.Property(f => f.LastModified).HasColumnName("last_modified");
        table.Property(f => f.Format).HasColumnName("format");
        table.Property(f => f.Cursor).HasColumnName("cursor");
        table.Property(f => f.CursorAt).HasColumnName("cursor_at");
        table.Property(f => f.Credentials).HasColumnName("credentials");
        table.Property(f => f.UndoneFingerprint).HasColumnName("undone_fingerprint");
        table.Property(f => f.ConfirmedFingerprint).HasColumnName("confirmed_fingerprint");
        table.HasIndex(f => new { f.PublisherId, f.Name }).IsUnique().HasDatabaseName("feed_publisher_name");
        table.HasIndex(f => f.NextRunAt).HasDatabaseName("feed_next_run").HasFilter("url IS NOT NULL AND NOT paused");
        table.Ignore(f => f.Source);
    }
}
