using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>The format of a feed, and where a reading of a paged one begins.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0006_pull_rpde")]
internal sealed class PullRpde : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table importer.feed
            add column format text not null default 'xml' constraint feed_format check (format in ('xml', 'rpde')),
            add column cursor text,
            add column cursor_at timestamptz,
            add constraint feed_cursor check (cursor is null or format = 'rpde');
        alter table importer.run add column read_from text;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table importer.run drop column read_from;
        alter table importer.feed drop column cursor_at, drop column cursor, drop column format;
        """);
}
