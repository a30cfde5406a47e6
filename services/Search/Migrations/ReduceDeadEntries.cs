using Engagement.Search.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Search.Migrations;

/// <summary>Of the entries of one entity that could not be applied only the newest still says something.</summary>
[DbContext(typeof(SearchDb))]
[Migration("0007_reduce_dead_entries")]
internal sealed class ReduceDeadEntries : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        with ranked as (select follower, number, row_number() over (partition by follower, entity_id order by number desc) as place from search.dead_entry)
        delete from search.dead_entry d using ranked r where d.follower = r.follower and d.number = r.number and r.place > 1;
        update search.dead_entry set error = left(error, 4000) where length(error) > 4000;
        """);

    protected override void Down(MigrationBuilder migrationBuilder)
    {
    }
}
