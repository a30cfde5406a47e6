using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

/// <summary>
/// Everything an instance holds in the end, as text, without the numbers that depend on the order of batches. The clock stands still in
/// these tests, so times are content too.
/// </summary>
internal static class Content
{
    private static readonly string[] Tables =
    [
        "select concat_ws(' ', 'change', kind, entity_id, version, md5(body)) from catalog.change",
        "select concat_ws(' ', 'catalog mission', client_id, id, status, version, encode(hash, 'hex'), title, places, organization_id) from catalog.mission",
        "select concat_ws(' ', 'catalog organization', key, id, version, encode(hash, 'hex')) from catalog.organization",
        "select concat_ws(' ', 'catalog address', mission_id, postal_code, city, street, lat, lon) from catalog.address",
        "select concat_ws(' ', 'search mission', client_id, id, status, version, created_at, updated_at, md5(body)) from search.mission",
        "select concat_ws(' ', 'search organization', key, id, version, md5(body)) from search.organization",
        "select concat_ws(' ', 'search publisher', id, version, md5(body)) from search.publisher",
        "select concat_ws(' ', 'search parked', number, error) from search.dead_entry",
        "select concat_ws(' ', 'importer state', client_id, encode(applied_hash, 'hex')) from importer.mission_state",
        "select concat_ws(' ', 'importer batch', id) from importer.batch",
    ];

    internal static async Task<string[]> Of(TestDatabase database)
    {
        var union = string.Join(" union all ", Tables.Select(t => $"({t})"));
        return (await database.Scalar<string>($"select string_agg(line, E'\\n' order by line) from ({union}) as lines (line)")).Split('\n');
    }

    /// <summary>What stands in one only, at most twenty lines.</summary>
    internal static string Difference(string[] expected, string[] actual) => string.Join('\n',
        expected.Except(actual, StringComparer.Ordinal).Select(l => $"missing: {l}").Concat(actual.Except(expected, StringComparer.Ordinal).Select(l => $"too much: {l}"))
            .Concat(expected.Length == actual.Length ? [] : [$"{actual.Length} lines instead of {expected.Length}"]).Take(20));
}
