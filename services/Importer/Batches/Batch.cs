using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Batches;

/// <summary>
/// A batch on its way to Catalog: the row goes when its outcome is written. What is still here after 30 s, or at start, is sent again,
/// whichever process sent it first and whether or not its run still goes on.
/// </summary>
internal sealed class Batch
{
    public Guid Id { get; private set; }
    public Guid FeedId { get; private set; }
    public Guid RunId { get; private set; }
    public string Kind { get; private set; } = "";

    /// <summary>The message, as JSON: a process that did not make it can send it again.</summary>
    public byte[] Body { get; private set; } = [];

    /// <summary>Where each mission of the message stands in the file, for the report of a failed one.</summary>
    public int[] Positions { get; private set; } = [];

    /// <summary>As <see cref="Positions"/>; 0 where the feed has no lines.</summary>
    public int[] Lines { get; private set; } = [];
    public DateTimeOffset SentAt { get; private set; }
    public int Attempts { get; private set; }
}

/// <summary>The values of <see cref="Batch.Kind"/>.</summary>
internal static class BatchKind
{
    internal const string Received = "RECEIVED";
    internal const string Withdrawn = "WITHDRAWN";
}

internal sealed class BatchTable : IEntityTypeConfiguration<Batch>
{
    public void Configure(EntityTypeBuilder<Batch> table)
    {
        table.ToTable("batch");
        table.HasKey(b => b.Id);
        table.Property(b => b.Id).HasColumnName("id").ValueGeneratedNever();
        table.Property(b => b.FeedId).HasColumnName("feed_id");
        table.Property(b => b.RunId).HasColumnName("run_id");
        table.Property(b => b.Kind).HasColumnName("kind");
        table.Property(b => b.Body).HasColumnName("body");
        table.Property(b => b.Positions).HasColumnName("positions");
        table.Property(b => b.Lines).HasColumnName("lines");
        table.Property(b => b.SentAt).HasColumnName("sent_at");
        table.Property(b => b.Attempts).HasColumnName("attempts");
        table.HasIndex(b => b.FeedId).HasDatabaseName("batch_feed");
        table.HasIndex(b => b.SentAt).HasDatabaseName("batch_sent");
    }
}
