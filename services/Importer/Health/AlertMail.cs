using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Engagement.Importer.Health;

/// <summary>
/// What a contact must be told of an alert: owed until it is sent or refused for good. Written in the statement that opens or closes the
/// alert. Its times are by the database's clock, so that a fixed clock delays nothing.
/// </summary>
internal sealed class AlertMail
{
    public Guid Id { get; private set; }
    public Guid AlertId { get; private set; }
    public Guid ContactId { get; private set; }
    public string Event { get; private set; } = "";

    /// <summary>Not before: the end of the 24 hours, of a pause after a failure, or of the time that whoever sends it has.</summary>
    public DateTimeOffset NextAt { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Why it will never be sent.</summary>
    public string? Refusal { get; private set; }
}

/// <summary>The values of <see cref="AlertMail.Event"/>.</summary>
internal static class AlertEvent
{
    internal const string Opened = "OPENED";
    internal const string Closed = "CLOSED";
}

internal sealed class AlertMailTable : IEntityTypeConfiguration<AlertMail>
{
    public void Configure(EntityTypeBuilder<AlertMail> table)
    {
        table.ToTable("alert_mail");
        table.HasKey(m => m.Id);
        table.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        table.Property(m => m.AlertId).HasColumnName("alert_id");
        table.Property(m => m.ContactId).HasColumnName("contact_id");
        table.Property(m => m.Event).HasColumnName("event");
        table.Property(m => m.NextAt).HasColumnName("next_at");
        table.Property(m => m.Attempts).HasColumnName("attempts");
        table.Property(m => m.SentAt).HasColumnName("sent_at");
        table.Property(m => m.Refusal).HasColumnName("refusal");
        table.HasIndex(m => new { m.AlertId, m.ContactId, m.Event }).IsUnique().HasDatabaseName("alert_mail_once");
        table.HasIndex(m => m.ContactId).HasDatabaseName("alert_mail_contact");
        table.HasIndex(m => m.NextAt).HasDatabaseName("alert_mail_owed").HasFilter("sent_at IS NULL AND refusal IS NULL");
    }
}
