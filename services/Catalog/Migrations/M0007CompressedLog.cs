using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

/// <summary>The log is written at half its size. What is there already stays as it is, and is read as before.</summary>
[DbContext(typeof(CatalogDb))]
[Migration("0007_compressed_log")]
internal sealed class M0007CompressedLog : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ChangeLog.KeepBodiesInRows(CatalogDb.Schema));
}
