using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>A secret that every Search process on this database shares.</summary>
internal sealed class SigningKeyRow
{
    public string Name { get; private set; } = "";
    public byte[] Secret { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
}

internal sealed class SigningKeyTable : IEntityTypeConfiguration<SigningKeyRow>
{
    public void Configure(EntityTypeBuilder<SigningKeyRow> table)
    {
        table.ToTable("signing_key");
        table.HasKey(r => r.Name);
        table.Property(r => r.Name).HasColumnName("name");
        table.Property(r => r.Secret).HasColumnName("secret");
        table.Property(r => r.CreatedAt).HasColumnName("created_at");
    }
}
