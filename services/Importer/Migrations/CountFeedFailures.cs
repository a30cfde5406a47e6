using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>How many runs of a feed failed in a row. What a server said of its feed is forgotten where no request can carry it.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0015_count_feed_failures")]
internal sealed class CountFeedFailures : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table importer.feed add column failures integer not null default 0 constraint feed_failures check (failures >= 0);
        update importer.feed set etag = null where etag !~ '^[ -~]{1,255}$';
        update importer.feed set last_modified = null where last_modified !~ '^[ -~]{1,255}$';
        """);

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("alter table importer.feed drop column failures;");
}
