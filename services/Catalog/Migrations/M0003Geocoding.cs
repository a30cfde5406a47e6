using Engagement.Catalog.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

[DbContext(typeof(CatalogDb))]
[Migration("0003_geocoding")]
internal sealed class M0003Geocoding : Migration
{
    private const string Geocoding =
        """
        -- What a geocoder could place better; null when there is nothing to ask.
        alter table catalog.address add column geocoding_key text null;
        create index address_to_geocode on catalog.address (geocoding_key)
            where geocoding_key is not null and precision in ('CITY', 'DEPARTMENT', 'NONE');

        -- The geocoder's answers, by normalised address; without a precision: it knows none.
        create table catalog.geocoding (
            key text primary key,
            precision text null check (precision in ('STREET', 'CITY')),
            lat double precision null check (lat between -90 and 90),
            lon double precision null check (lon between -180 and 180),
            commune_code text null,
            score double precision null,
            at timestamptz not null,
            check ((precision is null) = (lat is null) and (lat is null) = (lon is null))
        );

        -- Versions that say no more than where a mission is: they do not come between a run and its undo.
        create table catalog.located_version (
            mission_id uuid not null,
            version bigint not null check (version > 1),
            at timestamptz not null,
            primary key (mission_id, version)
        );
        """;

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Geocoding);
}
