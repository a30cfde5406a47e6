using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Contacts;

/// <summary>Whom a feed's alerts are sent to. The address is all that is known of the person.</summary>
internal sealed class FeedContact
{
    public Guid Id { get; private set; }
    public Guid FeedId { get; private set; }
    public string Address { get; private set; } = "";

    /// <summary>When a mail server said that the address takes no mail; nothing more is sent to it until it is saved again.</summary>
    public DateTimeOffset? RefusedAt { get; private set; }
}

internal sealed class FeedContactTable : IEntityTypeConfiguration<FeedContact>
{
    public void Configure(EntityTypeBuilder<FeedContact> table)
    {
        table.ToTable("feed_contact");
        table.HasKey(c => c.Id);
        table.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        table.Property(c => c.FeedId).HasColumnName("feed_id");
        table.Property(c => c.Address).HasColumnName("address");
        table.Property(c => c.RefusedAt).HasColumnName("refused_at");
        table.HasIndex(c => new { c.FeedId, c.Address }).IsUnique().HasDatabaseName("feed_contact_address");
    }
}
