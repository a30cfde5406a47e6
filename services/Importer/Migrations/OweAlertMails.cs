using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>The mails that are owed to contacts about alerts.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0007_owe_alert_mails")]
internal sealed class OweAlertMails : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table importer.alert_mail (
            id uuid primary key,
            alert_id uuid not null references importer.feed_alert on delete cascade,
            contact_id uuid not null references importer.feed_contact on delete cascade,
            event text not null constraint alert_mail_event check (event in ('OPENED', 'CLOSED')),
            next_at timestamptz not null,
            attempts integer not null default 0,
            sent_at timestamptz,
            refusal text
        );
        create unique index alert_mail_once on importer.alert_mail (alert_id, contact_id, event);
        create index alert_mail_contact on importer.alert_mail (contact_id);
        create index alert_mail_owed on importer.alert_mail (next_at) where sent_at is null and refusal is null;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table importer.alert_mail;");
}
