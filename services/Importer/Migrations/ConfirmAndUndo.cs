using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>Runs that confirm or undo another, and what a content is recognised by.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0003_confirm_and_undo")]
internal sealed class ConfirmAndUndo : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table importer.feed add column undone_fingerprint bytea;
        alter table importer.run
            add column of_run uuid,
            add column fingerprint bytea,
            drop constraint run_trigger,
            add constraint run_trigger check (trigger in ('SCHEDULE', 'REQUEST', 'CONFIRMATION', 'UNDO')),
            add constraint run_of_run check ((of_run is not null) = (trigger in ('CONFIRMATION', 'UNDO')));
        alter table importer.run_item
            drop constraint run_item_kind,
            add constraint run_item_kind check (kind in ('REFUSAL', 'DUPLICATE', 'FAILED', 'WARNING', 'ABSENT', 'LEFT_ALONE'));
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table importer.run_item drop constraint run_item_kind,
            add constraint run_item_kind check (kind in ('REFUSAL', 'DUPLICATE', 'FAILED', 'WARNING', 'ABSENT')) not valid;
        alter table importer.run drop constraint run_of_run, drop constraint run_trigger,
            add constraint run_trigger check (trigger in ('SCHEDULE', 'REQUEST')) not valid, drop column of_run, drop column fingerprint;
        alter table importer.feed drop column undone_fingerprint;
        """);
}
