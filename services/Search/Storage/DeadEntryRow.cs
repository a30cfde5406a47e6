using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>An entry that could not be applied: kept with its error until it is replayed.</summary>
internal sealed class DeadEntryRow
{
    public string Follower { get; private set; } = "";
    public long Number { get; private set; }
    public string Kind { get; private set; } = "";
    public Guid EntityId { get; private set; }
    public long Version { get; private set; }
    public DateTimeOffset At { get; private set; }
    public string? Body { get; private set; }
    public string Error { get; private set; } = "";
    public DateTimeOffset ParkedAt { get; private set; }
    public bool Replay { get; private set; }
}

internal sealed class DeadEntryTable : IEntityTypeConfiguration<DeadEntryRow>
{
    public void Configure(EntityTypeBuilder<DeadEntryRow> table)
    {
        table.ToTable("dead_entry");
        table.HasKey(r => new { r.Follower, r.Number });
        table.Property(r => r.Follower).HasColumnName("follower");
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.Kind).HasColumnName("kind");
        table.Property(r => r.EntityId).HasColumnName("entity_id");
        table.Property(r => r.Version).HasColumnName("version");
        table.Property(r => r.At).HasColumnName("at");
        table.Property(r => r.Body).HasColumnName("body");
        table.Property(r => r.Error).HasColumnName("error");
        table.Property(r => r.ParkedAt).HasColumnName("parked_at");
        table.Property(r => r.Replay).HasColumnName("replay");
    }
}
