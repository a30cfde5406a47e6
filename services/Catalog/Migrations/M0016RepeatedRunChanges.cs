using Engagement.Catalog.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

/// <summary>A run may change an entity several times, and runs are undone one after another.</summary>
[DbContext(typeof(CatalogDb))]
[Migration("0016_repeated_run_changes")]
internal sealed class M0016RepeatedRunChanges : Migration
{
    private const string RepeatedChanges =
        """
        -- The first version that the run made, when it made several; null: version is the only one.
        alter table catalog.run_change add column first_version bigint null check (first_version > 0 and first_version < version);
        -- Few are undone: the index costs an import nothing.
        create index run_change_undone on catalog.run_change (entity_id) where undone_version is not null;
        """;

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(RepeatedChanges);
}
