using System.Globalization;
using System.Text.Json;

namespace Engagement.Benchmarks;

/// <summary>200 different list+facets requests, as partner sites send them: one document, varied variables.</summary>
internal static class SearchQueries
{
    private const string Document = """
        query Search($search: String, $filter: MissionFilter, $orderBy: MissionOrder, $first: Int) {
          missions(search: $search, filter: $filter, orderBy: $orderBy, first: $first) {
            totalCount
            nodes {
              id clientId title type domain { code label } activities { code label } remote places
              startAt endAt postedAt applicationUrl openToMinors schedule tags
              addresses { city postalCode department { code label } location { lat lon } }
              organization { id name } publisher { id name }
            }
            facets { domains { code label count selected } departments { code label count selected } activities { code label count selected } }
            pageInfo { hasNextPage endCursor }
          }
        }
        """;

    private static readonly string[] Words =
        ["jardin", "théâtre", "personnes âgées", "soutien scolaire", "collecte alimentaire", "accompagnement", "informatique", "enfants", "sport", "maraude"];

    private static readonly string[] Domains =
        ["solidarite-insertion", "education", "environnement", "sante", "culture-loisirs", "sport", "vivre-ensemble", "prevention-protection"];

    private static readonly string[] Departments = ["75", "13", "69", "59", "33", "31", "44", "67", "2A", "974"];

    private static readonly (double Lat, double Lon)[] Places =
        [(48.8566, 2.3522), (45.7640, 4.8357), (43.2965, 5.3698), (44.8378, -0.5792), (47.2184, -1.5536), (50.6292, 3.0573)];

    /// <summary>The same 200 bodies at every run.</summary>
    internal static IReadOnlyList<byte[]> Create()
    {
        var random = new Random(20261102);
        return [.. Enumerable.Range(0, 200).Select(i => JsonSerializer.SerializeToUtf8Bytes(new { query = Document, variables = Variables(i, random) }))];
    }

    private static Dictionary<string, object?> Variables(int i, Random random)
    {
        var filter = new Dictionary<string, object?>();
        if (i % 3 == 0)
        {
            filter["domains"] = Pick(Domains, random, 1 + i % 2);
        }

        if (i % 4 == 1)
        {
            filter["place"] = new { departments = Pick(Departments, random, 1 + i % 3) };
        }
        else if (i % 4 == 2)
        {
            var place = Places[random.Next(Places.Length)];
            filter["place"] = new { near = new { lat = place.Lat, lon = place.Lon, radiusKm = (double)(10 + random.Next(90)) } };
        }

        if (i % 5 == 0)
        {
            filter["openToMinors"] = true;
        }

        if (i % 7 == 0)
        {
            filter["remote"] = new[] { "NO", "POSSIBLE" };
        }

        if (i % 6 == 0)
        {
            filter["start"] = new { from = new DateTime(2027, 1 + random.Next(6), 1, 0, 0, 0, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture) };
        }

        return new Dictionary<string, object?>
        {
            ["search"] = i % 2 == 0 ? Words[random.Next(Words.Length)] : null,
            ["filter"] = filter,
            ["orderBy"] = i % 4 == 2 && i % 8 == 2 ? "DISTANCE" : i % 2 == 0 ? "RELEVANCE" : "START_DATE",
            ["first"] = 20,
        };
    }

    private static string[] Pick(string[] from, Random random, int count) => [.. from.OrderBy(_ => random.Next()).Take(count)];
}
