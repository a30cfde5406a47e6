using Engagement.Catalog.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

[DbContext(typeof(CatalogDb))]
[Migration("0005_structures")]
internal sealed class M0005Structures : Migration
{
    private const string Structures =
        """
        create table catalog.structure (
            id uuid primary key,
            key text not null unique,
            -- In the log as its newest entry says, or not at all: then no one is told of it.
            organizations uuid[] not null,
            version bigint not null check (version >= 0),
            updated_at timestamptz not null
        );

        -- What tells a partner's record of a structure from others, as of a version of it, and what it was matched to.
        create table catalog.structure_record (
            organization_id uuid primary key references catalog.organization,
            organization_version bigint not null,
            rna text null,
            siret text null,
            siren text null,
            name_key text null,
            structure_id uuid null references catalog.structure,
            matched_by text null check (matched_by in ('RNA', 'SIRET', 'SIREN', 'NAME', 'HAND', 'ALONE')),
            matched_at timestamptz null,
            check ((structure_id is null) = (matched_by is null))
        );
        create index on catalog.structure_record (structure_id);

        -- What a person decided: kept against every later match. Without another record: it stands alone.
        create table catalog.structure_decision (
            organization_id uuid primary key references catalog.organization,
            joined_to uuid null references catalog.organization check (joined_to <> organization_id),
            decided_by text not null check (decided_by <> ''),
            decided_at timestamptz not null
        );
        """;

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Structures);
}
