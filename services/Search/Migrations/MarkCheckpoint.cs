using Engagement.Messaging;
using Engagement.Search.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Search.Migrations;

/// <summary>The replica knows the entry that it stands at, so that it finds out when the log no longer has it.</summary>
[DbContext(typeof(SearchDb))]
[Migration("0008_mark_checkpoint")]
internal sealed class MarkCheckpoint : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(ChangeFollower.AddMarks(SearchDb.Schema));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "alter table search.checkpoint drop column rebuilt_at, drop column rebuilding, drop column incarnation, drop column mark;");
}
