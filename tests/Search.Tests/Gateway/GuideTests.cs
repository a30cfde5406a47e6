using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Engagement.GraphQL.Execution;
using Engagement.Search.Gateway;
using Engagement.Testing;

namespace Engagement.Search.Tests.Gateway;

/// <summary>What <c>docs/graphql.md</c> tells partners is so: each query runs, each error code is listed.</summary>
[Collection(nameof(GatewaySample))]
public sealed partial class GuideTests(GatewaySample sample)
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Node.Folder, "..", ".."));
    private static readonly string Guide = File.ReadAllText(Path.Combine(Root, "docs", "graphql.md"));

    /// <summary>Ids and cursors of an example are not those of the sample.</summary>
    private static readonly Dictionary<string, Func<JsonNode>> Real = new(StringComparer.Ordinal)
    {
        ["mission"] = () => GatewaySample.MissionId("alpha", "a07"),
        ["missions"] = () => new JsonArray(GatewaySample.MissionId("alpha", "a07"), GatewaySample.MissionId("alpha", "a08")),
        ["publisher"] = () => GatewaySample.PublisherId("alpha"),
    };

    public static TheoryData<int> Examples() => new(Enumerable.Range(0, Example().Count(Guide)));

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Each_query_runs(int number)
    {
        var example = Example().Matches(Guide)[number];
        var query = example.Groups["query"].Value;
        foreach (var key in new[] { null, GatewaySample.SiteKey })
        {
            var answer = await sample.World.Ask(query, key, Variables(example.Groups["variables"].Value));

            var code = answer.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : "";
            Assert.True(example.Groups["code"].Value == code, $"{query}\n{answer}");
            Assert.True(code != "" || key is null || HasSomething(answer.GetProperty("data")), $"nothing is found by\n{query}\n{answer}");
            if (example.Groups["cost"].Value is { Length: > 0 } cost)
            {
                Assert.Equal(cost, answer.GetProperty("extensions").GetProperty("cost").GetRawText());
            }
        }
    }

    [Fact]
    public void There_is_an_example_of_every_kind()
    {
        var queries = Example().Matches(Guide).Select(e => e.Groups["query"].Value).ToList();
        Assert.Equal(Guide.Split("```graphql").Length - 1, queries.Count);
        foreach (var field in new[] { "missions(", "mission(", "missionMap(", "organizations(", "organization(", "publishers(", "taxonomy", "viewer", "nodes(ids", "facets", "after:", "last:", "near:" })
        {
            Assert.Contains(queries, q => q.Contains(field, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_table_of_errors_is_the_codes_list()
    {
        var section = Guide[Guide.IndexOf("\n## Erreurs", StringComparison.Ordinal)..Guide.IndexOf("\n## Limites", StringComparison.Ordinal)];
        var told = Row().Matches(section).Select(m => m.Groups["code"].Value).Order(StringComparer.Ordinal);

        Assert.Equal(Codes().Order(StringComparer.Ordinal), told);
    }

    [Fact]
    public void No_error_has_a_code_beside_the_list()
    {
        var stray = from folder in new[] { "services/Search", "libraries/GraphQL" }
                    from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
                    where !file.Contains("/obj/", StringComparison.Ordinal)
                    from Match error in LiteralCode().Matches(File.ReadAllText(file))
                    select $"{Path.GetFileName(file)}: {error.Groups["code"].Value}";

        Assert.Empty(stray);
    }

    [Fact]
    public void The_codes_are_distinct() => Assert.Equal(Codes().Count, Codes().Distinct().Count());

    [Fact]
    public void The_limits_told_are_those_that_hold()
    {
        foreach (var limit in new[] { "15 000 caractères", "2 000 mots", "10 niveaux", "20 pour l'introspection", "15 alias", "50 directives", "5 secondes", "1 Mo", $"{Inputs.LongestText} caractères", "1 000 valeurs", "100 identifiants", "20 000", "max-age=60" })
        {
            Assert.Contains(limit, Guide, StringComparison.Ordinal);
        }

        Assert.Equal(1_000, Inputs.MostValues);
    }

    private static List<string> Codes() =>
        [.. new[] { typeof(ErrorCodes), typeof(SearchErrorCodes) }
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    private static JsonObject? Variables(string json)
    {
        if (json.Length == 0)
        {
            return null;
        }

        var variables = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, value) in Real)
        {
            if (variables.ContainsKey(name))
            {
                variables[name] = value();
            }
        }

        return variables;
    }

    /// <summary>An example that finds nothing shows nothing.</summary>
    private static bool HasSomething(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(p => p.Name is not "totalCount" || p.Value.GetInt32() > 0) && value.EnumerateObject().Any(p => HasSomething(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HasSomething),
        JsonValueKind.Null => false,
        _ => true,
    };

    [GeneratedRegex(@"```graphql(?: erreur=(?<code>\w+))?(?: coût=(?<cost>\d+))?\n(?<query>.*?)```\n(?:\n```json\n(?<variables>.*?)```)?", RegexOptions.Singleline, 1000)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| `(?<code>[A-Z_]+)` \|", RegexOptions.Multiline, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("""GraphQL(?:Exception|Error)\([^;]*?"(?<code>[A-Z]{3,}(?:_[A-Z]+)*)"[^;]*?;""", RegexOptions.None, 5000)]
    private static partial Regex LiteralCode();
}
