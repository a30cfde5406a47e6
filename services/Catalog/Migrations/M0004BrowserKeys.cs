using Engagement.Catalog.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

[DbContext(typeof(CatalogDb))]
[Migration("0004_browser_keys")]
internal sealed class M0004BrowserKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "alter table catalog.api_key add column origins text[] null check (cardinality(origins) > 0)");
}
