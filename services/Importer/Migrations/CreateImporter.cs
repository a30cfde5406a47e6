using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>Feeds, runs with their reports, what was sent and what Catalog confirmed.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0001_create_importer")]
internal sealed class CreateImporter : Migration
{
    private const string Feeds =
        """
        create table importer.feed (
            id uuid primary key,
            publisher_id uuid not null,
            publisher_slug text not null,
            publisher_name text not null,
            name text not null,
            url text,
            default_type text not null constraint feed_default_type check (default_type in
                ('benevolat', 'volontariat_service_civique', 'volontariat_sapeurs_pompiers', 'volontariat_reserve_operationnelle')),
            interval_minutes integer not null constraint feed_interval check (interval_minutes between 1 and 10080),
            paused boolean not null,
            next_run_at timestamptz,
            checked_at timestamptz,
            etag text,
            last_modified text
        );
        create unique index feed_publisher_name on importer.feed (publisher_id, name);
        create index feed_next_run on importer.feed (next_run_at) where url is not null and not paused;
        """;

    private const string Runs =
        """
        create table importer.run (
            id uuid primary key,
            feed_id uuid not null references importer.feed on delete cascade,
            trigger text not null constraint run_trigger check (trigger in ('SCHEDULE', 'REQUEST')),
            status text not null constraint run_status check (status in ('RUNNING', 'SUCCESS', 'HELD', 'FAILED')),
            reason text,
            message text,
            started_at timestamptz not null,
            ended_at timestamptz,
            seconds double precision,
            received integer not null default 0,
            created integer not null default 0,
            updated integer not null default 0,
            unchanged integer not null default 0,
            refused integer not null default 0,
            duplicates integer not null default 0,
            failed integer not null default 0,
            restored integer not null default 0,
            withdrawn integer not null default 0,
            warnings integer not null default 0,
            live integer not null default 0,
            absent integer not null default 0,
            absent_digest bytea,
            last_number bigint not null default 0,
            constraint run_ended check ((status = 'RUNNING') = (ended_at is null)),
            constraint run_explained check (status not in ('HELD', 'FAILED') or (reason is not null and message is not null)),
            constraint run_counts check (least(received, created, updated, unchanged, refused, duplicates, failed, restored, withdrawn, warnings) >= 0),
            constraint run_restored check (restored <= created + updated),
            constraint run_sum check (status = 'RUNNING' or received = created + updated + unchanged + refused + duplicates + failed)
        );
        create unique index run_one_running on importer.run (feed_id) where status = 'RUNNING';
        create index run_feed_started on importer.run (feed_id, started_at);

        create table importer.run_item (
            id bigint generated always as identity primary key,
            run_id uuid not null references importer.run on delete cascade,
            kind text not null constraint run_item_kind check (kind in ('REFUSAL', 'DUPLICATE', 'FAILED', 'WARNING', 'ABSENT')),
            code text not null,
            position integer,
            line integer,
            client_id text,
            field text,
            value text,
            message text not null,
            still_live boolean not null
        );
        create index run_item_run on importer.run_item (run_id, kind, id);
        """;

    private const string Batches =
        """
        create table importer.mission_state (
            feed_id uuid not null references importer.feed on delete cascade,
            client_id text collate "C" not null,
            sent_hash bytea,
            applied_hash bytea,
            sent_batch uuid,
            primary key (feed_id, client_id)
        ) with (fillfactor = 80);

        -- Not logged: what a crash of the database loses is sent again, because its missions stay unconfirmed.
        create unlogged table importer.batch (
            id uuid primary key,
            feed_id uuid not null references importer.feed on delete cascade,
            run_id uuid not null,
            kind text not null constraint batch_kind check (kind in ('RECEIVED', 'WITHDRAWN')),
            body bytea compression lz4 not null,
            positions integer[] not null,
            lines integer[] not null,
            sent_at timestamptz not null,
            attempts integer not null
        );
        create index batch_feed on importer.batch (feed_id);
        create index batch_sent on importer.batch (sent_at);

        create table importer.import_request (
            id uuid primary key,
            feed_id uuid not null references importer.feed on delete cascade,
            requested_at timestamptz not null
        );
        create index import_request_feed on importer.import_request (feed_id, id);
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Feeds);
        migrationBuilder.Sql(Runs);
        migrationBuilder.Sql(Batches);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        drop table importer.import_request, importer.batch, importer.mission_state, importer.run_item, importer.run, importer.feed;
        """);
}
