using Engagement.Importer.Storage;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>What Importer thinks of its clock.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0019_watch_clock")]
internal sealed class WatchClock : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ClockWatch.CreateTables(ImporterDb.Schema));
}
