using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Batches;

/// <summary>
/// A mission of a feed that Catalog has, or was sent. It is settled when both hashes are equal; a withdrawn mission has no row, so that
/// it is sent when it comes back.
/// </summary>
internal sealed class MissionState
{
    public Guid FeedId { get; private set; }
    public string ClientId { get; private set; } = "";

    /// <summary>What was sent last; null when that was its withdrawal, or when the hash is to be forgotten.</summary>
    public byte[]? SentHash { get; private set; }

    /// <summary>What Catalog confirmed last; null when it never had the mission.</summary>
    public byte[]? AppliedHash { get; private set; }

    /// <summary>The batch that was sent last: an outcome of an older one confirms nothing.</summary>
    public Guid? SentBatch { get; private set; }
}

internal sealed class MissionStateTable : IEntityTypeConfiguration<MissionState>
{
    public void Configure(EntityTypeBuilder<MissionState> table)
    {
        table.ToTable("mission_state");
        table.HasKey(s => new { s.FeedId, s.ClientId });
        table.Property(s => s.FeedId).HasColumnName("feed_id");
        table.Property(s => s.ClientId).HasColumnName("client_id").UseCollation("C");
        table.Property(s => s.SentHash).HasColumnName("sent_hash");
        table.Property(s => s.AppliedHash).HasColumnName("applied_hash");
        table.Property(s => s.SentBatch).HasColumnName("sent_batch");
    }
}
