using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Protection;

/// <summary>A key of Data Protection, wrapped; read and written by <see cref="ProtectionKeys"/>.</summary>
internal sealed class ProtectionKey
{
    public string Name { get; private set; } = "";
    public string Body { get; private set; } = "";
}

internal sealed class ProtectionKeyTable : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> table)
    {
        table.ToTable("protection_key");
        table.HasKey(k => k.Name);
        table.Property(k => k.Name).HasColumnName("name");
        table.Property(k => k.Body).HasColumnName("body");
    }
}
