using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Catalog.Keys;

internal sealed class ApiKeyTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_key").HasKey(k => k.Id);
        builder.Property(k => k.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(k => k.PublisherId).HasColumnName("publisher_id");
        builder.Property(k => k.Hash).HasColumnName("hash");
        builder.Property(k => k.Scopes).HasColumnName("scopes");
        builder.Property(k => k.Origins).HasColumnName("origins");
        builder.Property(k => k.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(k => k.CreatedAt).HasColumnName("created_at");
        builder.Property(k => k.ExpiresAt).HasColumnName("expires_at");
        builder.Property(k => k.RevokedAt).HasColumnName("revoked_at");
        builder.Property(k => k.LastUsedAt).HasColumnName("last_used_at");
        builder.Property(k => k.ReplacedBy).HasColumnName("replaced_by");
        builder.HasIndex(k => k.Hash).IsUnique();
    }
}
