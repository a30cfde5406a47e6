using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>Whom a feed's alerts are sent to.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0006_keep_feed_contacts")]
internal sealed class KeepFeedContacts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table importer.feed_contact (
            id uuid primary key,
            feed_id uuid not null references importer.feed on delete cascade,
            address text not null,
            refused_at timestamptz
        );
        create unique index feed_contact_address on importer.feed_contact (feed_id, address);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table importer.feed_contact;");
}
