using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

/// <summary>An entry of the log is told from another one that got its number after a restore.</summary>
[DbContext(typeof(CatalogDb))]
[Migration("0012_log_marks")]
internal sealed class M0012LogMarks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ChangeLog.AddMarks(CatalogDb.Schema));
}
