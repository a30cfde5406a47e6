using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Engagement.Catalog.Migrations;

/// <summary>
/// Every text has a bound. What an earlier version stored beyond it is cut: in the log as a reader of today would read it, so that an undo
/// and a rebuilt follower bring nothing back; in the tables, too. What a recurring work cannot take is parked in a table of its own.
/// </summary>
[DbContext(typeof(CatalogDb))]
[Migration("0008_text_bounds")]
internal sealed class M0008TextBounds : Migration
{
    private const string Parked =
        """
        create table catalog.parked (
            work text not null check (work <> '' and char_length(work) <= 100),
            entity_id uuid not null,
            version bigint not null,
            reason text not null check (char_length(reason) <= 2000),
            at timestamptz not null,
            primary key (work, entity_id)
        );
        """;

    private const string CutLog =
        """
        update catalog.change c set body = cut.body from (
            select number, catalog.cut_body(kind, body) as body from catalog.change
            where kind in ('mission', 'organization', 'publisher') and octet_length(body) > 200) as cut
        where c.number = cut.number and cut.body is not null;
        """;

    private const string CutTables =
        """
        update catalog.publisher set name = left(name, 200), slug = case when char_length(slug) <= 400 then slug else left(slug, 360)
            || '-' || md5(slug) end,
            url = case when char_length(url) <= 2000 then url end, logo = case when char_length(logo) <= 2000 then logo end
        where char_length(name) > 200 or char_length(slug) > 400 or char_length(url) > 2000 or char_length(logo) > 2000;
        update catalog.organization set name = left(name, 500), key = left(key, 1000) where char_length(name) > 500
            or char_length(key) > 1000;
        update catalog.mission set title = left(title, 500) where char_length(title) > 500;
        update catalog.address set
            street = case when char_length(street) <= 1000 then street end,
            postal_code = case when char_length(postal_code) <= 1000 then postal_code end,
            city = case when char_length(city) <= 1000 then city end,
            commune_code = case when char_length(commune_code) <= 10 then commune_code end,
            geocoding_key = case when char_length(geocoding_key) <= 300 then geocoding_key end
        where char_length(street) > 1000 or char_length(postal_code) > 1000 or char_length(city) > 1000 or char_length(commune_code) > 10
            or char_length(geocoding_key) > 300;
        delete from catalog.geocoding where char_length(key) > 300 or char_length(commune_code) > 10;
        -- As RecordIdentity makes them now; what is matched by them moves when one of their records changes.
        update catalog.structure_record set name_key =
            left(name_key, 150) || '#' || left(encode(sha256(convert_to(split_part(name_key, '|', 1), 'UTF8')), 'hex'), 32) || '|'
                || split_part(name_key, '|', 2)
        where char_length(split_part(name_key, '|', 1)) > 200;
        update catalog.structure set key = left(key, 350) || '#' || md5(key) where char_length(key) > 400;
        update catalog.structure_decision set decided_by = left(decided_by, 200) where char_length(decided_by) > 200;
        """;

    // An index over free text holds a hash of it: a row of an index is at most 2,704 bytes. That of missions fits by its bound.
    private const string Bounds =
        """
        alter table catalog.organization drop constraint organization_publisher_id_key_key;
        create unique index organization_key on catalog.organization (publisher_id, md5(key));

        alter table catalog.change add constraint change_texts check (char_length(kind) <= 100 and octet_length(body) <= 67108864);
        alter table catalog.publisher add constraint publisher_texts check (
            char_length(name) <= 200 and char_length(slug) <= 400 and char_length(url) <= 2000 and char_length(logo) <= 2000);
        alter table catalog.organization add constraint organization_texts check (char_length(key) <= 1000 and char_length(name) <= 500);
        alter table catalog.mission add constraint mission_texts check (
            char_length(client_id) <= 500 and char_length(title) <= 500 and char_length(source) <= 100 and char_length(type) <= 100
                and char_length(domain) <= 100);
        alter table catalog.address add constraint address_texts check (
            char_length(street) <= 1000 and char_length(postal_code) <= 1000 and char_length(city) <= 1000
                and char_length(department_code) <= 10
            and char_length(commune_code) <= 10 and char_length(country) <= 10 and char_length(precision) <= 20
                and char_length(geocoding_key) <= 300);
        alter table catalog.geocoding add constraint geocoding_texts check (char_length(key) <= 300 and char_length(commune_code) <= 10);
        alter table catalog.structure add constraint structure_texts check (char_length(key) <= 400);
        alter table catalog.structure_record add constraint structure_record_texts check (
            char_length(rna) <= 20 and char_length(siret) <= 20 and char_length(siren) <= 20 and char_length(name_key) <= 300);
        alter table catalog.structure_decision add constraint structure_decision_texts check (char_length(decided_by) <= 200);
        """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Parked);
        migrationBuilder.Sql(StoredBounds.CreateFunctions(CatalogDb.Schema));
        migrationBuilder.Sql(CutLog);
        migrationBuilder.Sql(CutTables);
        migrationBuilder.Sql(StoredBounds.DropFunctions(CatalogDb.Schema));
        migrationBuilder.Sql(Bounds);
    }
}
