using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>What the guard of withdrawals remembers: those of a run that do not count, and what persons confirmed.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0016_remember_withdrawals")]
internal sealed class RememberWithdrawals : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table importer.run add column excused integer not null default 0 constraint run_excused check (excused >= 0);
        alter table importer.feed add column confirmed_fingerprint bytea;
        create index run_of_run on importer.run (of_run) where of_run is not null;
        create table importer.confirmed_absence (
            feed_id uuid not null references importer.feed on delete cascade,
            client_id text collate "C" not null,
            confirmed_at timestamptz not null,
            primary key (feed_id, client_id)
        );
        create index confirmed_absence_at on importer.confirmed_absence (confirmed_at);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        drop table importer.confirmed_absence;
        drop index importer.run_of_run;
        alter table importer.feed drop column confirmed_fingerprint;
        alter table importer.run drop column excused;
        """);
}
