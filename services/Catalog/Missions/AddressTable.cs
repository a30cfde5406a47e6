using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Catalog.Missions;

internal sealed class AddressTable : IEntityTypeConfiguration<Address>
{
    public void Configure(EntityTypeBuilder<Address> builder)
    {
        builder.ToTable("address").HasKey(a => a.Id);
        builder.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(a => a.MissionId).HasColumnName("mission_id");
        builder.Property(a => a.Street).HasColumnName("street");
        builder.Property(a => a.PostalCode).HasColumnName("postal_code");
        builder.Property(a => a.City).HasColumnName("city");
        builder.Property(a => a.DepartmentCode).HasColumnName("department_code");
        builder.Property(a => a.CommuneCode).HasColumnName("commune_code");
        builder.Property(a => a.GeocodingKey).HasColumnName("geocoding_key");
        builder.Property(a => a.Country).HasColumnName("country");
        builder.Property(a => a.Lat).HasColumnName("lat");
        builder.Property(a => a.Lon).HasColumnName("lon");
        builder.Property(a => a.Precision).HasColumnName("precision");
        builder.HasOne<Mission>().WithMany().HasForeignKey(a => a.MissionId).OnDelete(DeleteBehavior.Cascade);
    }
}
