using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>The keys of Data Protection, wrapped under a secret of the settings.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0002_keep_protection_keys")]
internal sealed class KeepProtectionKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table importer.protection_key (
            name text primary key,
            body text not null
        );
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table importer.protection_key;");
}
