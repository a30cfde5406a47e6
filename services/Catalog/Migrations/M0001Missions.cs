using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

[DbContext(typeof(CatalogDb))]
[Migration("0001_missions")]
internal sealed class M0001Missions : Migration
{
    private const string Partners =
        """
        create table catalog.publisher (
            id uuid primary key,
            slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            name text not null check (name <> ''),
            url text null,
            logo text null,
            is_publisher boolean not null,
            is_public boolean not null,
            version bigint not null check (version > 0),
            created_at timestamptz not null,
            updated_at timestamptz not null
        );

        create table catalog.api_key (
            id uuid primary key,
            publisher_id uuid not null references catalog.publisher,
            hash bytea not null unique check (octet_length(hash) = 32),
            scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['read', 'publish', 'apply', 'admin']),
            version bigint not null check (version > 0),
            created_at timestamptz not null,
            expires_at timestamptz null,
            revoked_at timestamptz null
        );
        create index on catalog.api_key (publisher_id);
        """;

    private const string Organizations =
        """
        create table catalog.organization (
            id uuid primary key,
            publisher_id uuid not null references catalog.publisher,
            key text not null,
            name text not null,
            hash bytea not null check (octet_length(hash) = 32),
            version bigint not null check (version > 0),
            created_at timestamptz not null,
            updated_at timestamptz not null,
            unique (publisher_id, key)
        );
        """;

    private const string Missions =
        """
        -- The content is not here: it is the body of the change of the same id and version.
        create table catalog.mission (
            id uuid primary key,
            publisher_id uuid not null references catalog.publisher,
            client_id text not null check (client_id <> ''),
            organization_id uuid null references catalog.organization,
            source text not null,
            status text not null check (status in ('ACCEPTED', 'REFUSED', 'EXPIRED', 'WITHDRAWN')),
            version bigint not null check (version > 0),
            hash bytea not null check (octet_length(hash) = 32),
            title text not null,
            type text not null,
            domain text null,
            start_at timestamptz null,
            end_at timestamptz null,
            places integer not null check (places > 0),
            created_at timestamptz not null,
            updated_at timestamptz not null,
            withdrawn_at timestamptz null,
            unique (publisher_id, client_id),
            check ((status = 'WITHDRAWN') = (withdrawn_at is not null))
        );
        create index on catalog.mission (organization_id);
        create index mission_to_expire on catalog.mission (end_at) where status = 'ACCEPTED';

        create table catalog.address (
            id uuid primary key,
            mission_id uuid not null references catalog.mission on delete cascade,
            street text null,
            postal_code text null,
            city text null,
            department_code text null,
            commune_code text null,
            country text not null,
            lat double precision null check (lat between -90 and 90),
            lon double precision null check (lon between -180 and 180),
            precision text not null,
            check ((lat is null) = (lon is null))
        );
        create index on catalog.address (mission_id);
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(ChangeLog.CreateTables(CatalogDb.Schema));
        migrationBuilder.Sql(Partners);
        migrationBuilder.Sql(Organizations);
        migrationBuilder.Sql(Missions);
    }
}
