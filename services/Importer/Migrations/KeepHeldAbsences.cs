using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>The missions that a held run found absent, all of them: a confirmation reads them, so they are no examples of a report.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0011_keep_held_absences")]
internal sealed class KeepHeldAbsences : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table importer.held_absence (
            feed_id uuid not null references importer.feed on delete cascade,
            client_id text collate "C" not null,
            run_id uuid not null references importer.run on delete cascade,
            primary key (feed_id, client_id)
        );
        create index held_absence_run on importer.held_absence (run_id);

        -- Of each feed the absences of the last chain of held runs, which its first run names.
        with last as (
            select distinct on (feed_id) feed_id, absent_digest from importer.run
            where status = 'HELD' and absent_digest is not null order by feed_id, started_at desc, id desc),
        first as (
            select distinct on (r.feed_id) r.feed_id, r.id
            from importer.run r join last on last.feed_id = r.feed_id and last.absent_digest = r.absent_digest
            where r.status = 'HELD' and r.absent = (
                select count(distinct i.client_id) from importer.run_item i where i.run_id = r.id and i.kind = 'ABSENT')
            order by r.feed_id, r.started_at desc, r.id desc)
        insert into importer.held_absence (feed_id, client_id, run_id)
        select distinct first.feed_id, i.client_id, first.id
        from first join importer.run_item i on i.run_id = first.id and i.kind = 'ABSENT';
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table importer.held_absence;");
}
