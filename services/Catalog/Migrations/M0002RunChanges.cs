using Engagement.Catalog.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

[DbContext(typeof(CatalogDb))]
[Migration("0002_run_changes")]
internal sealed class M0002RunChanges : Migration
{
    private const string RunChanges =
        """
        -- The former content is not here: it is the body of the change of the same entity and one version less.
        create table catalog.run_change (
            run_id uuid not null,
            entity_id uuid not null,
            version bigint not null check (version > 0),
            former_hash bytea null check (octet_length(former_hash) = 32),
            undone_version bigint null check (undone_version > version),
            at timestamptz not null,
            primary key (run_id, entity_id)
        );
        """;

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(RunChanges);
}
