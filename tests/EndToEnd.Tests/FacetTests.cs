using System.Text.Json;
using Engagement.EndToEnd.Tests.Oracle;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.EndToEnd.Tests;

[Collection(nameof(ImportedSample))]
public sealed class FacetTests(ImportedSample sample, ITestOutputHelper output)
{
    private const int Seed = 20261102;

    private const string Query = """
        query ($search: String, $filter: MissionFilter) {
          missions(search: $search, filter: $filter, orderBy: POSTED_DATE, first: 100) {
            totalCount
            nodes { clientId }
            facets {
              domains(first: 100) { code count selected }
              activities(first: 100) { code count selected }
              types { code count selected }
              departments(first: 120) { code count selected }
              publishers(first: 50) { label count }
              audiences(first: 100) { code count selected }
              networks(first: 100) { code count selected }
              remote { code count selected }
              openToMinors { code count selected }
              reducedMobilityAccessible { code count selected }
            }
          }
        }
        """;

    private static readonly Dictionary<string, Func<FileMission, IEnumerable<string>>> Facets = new(StringComparer.Ordinal)
    {
        ["domains"] = m => [m.Domain],
        ["activities"] = m => m.Activities,
        ["types"] = _ => ["BENEVOLAT"],
        ["departments"] = m => m.Addresses.Select(a => a.Department),
        ["audiences"] = m => m.Audiences,
        ["networks"] = m => m.Organization.Networks,
        ["remote"] = m => [m.Remote],
        ["openToMinors"] = m => Code(m.OpenToMinors),
        ["reducedMobilityAccessible"] = m => Code(m.ReducedMobilityAccessible),
    };

    [Fact]
    public async Task Totals_and_facets_equal_a_loop_over_the_file()
    {
        var count = Repository.Long ? 400 : 80;
        var differences = new List<string>();
        var found = 0;
        foreach (var combination in new Combinations(sample.Visible, Seed).Take(count))
        {
            var answer = (await sample.Instance.Query(Query, new { search = combination.Search, filter = combination.Filter })).GetProperty("missions");
            found += answer.GetProperty("totalCount").GetInt32() > 0 ? 1 : 0;
            differences.AddRange(Compare(combination, answer).Select(d => $"{combination.Description}: {d}"));
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences\n{string.Join('\n', differences.Take(20))}");
        Assert.True(found > count / 3, $"Only {found} of {count} combinations find anything.");
        output.Print($"facets: {count} combinations over {sample.Visible.Count} missions equal the loop, {found} of them not empty (seed {Seed})");
    }

    private IEnumerable<string> Compare(Combination combination, JsonElement answer)
    {
        var expected = combination.Find(sample.Visible);
        if (answer.GetProperty("totalCount").GetInt32() != expected.Count)
        {
            yield return $"totalCount {answer.GetProperty("totalCount")} instead of {expected.Count}";
        }

        var nodes = answer.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("clientId").GetString()!).ToHashSet(StringComparer.Ordinal);
        if (!nodes.IsSubsetOf(expected.Select(m => m.ClientId)) || nodes.Count != Math.Min(100, expected.Count))
        {
            yield return $"{nodes.Count} nodes, among them {string.Join(' ', nodes.Except(expected.Select(m => m.ClientId)).Take(5))}";
        }

        foreach (var (facet, codes) in Facets)
        {
            var counted = Text(combination.Count(sample.Visible, facet, codes));
            var told = Text(answer.GetProperty("facets").GetProperty(facet).EnumerateArray().ToDictionary(b => b.GetProperty("code").GetString()!, b => b.GetProperty("count").GetInt32(), StringComparer.Ordinal));
            if (!counted.SequenceEqual(told, StringComparer.Ordinal))
            {
                yield return $"{facet} {string.Join(' ', told.Except(counted))} instead of {string.Join(' ', counted.Except(told))}";
            }
        }

        var publishers = answer.GetProperty("facets").GetProperty("publishers").EnumerateArray().Sum(b => b.GetProperty("count").GetInt32());
        if (publishers != expected.Count)
        {
            yield return $"publishers {publishers} instead of {expected.Count}";
        }
    }

    private static IEnumerable<string> Code(bool? value) => value is { } known ? [known ? "true" : "false"] : [];

    /// <summary>A selected value is told with 0 too: empty buckets do not count.</summary>
    private static string[] Text(IReadOnlyDictionary<string, int> counts) =>
        [.. counts.Where(c => c.Value > 0).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}:{c.Value}")];
}
