using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>Alerts of feeds, open or over.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0005_watch_feed_health")]
internal sealed class WatchFeedHealth : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table importer.feed_alert (
            id uuid primary key,
            feed_id uuid not null references importer.feed on delete cascade,
            kind text not null constraint feed_alert_kind check (kind in ('EMPTY', 'FAILING', 'REFUSED', 'HELD', 'SLOW')),
            run_id uuid not null,
            opened_at timestamptz not null,
            closed_at timestamptz
        );
        create unique index feed_alert_open on importer.feed_alert (feed_id, kind) where closed_at is null;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table importer.feed_alert;");
}
