using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>How far a follower has applied the log.</summary>
internal sealed class CheckpointRow
{
    public string Name { get; private set; } = "";
    public long Number { get; private set; }

    /// <summary>The mark of the entry of that number.</summary>
    public int? Mark { get; private set; }

    /// <summary>Another number when the replica went back or was built again.</summary>
    public long Incarnation { get; private set; }
    public bool Rebuilding { get; private set; }
    public DateTimeOffset? RebuiltAt { get; private set; }
}

internal sealed class CheckpointTable : IEntityTypeConfiguration<CheckpointRow>
{
    public void Configure(EntityTypeBuilder<CheckpointRow> table)
    {
        table.ToTable("checkpoint");
        table.HasKey(r => r.Name);
        table.Property(r => r.Name).HasColumnName("name");
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.Mark).HasColumnName("mark");
        table.Property(r => r.Incarnation).HasColumnName("incarnation");
        table.Property(r => r.Rebuilding).HasColumnName("rebuilding");
        table.Property(r => r.RebuiltAt).HasColumnName("rebuilt_at");
    }
}
