using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>
/// A batch carries its missions packed together. One of the earlier form that has no outcome yet is forgotten: its missions are not settled,
/// so the next run, which must read the feed even if it did not change, sends them again.
/// </summary>
[DbContext(typeof(ImporterDb))]
[Migration("0008_drop_batches_of_old_form")]
internal sealed class DropBatchesOfOldForm : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        update importer.feed set etag = null, last_modified = null, cursor = null where id in (select feed_id from importer.batch where kind = 'RECEIVED');
        delete from importer.batch where kind = 'RECEIVED';
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => Up(migrationBuilder);
}
