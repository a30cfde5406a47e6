using Engagement.Catalog.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

/// <summary>
/// What the rule "a partner does not speak for another's structure" needs of each record: its partner, the words of its name, and since
/// when it carries its numbers. The words are in the log: all records are read again from it, 5,000 at a time, and matched beside the
/// import.
/// </summary>
[DbContext(typeof(CatalogDb))]
[Migration("0010_structures_by_trust")]
internal sealed class M0010StructuresByTrust : Migration
{
    private const string ByTrust =
        """
        -- Ages are numbers of the log; what was there before this version is older than all of them, in the order in which it came.
        alter table catalog.structure_record
            add column publisher_id uuid null references catalog.publisher,
            add column words text null,
            add column since bigint null,
            add column rna_since bigint null,
            add column siret_since bigint null,
            add column siren_since bigint null;
        update catalog.structure_record r set
            publisher_id = o.publisher_id, since = o.age,
            rna_since = case when r.rna is not null then o.age end,
            siret_since = case when r.siret is not null then o.age end,
            siren_since = case when r.siren is not null then o.age end,
            change_number = null
        from (select id, publisher_id, row_number() over (order by created_at, id) - count(*) over () as age from catalog.organization) o
        where o.id = r.organization_id;
        alter table catalog.structure_record
            alter column publisher_id set not null,
            alter column since set not null,
            add check ((rna is null) = (rna_since is null)),
            add check ((siret is null) = (siret_since is null)),
            add check ((siren is null) = (siren_since is null)),
            drop constraint structure_record_matched_by_check,
            add constraint structure_record_matched_by_check
                check (matched_by in ('RNA', 'SIRET', 'SIREN', 'NAME', 'HAND', 'ALONE', 'CONFLICT'));
        create index structure_record_conflict on catalog.structure_record (structure_id) where matched_by = 'CONFLICT';

        -- The hash of what readers were told; null: nothing. What they were told before this version is told again.
        alter table catalog.structure add column told bytea null;
        update catalog.structure set told = '\x00' where cardinality(organizations) > 1;
        """;

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ByTrust);
}
