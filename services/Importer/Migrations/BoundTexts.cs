using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>Every text has a bound; what an earlier version stored beyond it is cut. An address that no server takes is no longer
/// pulled.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0009_bound_texts")]
internal sealed class BoundTexts : Migration
{
    private const string Cut =
        """
        update importer.feed set publisher_name = left(publisher_name, 200), publisher_slug = left(publisher_slug, 400),
            name = left(name, 200),
            paused = paused or char_length(url) > 8000, url = case when char_length(url) <= 8000 then url end,
            cursor = case when char_length(cursor) <= 8000 then cursor end
        where char_length(publisher_name) > 200 or char_length(publisher_slug) > 400 or char_length(name) > 200
            or char_length(url) > 8000 or char_length(cursor) > 8000;
        update importer.run set message = left(message, 2000), read_from = left(read_from, 80000) where char_length(message) > 2000
            or char_length(read_from) > 80000;
        update importer.run_item set message = left(message, 2000), field = left(field, 100), value = left(value, 500),
            code = left(code, 100),
            client_id = left(client_id, 500)
        where char_length(message) > 2000 or char_length(field) > 100 or char_length(value) > 500 or char_length(code) > 100
            or char_length(client_id) > 500;
        update importer.alert_mail set refusal = left(refusal, 1000) where char_length(refusal) > 1000;
        """;

    private const string Bounds =
        """
        alter table importer.feed add constraint feed_texts check (
            char_length(publisher_name) <= 200 and char_length(publisher_slug) <= 400 and char_length(name) <= 200
                and char_length(url) <= 8000
            and char_length(cursor) <= 8000 and octet_length(credentials) <= 16384);
        alter table importer.feed_contact add constraint feed_contact_texts check (char_length(address) <= 254);
        alter table importer.run add constraint run_texts check (
            char_length(reason) <= 100 and char_length(message) <= 2000 and char_length(read_from) <= 80000);
        alter table importer.run_item add constraint run_item_texts check (
            char_length(code) <= 100 and char_length(client_id) <= 500 and char_length(field) <= 100 and char_length(value) <= 500
                and char_length(message) <= 2000);
        alter table importer.alert_mail add constraint alert_mail_texts check (char_length(refusal) <= 1000);
        alter table importer.mission_state add constraint mission_state_texts check (char_length(client_id) <= 500);
        alter table importer.protection_key add constraint protection_key_texts check (char_length(name) <= 200
            and char_length(body) <= 100000);
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Cut);
        migrationBuilder.Sql(Bounds);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table importer.feed drop constraint feed_texts;
        alter table importer.feed_contact drop constraint feed_contact_texts;
        alter table importer.run drop constraint run_texts;
        alter table importer.run_item drop constraint run_item_texts;
        alter table importer.alert_mail drop constraint alert_mail_texts;
        alter table importer.mission_state drop constraint mission_state_texts;
        alter table importer.protection_key drop constraint protection_key_texts;
        """);
}
