using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Search.Storage;

/// <summary>A partner as the change log last told it.</summary>
internal sealed class PublisherRow
{
    public Guid Id { get; private set; }
    public long Number { get; private set; }
    public long Version { get; private set; }
    public string? Body { get; private set; }
}

internal sealed class PublisherTable : IEntityTypeConfiguration<PublisherRow>
{
    public void Configure(EntityTypeBuilder<PublisherRow> table)
    {
        table.ToTable("publisher");
        table.HasKey(r => r.Id);
        table.Property(r => r.Id).HasColumnName("id");
        table.Property(r => r.Number).HasColumnName("number");
        table.Property(r => r.Version).HasColumnName("version");
        table.Property(r => r.Body).HasColumnName("body");
    }
}
