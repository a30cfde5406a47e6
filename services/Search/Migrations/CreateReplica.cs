using Engagement.Messaging;
using Engagement.Search.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Search.Migrations;

/// <summary>The replica of the change log, what hangs on it, and the cursors' signing key.</summary>
[DbContext(typeof(SearchDb))]
[Migration("0001_replica")]
internal sealed class CreateReplica : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ChangeFollower.CreateTables("search") + """

        create table search.mission (
            id              uuid        primary key,
            number          bigint      not null,
            version         bigint      not null,
            status          text        not null,
            publisher_id    uuid        null,
            organization_id uuid        null,
            client_id       text        null,
            created_at      timestamptz null,
            updated_at      timestamptz null,
            body            text        compression lz4 null,
            -- Only a tombstone has no content.
            constraint mission_body_or_tombstone check (
                status = 'REMOVED' or (publisher_id is not null and client_id is not null and created_at is not null and updated_at is not null and body is not null))
        );
        create index mission_number on search.mission (number);
        create index mission_organization on search.mission (organization_id);

        create table search.organization (
            id           uuid   primary key,
            number       bigint not null,
            version      bigint not null,
            publisher_id uuid   null,
            key          text   null,
            name         text   null,
            name_folded  text   collate "C" null,
            rna          text   null,
            siren        text   null,
            siret        text   null,
            department   text   null,
            networks     text[] not null default '{}',
            body         text   compression lz4 null
        );
        create index organization_number on search.organization (number);
        create index organization_name on search.organization (name_folded, id);
        create index organization_rna on search.organization (rna) where rna is not null;
        create index organization_siret on search.organization (siret) where siret is not null;

        create table search.publisher (
            id      uuid   primary key,
            number  bigint not null,
            version bigint not null,
            body    text   null
        );

        create table search.partner_key (
            id         uuid   primary key,
            number     bigint not null,
            version    bigint not null,
            partner_id uuid   null,
            hash       text   null unique,
            body       text   null
        );

        -- What diffusers may show, once their rules are in the log; flips are the missions whose visibility turned, for their feeds.
        create table search.rule (
            id          uuid   primary key,
            number      bigint not null,
            version     bigint not null,
            diffuser_id uuid   null,
            body        text   null
        );
        create index rule_diffuser on search.rule (diffuser_id);
        create table search.flip (
            diffuser_id uuid    not null,
            mission_id  uuid    not null,
            number      bigint  not null,
            visible     boolean not null,
            primary key (diffuser_id, number, mission_id)
        );

        create table search.signing_key (
            name       text        primary key,
            secret     bytea       not null check (length(secret) >= 32),
            created_at timestamptz not null
        );
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        drop table search.signing_key, search.dead_entry, search.checkpoint, search.flip, search.rule,
            search.partner_key, search.publisher, search.organization, search.mission;
        """);
}
