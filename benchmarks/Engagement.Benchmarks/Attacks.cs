using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;

namespace Engagement.Benchmarks;

/// <summary>The dearest request that a public path allows.</summary>
/// <param name="Name">For people.</param>
/// <param name="Make">Makes one that asks for something so many times.</param>
internal sealed record Attack(string Name, Func<int, HttpRequestMessage> Make);

internal static class Attacks
{
    /// <summary>As often as one document may ask for something.</summary>
    internal const int MostTimes = 15;

    private const string Facets = """
        facets { domains { code count } activities { code count } types { code count } departments { code count } regions { code count }
            publishers { code count } audiences { code count } networks { code count } remote { code count } }
        """;

    // Frequent in missions of every kind: each is in thousands.
    private static readonly string[] Words =
    [
        "association", "bénévole", "mission", "accompagner", "personne", "aide", "jeune", "activité", "équipe", "atelier", "animation", "public",
        "projet", "temps", "action", "soutien",
    ];

    internal static IEnumerable<Attack> Of(Uri server, string key)
    {
        var graphql = new Uri(server, "graphql");
        HttpRequestMessage Ask(string query, object? variables = null, string? with = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, graphql) { Content = JsonContent.Create(new { query, variables }) };
            if (with is not null)
            {
                request.Headers.Add("x-api-key", with);
            }

            return request;
        }

        var words = string.Join(' ', Words);
        string Searches(int times) =>
            Repeat($"missions(search: \"{words}\", first: 20) {{ totalCount nodes {{ id title }} {Facets} }}", times);
        yield return new("missions, every alias with frequent words", n => Ask(Searches(n)));
        yield return new("the same with a key", n => Ask(Searches(n), with: key));
        yield return new("structures by words", n => Ask(Repeat(
            "organizations(search: \"a e i o u s t r n l c d p m as so\", first: 20) { totalCount nodes { id } }", n)));
        yield return new("facets of everything", n => Ask(Repeat($"missions {{ totalCount {Facets} }}", n)));
        yield return new("maps of the world", n => Ask(Repeat(
            "missionMap(zoom: 9, bounds: { west: -180, south: -90, east: 180, north: 90 }) { totalCount cells { count location { lat } } }", n)));
        yield return new("distances", n => Ask(Repeat(
            """
            missions(orderBy: DISTANCE, last: 60, filter: { place: { near: { lat: 46, lon: 2, radiusKm: 1000 } } }) {
                totalCount edges { distanceKm node { id } } }
            """,
            n)));
        yield return new("filters of a thousand values", n => Ask(
            "query($f: MissionFilter) " + Repeat("missions(filter: $f, first: 1) { totalCount }", n),
            new { f = new { tags = Many("mot"), networks = Many("réseau ") } }));
        yield return new("whole missions of structures", n => Ask(
            $"{{ organizations(first: {6 * n}) {{ nodes {{ name missions(first: 20) {{ nodes {{ title descriptionHtml }} }} }} }} }}"));
        yield return new("introspection", _ => Ask("""
            { __schema { types { name description inputFields { name }
                fields { name description args { name description type { name } } type { name ofType { name } } } } } }
            """));
        yield return new("documents that are refused", _ => Ask(
            $"{{ {string.Concat(Enumerable.Range(0, 400).Select(i => $"inconnu{i}_{Random.Shared.Next()}(x: {i}) "))} }}"));
        yield return new("bodies of a megabyte", _ => Ask("{ viewer { scopes } }", new { x = new string('x', 900_000) }));
        yield return new("wrong keys", _ => Ask("{ viewer { scopes } }", with: $"eng_{Random.Shared.Next()}"));
        yield return new("the schema's text", _ => new(HttpMethod.Get, new Uri(server, "graphql/schema.graphql")));
        yield return new("the explorer's program", _ => new(HttpMethod.Get, new Uri(server, "graphql/explorer/graphiql.min.js")));
        yield return new("the first page", _ => new(HttpMethod.Get, server));
        yield return new("attempts to sign in", _ => Form(
            new Uri(server, "feeds/sign-in"), new() { ["key"] = $"eng_{Random.Shared.Next()}" }));
        yield return new("pages without a session", _ => new(HttpMethod.Get, new Uri(server, "feeds")));
        var feed = DearFeed();
        var validate = new Uri(server, "feeds/validate");
        yield return new("dry runs of a large feed", _ => new(HttpMethod.Post, validate) { Content = new ByteArrayContent(feed) });
        yield return new("dry runs that never arrive", _ => new(HttpMethod.Post, validate) { Content = new SlowContent() });
        yield return new("health", _ => new(HttpMethod.Get, new Uri(server, "health/ready")));
    }

    private static IEnumerable<string> Many(string word) => Enumerable.Range(0, 900).Select(i => $"{word}{i}");

    private static string Repeat(string field, int times) =>
        $"{{ {string.Join(' ', Enumerable.Range(0, times).Select(i => $"a{i}: {field}"))} }}";

    private static HttpRequestMessage Form(Uri address, Dictionary<string, string> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        return request;
    }

    /// <summary>As many missions as a dry run takes, small to send and each with faults to report.</summary>
    private static byte[] DearFeed()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write("<source>"u8);
            var text = string.Concat(Enumerable.Repeat("<p>Une <b>mission</b> &amp; plus</p>", 200));
            var mission = Encoding.UTF8.GetBytes($"<mission><title>Aide</title><description><![CDATA[{text}]]></description></mission>");
            for (var i = 0; i < 20_000; i++)
            {
                gzip.Write(mission);
            }

            gzip.Write("</source>"u8);
        }

        return bytes.ToArray();
    }

    /// <summary>A body of which a few bytes come each second.</summary>
    private sealed class SlowContent : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            for (var i = 0; i < 1_000; i++)
            {
                await stream.WriteAsync(new byte[300]);
                await stream.FlushAsync();
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 1_000_000;
            return true;
        }
    }
}
