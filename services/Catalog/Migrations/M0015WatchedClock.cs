using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

[DbContext(typeof(CatalogDb))]
[Migration("0015_watched_clock")]
internal sealed class M0015WatchedClock : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(ClockWatch.CreateTables(CatalogDb.Schema));
        // What expired comes back when its end is in the future again.
        migrationBuilder.Sql("create index mission_to_revive on catalog.mission (end_at) where status = 'EXPIRED';");
    }
}
