using Engagement.Catalog.Organizations;
using Engagement.Catalog.Publishers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Catalog.Missions;

internal sealed class MissionTable : IEntityTypeConfiguration<Mission>
{
    public void Configure(EntityTypeBuilder<Mission> builder)
    {
        builder.ToTable("mission").HasKey(m => m.Id);
        builder.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(m => m.PublisherId).HasColumnName("publisher_id");
        builder.Property(m => m.ClientId).HasColumnName("client_id");
        builder.Property(m => m.OrganizationId).HasColumnName("organization_id");
        builder.Property(m => m.Source).HasColumnName("source");
        builder.Property(m => m.Status).HasColumnName("status").HasConversion(s => s.ToText(), s => MissionStatusText.Parse(s));
        builder.Property(m => m.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(m => m.Hash).HasColumnName("hash");
        builder.Property(m => m.Title).HasColumnName("title");
        builder.Property(m => m.Type).HasColumnName("type");
        builder.Property(m => m.Domain).HasColumnName("domain");
        builder.Property(m => m.StartAt).HasColumnName("start_at");
        builder.Property(m => m.EndAt).HasColumnName("end_at");
        builder.Property(m => m.Places).HasColumnName("places");
        builder.Property(m => m.CreatedAt).HasColumnName("created_at");
        builder.Property(m => m.UpdatedAt).HasColumnName("updated_at");
        builder.Property(m => m.WithdrawnAt).HasColumnName("withdrawn_at");
        builder.HasOne<Publisher>().WithMany().HasForeignKey(m => m.PublisherId);
        builder.HasOne<Organization>().WithMany().HasForeignKey(m => m.OrganizationId);
        builder.HasIndex(m => new { m.PublisherId, m.ClientId }).IsUnique();
    }
}
