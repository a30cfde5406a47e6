using Engagement.Importer.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Importer.Migrations;

/// <summary>The sessions of partners' pages. A cookie of before, which held its session itself, opens nothing any more.</summary>
[DbContext(typeof(ImporterDb))]
[Migration("0010_keep_sessions")]
internal sealed class KeepSessions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        create table importer.session (
            id_hash bytea primary key check (octet_length(id_hash) = 32),
            key_id uuid not null,
            opened_at timestamptz not null,
            seen_at timestamptz not null,
            expires_at timestamptz not null check (expires_at > opened_at)
        );
        create index session_key on importer.session (key_id);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table importer.session;");
}
