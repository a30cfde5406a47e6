using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Catalog.Organizations;

internal sealed class OrganizationTable : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> builder)
    {
        builder.ToTable("organization").HasKey(o => o.Id);
        builder.Property(o => o.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(o => o.PublisherId).HasColumnName("publisher_id");
        builder.Property(o => o.Key).HasColumnName("key");
        builder.Property(o => o.Name).HasColumnName("name");
        builder.Property(o => o.Hash).HasColumnName("hash");
        builder.Property(o => o.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(o => o.CreatedAt).HasColumnName("created_at");
        builder.Property(o => o.UpdatedAt).HasColumnName("updated_at");
    }
}
