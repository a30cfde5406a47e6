using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Imports;

/// <summary>A file that somebody asked to import, stored with this row until its run has ended: a restarted process finishes it.</summary>
internal sealed class ImportRequest
{
    private ImportRequest()
    {
    }

    internal ImportRequest(Guid id, Guid feedId, DateTimeOffset requestedAt) => (Id, FeedId, RequestedAt) = (id, feedId, requestedAt);

    /// <summary>Also the name of the file; in order of request.</summary>
    public Guid Id { get; private set; }
    public Guid FeedId { get; private set; }
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>Order of the contents, by which an old file is told from the newer content of a later run, whatever the clock says.</summary>
    public long Sequence { get; private set; }
}

internal sealed class ImportRequestTable : IEntityTypeConfiguration<ImportRequest>
{
    public void Configure(EntityTypeBuilder<ImportRequest> table)
    {
        table.ToTable("import_request");
        table.HasKey(r => r.Id);
        table.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        table.Property(r => r.FeedId).HasColumnName("feed_id");
        table.Property(r => r.RequestedAt).HasColumnName("requested_at");
        table.Property(r => r.Sequence).HasColumnName("sequence").HasDefaultValueSql("nextval('importer.reading_order')");
        table.HasIndex(r => new { r.FeedId, r.Id }).HasDatabaseName("import_request_feed");
    }
}
