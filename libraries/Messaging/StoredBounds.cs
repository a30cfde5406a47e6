namespace Engagement.Messaging;

/// <summary>
/// SQL for the migrations that give every text a bound: functions that cut the JSON of a mission or a structure which an earlier version
/// stored, in the log's owner and in a replica alike. They give what the reader of feeds gives of such a content since then: a text that
/// is required is cut, an optional one is left out. Part of migrations: never changed.
/// </summary>
public static class StoredBounds
{
    /// <summary>Statements that create the function <c>cut_body</c>, and those that it uses, in a schema.</summary>
    public static string CreateFunctions(string schema) => CutPieces(schema) + CutContents(schema);

    /// <summary>Statements that drop the functions.</summary>
    public static string DropFunctions(string schema) =>
        $"""
        drop function {schema}.cut_body(text, text), {schema}.cut_organization(jsonb), {schema}.cut_mission(jsonb),
            {schema}.cut_link(text), {schema}.with_cut_lists(jsonb, text[]),
            {schema}.without_long(jsonb, text[], int), {schema}.cut_list(jsonb);
        """;

    private static string CutPieces(string schema) =>
        $$"""
        create function {{schema}}.cut_list(list jsonb) returns jsonb language sql immutable strict as $$
            select coalesce(jsonb_agg(item.value order by item.place), '[]') from (
                select value, place from jsonb_array_elements(list) with ordinality as all_items (value, place)
                where char_length(value #>> '{}') <= 1000 order by place limit 1000) item
        $$;

        -- Without the texts of these names that are longer.
        create function {{schema}}.without_long(content jsonb, names text[], most int) returns jsonb language sql immutable strict as $$
            select content - array(select name from unnest(names) as name where char_length(content ->> name) > most)
        $$;

        create function {{schema}}.with_cut_lists(content jsonb, names text[]) returns jsonb language sql immutable strict as $$
            select content || coalesce((
                select jsonb_object_agg(name, {{schema}}.cut_list(content -> name)) from unnest(names) as name
                    where jsonb_typeof(content -> name) = 'array'), '{}')
        $$;

        -- A link that is cut leads nowhere: without its query, else to the site.
        create function {{schema}}.cut_link(link text) returns text language sql immutable strict as $$
            select case when char_length(link) <= 2000 then link
                when char_length(split_part(link, '?', 1)) <= 2000 then split_part(link, '?', 1)
                else left(substring(link from '^[^:]+://[^/?#]+'), 2000) end
        $$;

        """;

    private static string CutContents(string schema) =>
        $$"""
        create function {{schema}}.cut_mission(content jsonb) returns jsonb language sql immutable strict as $$
            select {{schema}}.with_cut_lists(
                    {{schema}}.without_long(
                        {{schema}}.without_long(content, array['schedule', 'priority', 'metadata'], 1000), array['image'], 2000),
                    array['audiences', 'tags', 'tasks', 'softSkills', 'romeSkills', 'requirements'])
                || jsonb_strip_nulls(jsonb_build_object(
                    'title', left(content ->> 'title', 500),
                    'applicationUrl', {{schema}}.cut_link(content ->> 'applicationUrl'),
                    'organizationKey', left(content ->> 'organizationKey', 1000),
                    'descriptionHtml', case when char_length(content ->> 'descriptionHtml') <= 400000 then content ->> 'descriptionHtml'
                        else '<p>' || replace(replace(replace(content ->> 'description', '&', '&amp;'), '<', '&lt;'), '>', '&gt;')
                            || '</p>' end,
                    'addresses', (
                        select jsonb_agg({{schema}}.without_long(value, array['street', 'postalCode', 'city', 'region'],
                            1000) order by place)
                        from jsonb_array_elements(content -> 'addresses') with ordinality as addresses (value, place))))
        $$;

        create function {{schema}}.cut_organization(content jsonb) returns jsonb language sql immutable strict as $$
            select {{schema}}.with_cut_lists(
                    {{schema}}.without_long(
                        {{schema}}.without_long(
                            {{schema}}.without_long(
                                content, array['clientId', 'legalStatus', 'type', 'address', 'postalCode', 'city', 'parentName'], 1000),
                            array['url', 'logo'], 2000),
                        array['description'], 20000),
                    array['beneficiaries', 'actions', 'networks'])
                || jsonb_strip_nulls(jsonb_build_object('name', left(content ->> 'name', 500), 'key', left(content ->> 'key', 1000)))
        $$;

        -- The body of an entry, or the content of a row of a replica, as it must be; null where nothing is to be cut: its bytes stay. What
        -- is no JSON of its kind stays, too: its reader parks it.
        create function {{schema}}.cut_body(kind text, body text) returns text language plpgsql immutable strict as $$
        declare
            json constant jsonb := body;
            cut constant jsonb := case kind
                when 'mission' then json || jsonb_build_object('content', {{schema}}.cut_mission(json -> 'content'))
                when 'organization' then json || jsonb_build_object(
                    'content', {{schema}}.cut_organization(json -> 'content'), 'key', left(json ->> 'key', 1000))
                when 'publisher' then json || jsonb_build_object('name', left(json ->> 'name', 200))
                when 'mission-content' then {{schema}}.cut_mission(json)
                when 'organization-content' then {{schema}}.cut_organization(json) end;
        begin
            return case when cut <> json then cut::text end;
        exception when others then
            return null;
        end $$;
        """;
}
