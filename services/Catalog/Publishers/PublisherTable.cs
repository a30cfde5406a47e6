using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Catalog.Publishers;

internal sealed class PublisherTable : IEntityTypeConfiguration<Publisher>
{
    public void Configure(EntityTypeBuilder<Publisher> builder)
    {
        builder.ToTable("publisher").HasKey(p => p.Id);
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.Slug).HasColumnName("slug");
        builder.Property(p => p.Name).HasColumnName("name");
        builder.Property(p => p.Url).HasColumnName("url");
        builder.Property(p => p.Logo).HasColumnName("logo");
        builder.Property(p => p.IsPublisher).HasColumnName("is_publisher");
        builder.Property(p => p.IsPublic).HasColumnName("is_public");
        builder.Property(p => p.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(p => p.CreatedAt).HasColumnName("created_at");
        builder.Property(p => p.UpdatedAt).HasColumnName("updated_at");
        builder.HasIndex(p => p.Slug).IsUnique();
    }
}
