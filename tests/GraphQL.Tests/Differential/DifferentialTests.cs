using System.Text;
using System.Text.Json.Nodes;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.GraphQL.Tests.Differential;

/// <summary>The same documents over the same schema and data give the same answers as graphql-js.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int RandomDocumentCount = 5_000;
    private const int MostShown = 15;

    [Fact]
    public async Task The_corpus_is_answered_as_graphql_js_does()
    {
        Assert.True(Corpus.Documents.Count >= 300, $"only {Corpus.Documents.Count} documents");
        using var oracle = new Oracle(Corpus.Sdl, Corpus.Data);
        var subject = new Subject(Corpus.Sdl, Corpus.Data);
        var differences = new List<string>();
        foreach (var document in Corpus.Documents)
        {
            await Compare(oracle, subject, document.Request(), differences);
        }
        output.Print($"GraphQL: {Corpus.Documents.Count} documents of the corpus, {Corpus.Documents.Count - differences.Count} answered as {oracle.Version} does");
        Assert.True(differences.Count == 0, Shown(differences, Corpus.Documents.Count));
    }

    [Fact]
    public async Task Random_documents_are_answered_as_graphql_js_does()
    {
        var seed = Environment.GetEnvironmentVariable("GRAPHQL_SEED") is { } given ? int.Parse(given) : Random.Shared.Next();
        using var oracle = new Oracle(Corpus.Sdl, Corpus.Data);
        var subject = new Subject(Corpus.Sdl, Corpus.Data);
        var documents = new RandomDocuments(subject.Schema, seed);
        var differences = new List<string>();
        for (var i = 0; i < RandomDocumentCount; i++)
        {
            await Compare(oracle, subject, documents.Next(), differences);
        }
        output.Print($"GraphQL: {RandomDocumentCount} random documents, {RandomDocumentCount - differences.Count} answered as {oracle.Version} does; GRAPHQL_SEED={seed} repeats them");
        output.Print($"GraphQL: used in them: {string.Join(", ", documents.Features.Select(f => $"{f.Key} {f.Value}"))}");
        Assert.True(differences.Count == 0, $"seed {seed}: {Shown(differences, RandomDocumentCount)}");
        Assert.All(documents.Features, feature => Assert.True(feature.Value > 50, $"{feature.Key} was used {feature.Value} times only"));
    }

    private static async Task Compare(Oracle oracle, Subject subject, JsonObject request, List<string> differences)
    {
        var expected = oracle.Ask(request);
        var actual = await subject.Ask(request);
        if (((string)request["query"]!).Contains("__", StringComparison.Ordinal))
        {
            (expected, actual) = (SortNamed(expected)!, SortNamed(actual)!);
        }
        if (Comparison.Difference(expected, actual) is { } difference)
        {
            differences.Add($"{request["query"]}\n  variables {request["variables"]?.ToJsonString()}\n  {difference}\n  theirs: {Short(expected["errors"])}\n  ours: {Short(actual["errors"])}");
        }
    }

    private static string Short(JsonNode? errors)
    {
        var text = errors?.ToJsonString() ?? "none";
        return text.Length > 700 ? text[..700] : text;
    }

    /// <summary>The order of types, directives and possible types is nobody's business.</summary>
    private static JsonNode? SortNamed(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                return new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, f.Key == "errors" ? f.Value?.DeepClone() : SortNamed(f.Value))));
            case JsonArray items:
                // Theirs has a place and a type of @deprecated that the specification of September 2025 does not have.
                var sorted = items.Where(i => i is not JsonObject directive || (string?)(directive["name"] as JsonValue) != "deprecated").Select(SortNamed).ToList();
                var isNamed = sorted.TrueForAll(i => i is JsonObject o && o["name"] is JsonValue);
                return new JsonArray([.. isNamed ? sorted.OrderBy(i => (string)i!["name"]!, StringComparer.Ordinal).ToList() : sorted]);
            default:
                return node?.DeepClone();
        }
    }

    private static string Shown(List<string> differences, int count)
    {
        var text = new StringBuilder($"{differences.Count} of {count} documents differ\n");
        foreach (var difference in differences.OrderBy(d => d.Length).Take(MostShown))
        {
            text.AppendLine(difference).AppendLine();
        }
        return text.ToString();
    }
}
