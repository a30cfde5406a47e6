using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>How far a follower has applied the log.</summary>
internal sealed class CheckpointRow
{
    public string Name { get; private set; } = "";
    public long Number { get; private set; }
}

internal sealed class CheckpointTable : IEntityTypeConfiguration<CheckpointRow>
{
    public void Configure(EntityTypeBuilder<CheckpointRow> table)
    {
        table.ToTable("checkpoint");
        table.HasKey(r => r.Name);
        table.Property(r => r.Name).HasColumnName("name");
        table.Property(r => r.Number).HasColumnName("number");
    }
}
