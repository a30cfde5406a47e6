using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>What a batch carries is compressed before it is written: PostgreSQL need not try again.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0007_store_packed_batches")]
internal sealed class StorePackedBatches : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table importer.batch alter body set storage external;");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table importer.batch alter body set storage extended;");
}
