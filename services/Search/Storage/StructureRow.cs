using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>Which records are of one structure, as the change log last told it; empty for a tombstone.</summary>
internal sealed class StructureRow
{
    public Guid Id { get; private set; }
    public long Number { get; private set; }
    public long Version { get; private set; }
    public Guid[] Organizations { get; private set; } = [];

    /// <summary>Those of them that speak for it, in their order.</summary>
    public Guid[] Speakers { get; private set; } = [];
}

internal sealed class StructureTable : IEntityTypeConfiguration<StructureRow>
{
    public void Configure(EntityTypeBuilder<StructureRow> table)
    {
        table.ToTable("structure");
        table.HasKey(r => r.Id);
        table.Property(r => r.Id).HasColumnName("id");
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.Version).HasColumnName("version");
        table.Property(r => r.Organizations).HasColumnName("organizations");
        table.Property(r => r.Speakers).HasColumnName("speakers");
        table.HasIndex(r => r.Organizations).HasDatabaseName("structure_organizations").HasMethod("gin");
    }
}
