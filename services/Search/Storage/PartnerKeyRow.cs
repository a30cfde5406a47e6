using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>A key as the change log last told it: its hash, never its text.</summary>
internal sealed class PartnerKeyRow
{
    public Guid Id { get; private set; }
    public long Number { get; private set; }
    public long Version { get; private set; }
    public Guid? PartnerId { get; private set; }
    public string? Hash { get; private set; }
    public string? Body { get; private set; }
}

internal sealed class PartnerKeyTable : IEntityTypeConfiguration<PartnerKeyRow>
{
    public void Configure(EntityTypeBuilder<PartnerKeyRow> table)
    {
        table.ToTable("partner_key");
        table.HasKey(r => r.Id);
        table.Property(r => r.Id).HasColumnName("id");
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.Version).HasColumnName("version");
        table.Property(r => r.PartnerId).HasColumnName("partner_id");
        table.Property(r => r.Hash).HasColumnName("hash");
        table.Property(r => r.Body).HasColumnName("body");
        table.HasIndex(r => r.Hash).IsUnique().HasDatabaseName("partner_key_hash_key");
    }
}
