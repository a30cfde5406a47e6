using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>A structure as the change log last told it; what lists filter by stands in columns.</summary>
internal sealed class OrganizationRow
{
    public Guid Id { get; private set; }
    public long Number { get; private set; }
    public long Version { get; private set; }
    public Guid? PublisherId { get; private set; }
    public string? Key { get; private set; }
    public string? Name { get; private set; }
    public string? NameFolded { get; private set; }
    public string? Rna { get; private set; }
    public string? Siren { get; private set; }
    public string? Siret { get; private set; }
    public string? Department { get; private set; }
    public string[] Networks { get; private set; } = [];
    public string? Body { get; private set; }
}

internal sealed class OrganizationTable : IEntityTypeConfiguration<OrganizationRow>
{
    public void Configure(EntityTypeBuilder<OrganizationRow> table)
    {
        table.ToTable("organization");
        table.HasKey(r => r.Id);
        table.Property(r => r.Id).HasColumnName("id");
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.Version).HasColumnName("version");
        table.Property(r => r.PublisherId).HasColumnName("publisher_id");
        table.Property(r => r.Key).HasColumnName("key");
        table.Property(r => r.Name).HasColumnName("name");
        table.Property(r => r.NameFolded).HasColumnName("name_folded");
        table.Property(r => r.Rna).HasColumnName("rna");
        table.Property(r => r.Siren).HasColumnName("siren");
        table.Property(r => r.Siret).HasColumnName("siret");
        table.Property(r => r.Department).HasColumnName("department");
        table.Property(r => r.Networks).HasColumnName("networks");
        table.Property(r => r.Body).HasColumnName("body");
        table.Property(r => r.NameFolded).UseCollation("C");
        table.HasIndex(r => r.Number).HasDatabaseName("organization_number");
        table.HasIndex(r => new { r.NameFolded, r.Id }).HasDatabaseName("organization_name");
        table.HasIndex(r => r.Rna).HasDatabaseName("organization_rna").HasFilter("rna IS NOT NULL");
        table.HasIndex(r => r.Siret).HasDatabaseName("organization_siret").HasFilter("siret IS NOT NULL");
    }
}
