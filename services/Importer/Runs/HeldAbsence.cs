using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Runs;

/// <summary>A mission that the feed's latest chain of held runs found absent. A confirmation reads all of them, so none is left out.</summary>
internal sealed class HeldAbsence
{
    public Guid FeedId { get; private set; }
    public string ClientId { get; private set; } = "";

    /// <summary>The first run of the chain.</summary>
    public Guid RunId { get; private set; }
}

internal sealed class HeldAbsenceTable : IEntityTypeConfiguration<HeldAbsence>
{
    public void Configure(EntityTypeBuilder<HeldAbsence> table)
    {
        table.ToTable("held_absence");
        table.HasKey(a => new { a.FeedId, a.ClientId });
        table.Property(a => a.FeedId).HasColumnName("feed_id");
        table.Property(a => a.ClientId).HasColumnName("client_id").UseCollation("C");
        table.Property(a => a.RunId).HasColumnName("run_id");
        table.HasIndex(a => a.RunId).HasDatabaseName("held_absence_run");
    }
}
