using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>A mission as the change log last told it. A tombstone keeps its place, its status is <c>REMOVED</c>.</summary>
internal sealed class MissionRow
{
    public Guid Id { get; private set; }
    public long Number { get; private set; }
    public long Version { get; private set; }
    public string Status { get; private set; } = "";
    public Guid? PublisherId { get; private set; }
    public Guid? OrganizationId { get; private set; }
    public string? ClientId { get; private set; }
    public DateTimeOffset? CreatedAt { get; private set; }
    public DateTimeOffset? UpdatedAt { get; private set; }
    public string? Body { get; private set; }
}

internal sealed class MissionTable : IEntityTypeConfiguration<MissionRow>
{
    public void Configure(EntityTypeBuilder<MissionRow> table)
    {
        table.ToTable("mission");
        table.HasKey(r => r.Id);
        table.Property(r => r.Id).HasColumnName("id");
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.Version).HasColumnName("version");
        table.Property(r => r.Status).HasColumnName("status");
        table.Property(r => r.PublisherId).HasColumnName("publisher_id");
        table.Property(r => r.OrganizationId).HasColumnName("organization_id");
        table.Property(r => r.ClientId).HasColumnName("client_id");
        table.Property(r => r.CreatedAt).HasColumnName("created_at");
        table.Property(r => r.UpdatedAt).HasColumnName("updated_at");
        table.Property(r => r.Body).HasColumnName("body");
        table.HasIndex(r => r.Number).HasDatabaseName("mission_number");
        table.HasIndex(r => r.OrganizationId).HasDatabaseName("mission_organization");
    }
}
