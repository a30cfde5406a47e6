using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>
/// Reports have a bound, and runs of the same outcome share one. What is stored is reduced by copying what stays: a pass over the former rows
/// for the totals, then at most 20,000 rows of a kind and run, found by their index. Contents have an order, so that an old file is recognised.
/// </summary>
[DbContext(typeof(ImporterDb))]
[Migration("0014_bound_reports")]
internal sealed class BoundReports : Migration
{
    private const string Order =
        """
        create sequence importer.reading_order;

        alter table importer.import_request add column sequence bigint not null default nextval('importer.reading_order');
        alter table importer.run
            add column sequence bigint not null default nextval('importer.reading_order'),
            add column request_id uuid;
        with given as (select id, started_at as at from importer.run union all select id, requested_at from importer.import_request),
        numbered as (select id, row_number() over (order by at, id) as number from given),
        runs as (update importer.run r set sequence = n.number from numbered n where n.id = r.id)
        update importer.import_request q set sequence = n.number from numbered n where n.id = q.id;

        -- A run that was interrupted belongs to the file that still waits.
        update importer.run r set request_id = (
            select q.id from importer.import_request q where q.feed_id = r.feed_id and q.requested_at <= r.started_at order by q.requested_at desc limit 1)
        where r.trigger = 'REQUEST' and (r.status = 'RUNNING' or r.reason = 'INTERRUPTED');
        """;

    private const string Tables =
        """
        create table importer.report (
            id uuid primary key,
            feed_id uuid not null references importer.feed on delete cascade,
            digest bytea not null,
            whole boolean not null,
            used bigint not null
        );
        create index report_feed on importer.report (feed_id, used);
        alter table importer.run add column report_id uuid references importer.report on delete set null;
        create index run_report on importer.run (report_id);

        create table importer.run_total (
            report_id uuid not null references importer.report on delete cascade,
            kind text not null constraint run_total_kind check (kind in ('REFUSAL', 'DUPLICATE', 'FAILED', 'WARNING', 'ABSENT', 'LEFT_ALONE')),
            code text not null,
            total integer not null,
            kept integer not null,
            primary key (report_id, kind, code),
            constraint run_total_kept check (kept between 0 and least(total, 20000))
        );

        alter table importer.run_item rename to former_item;
        alter index importer.run_item_pkey rename to former_item_pkey;
        create table importer.run_item (
            report_id uuid not null references importer.report on delete cascade,
            place integer not null constraint run_item_place check (place between 1 and 20000),
            kind text not null constraint run_item_kind check (kind in ('REFUSAL', 'DUPLICATE', 'FAILED', 'WARNING', 'ABSENT', 'LEFT_ALONE')),
            code text not null,
            position integer,
            line integer,
            client_id text,
            field text,
            value text,
            message text not null,
            still_live boolean not null,
            constraint run_item_pkey primary key (report_id, place),
            constraint run_item_texts check (
                char_length(code) <= 100 and char_length(client_id) <= 500 and char_length(field) <= 100 and char_length(value) <= 500
                    and char_length(message) <= 2000)
        );

        create table importer.other_source (
            report_id uuid not null references importer.report on delete cascade,
            client_id text collate "C" not null,
            primary key (report_id, client_id)
        );

        create table importer.unapplied (
            batch_id uuid primary key,
            run_id uuid not null references importer.run on delete cascade,
            kinds text[] not null,
            codes text[] not null,
            positions integer[] not null,
            lines integer[] not null,
            client_ids text[] not null,
            messages text[] not null,
            still_live boolean[] not null
        );
        create index unapplied_run on importer.unapplied (run_id);
        """;

    private const string Contents =
        """
        insert into importer.report (id, feed_id, digest, whole, used)
        select id, feed_id, sha256(uuid_send(id)), row_number() over (partition by feed_id order by sequence desc) <= 10, sequence
        from importer.run r where exists (select from importer.former_item i where i.run_id = r.id);
        update importer.run r set report_id = r.id from importer.report p where p.id = r.id;

        insert into importer.run_total (report_id, kind, code, total, kept)
        select run_id, kind, code, count(*), 0 from importer.former_item group by run_id, kind, code;

        insert into importer.run_item (report_id, place, kind, code, position, line, client_id, field, value, message, still_live)
        select run_id, row_number() over (partition by run_id order by coalesce(position, 2147483647), id), kind, code, position, line, client_id, field, value, message, still_live
        from (
            select numbered.*, row_number() over (partition by run_id order by kind = 'WARNING', number, id) as rank
            from (
                select i.*, p.whole, row_number() over (partition by i.run_id, i.kind, i.code order by i.id) as number
                from importer.report p
                cross join unnest(array['REFUSAL', 'DUPLICATE', 'FAILED', 'WARNING', 'ABSENT', 'LEFT_ALONE']) as k (kind)
                cross join lateral (select * from importer.former_item f where f.run_id = p.id and f.kind = k.kind order by f.id limit 20000) as i) as numbered
            where whole or number <= 200) as ranked
        where rank <= 20000;

        update importer.run_total t set kept = i.kept
        from (select report_id, kind, code, count(*) as kept from importer.run_item group by report_id, kind, code) as i
        where t.report_id = i.report_id and t.kind = i.kind and t.code = i.code;

        insert into importer.other_source (report_id, client_id)
        select distinct i.run_id, i.client_id
        from importer.report p join importer.run_total t on t.report_id = p.id and t.kind = 'REFUSAL' and t.code = 'OTHER_SOURCE'
        join importer.former_item i on i.run_id = p.id and i.kind = 'REFUSAL' and i.code = 'OTHER_SOURCE'
        where p.whole and i.client_id is not null;

        drop table importer.former_item;
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Order);
        migrationBuilder.Sql(Tables);
        migrationBuilder.Sql(Contents);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        drop table importer.unapplied, importer.other_source;
        alter table importer.run_item rename to later_item;
        create table importer.run_item (
            id bigint generated always as identity constraint former_item_pkey primary key,
            run_id uuid not null references importer.run on delete cascade,
            kind text not null constraint run_item_kind check (kind in ('REFUSAL', 'DUPLICATE', 'FAILED', 'WARNING', 'ABSENT', 'LEFT_ALONE')),
            code text not null,
            position integer,
            line integer,
            client_id text,
            field text,
            value text,
            message text not null,
            still_live boolean not null
        );
        insert into importer.run_item (run_id, kind, code, position, line, client_id, field, value, message, still_live)
        select r.id, i.kind, i.code, i.position, i.line, i.client_id, i.field, i.value, i.message, i.still_live
        from importer.run r join importer.later_item i on i.report_id = r.report_id order by r.sequence, i.place;
        create index run_item_run on importer.run_item (run_id, kind, id);
        drop table importer.later_item, importer.run_total;
        alter index importer.former_item_pkey rename to run_item_pkey;
        alter table importer.run drop column report_id, drop column request_id, drop column sequence;
        alter table importer.import_request drop column sequence;
        drop table importer.report;
        drop sequence importer.reading_order;
        """);
}
