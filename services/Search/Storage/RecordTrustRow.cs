using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>
/// Since when a record carries numbers that records of other structures, or others of its own, carry too; a record without a row has its
/// numbers alone.
/// </summary>
internal sealed class RecordTrustRow
{
    public Guid OrganizationId { get; private set; }
    public long Number { get; private set; }
    public long? RnaSince { get; private set; }
    public long? SiretSince { get; private set; }

    /// <summary>Its numbers are those of another structure.</summary>
    public bool IsApart { get; private set; }
}

internal sealed class RecordTrustTable : IEntityTypeConfiguration<RecordTrustRow>
{
    public void Configure(EntityTypeBuilder<RecordTrustRow> table)
    {
        table.ToTable("record_trust");
        table.HasKey(r => r.OrganizationId);
        table.Property(r => r.OrganizationId).HasColumnName("organization_id").ValueGeneratedNever();
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.RnaSince).HasColumnName("rna_since");
        table.Property(r => r.SiretSince).HasColumnName("siret_since");
        table.Property(r => r.IsApart).HasColumnName("is_apart");
    }
}
