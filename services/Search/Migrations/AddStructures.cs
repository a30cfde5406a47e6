using Engagement.Search.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Search.Migrations;

/// <summary>Which records of partners are of one structure.</summary>
[DbContext(typeof(SearchDb))]
[Migration("0002_structures")]
internal sealed class AddStructures : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table search.structure (
            id            uuid   primary key,
            number        bigint not null,
            version       bigint not null,
            organizations uuid[] not null
        );
        create index structure_organizations on search.structure using gin (organizations);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table search.structure;");
}
