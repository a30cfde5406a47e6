using Engagement.Search.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Search.Migrations;

/// <summary>
/// Whose record speaks for a structure, and since when records carry the numbers that others carry too. Catalog tells it again after its
/// own migration.
/// </summary>
[DbContext(typeof(SearchDb))]
[Migration("0009_trust_records")]
internal sealed class TrustRecords : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table search.structure add column speakers uuid[] not null default '{}';
        update search.structure set speakers = organizations[1:100];

        create table search.record_trust (
            organization_id uuid    primary key,
            number          bigint  not null,
            rna_since       bigint  null,
            siret_since     bigint  null,
            is_apart        boolean not null
        );
        """);

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("drop table search.record_trust; alter table search.structure drop column speakers;");
}
