using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>A diffusion rule as the change log last told it.</summary>
internal sealed class RuleRow
{
    public Guid Id { get; private set; }
    public long Number { get; private set; }
    public long Version { get; private set; }
    public Guid? DiffuserId { get; private set; }
    public string? Body { get; private set; }
}

internal sealed class RuleTable : IEntityTypeConfiguration<RuleRow>
{
    public void Configure(EntityTypeBuilder<RuleRow> table)
    {
        table.ToTable("rule");
        table.HasKey(r => r.Id);
        table.Property(r => r.Id).HasColumnName("id");
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.Version).HasColumnName("version");
        table.Property(r => r.DiffuserId).HasColumnName("diffuser_id");
        table.Property(r => r.Body).HasColumnName("body");
        table.HasIndex(r => r.DiffuserId).HasDatabaseName("rule_diffuser");
    }
}
