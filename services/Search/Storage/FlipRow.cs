using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>A mission that began or ceased to be shown to a diffuser at a number of the log.</summary>
internal sealed class FlipRow
{
    public Guid DiffuserId { get; private set; }
    public Guid MissionId { get; private set; }
    public long Number { get; private set; }
    public bool Visible { get; private set; }
}

internal sealed class FlipTable : IEntityTypeConfiguration<FlipRow>
{
    public void Configure(EntityTypeBuilder<FlipRow> table)
    {
        table.ToTable("flip");
        table.HasKey(r => new { r.DiffuserId, r.Number, r.MissionId });
        table.Property(r => r.DiffuserId).HasColumnName("diffuser_id");
        table.Property(r => r.MissionId).HasColumnName("mission_id");
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.Visible).HasColumnName("visible");
    }
}
