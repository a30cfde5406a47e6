using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Batches;

/// <summary>What Catalog did not apply of a batch, one element a mission, until the batch's run ends and its report takes it.</summary>
internal sealed class Unapplied
{
    public Guid BatchId { get; private set; }
    public Guid RunId { get; private set; }
    public string[] Kinds { get; private set; } = [];
    public string[] Codes { get; private set; } = [];
    public int[] Positions { get; private set; } = [];

    /// <summary>0 where the feed has no lines.</summary>
    public int[] Lines { get; private set; } = [];
    public string[] ClientIds { get; private set; } = [];
    public string[] Messages { get; private set; } = [];
    public bool[] StillLive { get; private set; } = [];
}

internal sealed class UnappliedTable : IEntityTypeConfiguration<Unapplied>
{
    public void Configure(EntityTypeBuilder<Unapplied> table)
    {
        table.ToTable("unapplied");
        table.HasKey(u => u.BatchId);
        table.Property(u => u.BatchId).HasColumnName("batch_id").ValueGeneratedNever();
        table.Property(u => u.RunId).HasColumnName("run_id");
        table.Property(u => u.Kinds).HasColumnName("kinds");
        table.Property(u => u.Codes).HasColumnName("codes");
        table.Property(u => u.Positions).HasColumnName("positions");
        table.Property(u => u.Lines).HasColumnName("lines");
        table.Property(u => u.ClientIds).HasColumnName("client_ids");
        table.Property(u => u.Messages).HasColumnName("messages");
        table.Property(u => u.StillLive).HasColumnName("still_live");
        table.HasIndex(u => u.RunId).HasDatabaseName("unapplied_run");
    }
}
