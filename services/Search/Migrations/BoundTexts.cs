using Engagement.Messaging;
using Engagement.Search.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Search.Migrations;

/// <summary>
/// Every text has a bound: what an earlier version stored beyond it is cut as Catalog cuts its log. The entries that were parked are cut,
/// too, and applied again at the next start.
/// </summary>
[DbContext(typeof(SearchDb))]
[Migration("0003_bound_texts")]
internal sealed class BoundTexts : Migration
{
    private const string Cut =
        """
        update search.mission m set body = cut.body
        from (select id, search.cut_body('mission-content', body) as body from search.mission) as cut where cut.id = m.id
            and cut.body is not null;
        update search.organization o set body = coalesce(cut.body, o.body), name = left(o.name, 500), key = left(o.key, 1000),
            name_folded = left(o.name_folded, 500), networks = case when cut.body is null then o.networks
                else array(select json_array_elements_text(cut.body::json -> 'networks')) end
        from (select id, search.cut_body('organization-content', body) as body from search.organization) as cut
        where cut.id = o.id and (cut.body is not null or char_length(o.name) > 500 or char_length(o.key) > 1000
            or char_length(o.name_folded) > 1000);
        update search.publisher p set body = cut.body
        from (select id, search.cut_body('publisher', body) as body from search.publisher) as cut where cut.id = p.id
            and cut.body is not null;
        update search.dead_entry d set body = coalesce(search.cut_body(d.kind, d.body), d.body), error = left(d.error, 4000), replay = true;
        """;

    // The index on the folded name has room for 500 characters, whatever they are: a row of an index is at most 2,704 bytes.
    private const string Bounds =
        """
        alter table search.mission add constraint mission_texts check (
            char_length(client_id) <= 500 and char_length(status) <= 100 and octet_length(body) <= 67108864);
        alter table search.organization add constraint organization_texts check (
            char_length(key) <= 1000 and char_length(name) <= 500 and char_length(name_folded) <= 1000 and char_length(rna) <= 20
                and char_length(siren) <= 20
            and char_length(siret) <= 20 and char_length(department) <= 10 and cardinality(networks) <= 1000
                and octet_length(body) <= 67108864);
        alter table search.publisher add constraint publisher_texts check (octet_length(body) <= 1048576);
        alter table search.partner_key add constraint partner_key_texts check (char_length(hash) <= 100 and octet_length(body) <= 1048576);
        alter table search.dead_entry add constraint dead_entry_texts check (
            char_length(follower) <= 100 and char_length(kind) <= 100 and char_length(error) <= 4000 and octet_length(body) <= 67108864);
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(StoredBounds.CreateFunctions("search"));
        migrationBuilder.Sql(Cut);
        migrationBuilder.Sql(StoredBounds.DropFunctions("search"));
        migrationBuilder.Sql(Bounds);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table search.mission drop constraint mission_texts;
        alter table search.organization drop constraint organization_texts;
        alter table search.publisher drop constraint publisher_texts;
        alter table search.partner_key drop constraint partner_key_texts;
        alter table search.dead_entry drop constraint dead_entry_texts;
        """);
}
