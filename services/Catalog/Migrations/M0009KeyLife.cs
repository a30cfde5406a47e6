using Engagement.Catalog.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

/// <summary>When a key was last used, as Search reports it, and the key that it was rotated into.</summary>
[DbContext(typeof(CatalogDb))]
[Migration("0009_key_life")]
internal sealed class M0009KeyLife : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table catalog.api_key
            add column last_used_at timestamptz null,
            -- Deferred: the new key and the old one are written in one go, in any order.
            add column replaced_by uuid null unique references catalog.api_key deferrable initially deferred,
            add check (replaced_by <> id);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "alter table catalog.api_key drop column last_used_at, drop column replaced_by;");
}
