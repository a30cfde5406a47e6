using Engagement.Catalog.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

[DbContext(typeof(CatalogDb))]
[Migration("0006_structures_by_change")]
internal sealed class M0006StructuresByChange : Migration
{
    private const string ByChange =
        """
        -- Records are read in the order of the log: what is new is what lies beyond the highest number read.
        create index change_of_organization on catalog.change (number) where kind = 'organization';
        alter table catalog.structure_record drop column organization_version, add column change_number bigint null;
        create index structure_record_change on catalog.structure_record (change_number);

        -- By what a record is found from another that it may be matched with.
        create index structure_record_rna on catalog.structure_record (rna) where rna is not null;
        create index structure_record_siret on catalog.structure_record (siret) where siret is not null;
        create index structure_record_siren on catalog.structure_record (siren) where siren is not null;
        create index structure_record_name on catalog.structure_record (name_key) where name_key is not null;
        create index structure_decision_joined on catalog.structure_decision (joined_to) where joined_to is not null;
        """;

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ByChange);
}
