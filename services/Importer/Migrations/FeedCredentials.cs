using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>The name and password of a feed, encrypted.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0004_feed_credentials")]
internal sealed class FeedCredentials : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table importer.feed add column credentials bytea;");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("alter table importer.feed drop column credentials;");
}
