using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>
/// What is on its way to Catalog survives a crash of the database. It did not: its missions were then known to Catalog alone, so that nothing
/// withdrew them when they left their feed.
/// </summary>
[DbContext(typeof(ImporterDb))]
[Migration("0017_log_batches")]
internal sealed class LogBatches : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table importer.batch set logged;");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table importer.batch set unlogged;");
}
