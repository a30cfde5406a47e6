using System.Text.Json.Nodes;

namespace Engagement.GraphQL.Tests.Differential;

/// <summary>A document of corpus.txt.</summary>
/// <param name="Section">The text after <c>===</c>.</param>
public sealed record CorpusDocument(string Section, string Text, JsonObject? Variables)
{
    public JsonObject Request()
    {
        var request = new JsonObject { ["query"] = Text };
        if (Variables is not null)
        {
            request["variables"] = Variables.DeepClone();
        }
        return request;
    }
}

internal static class Corpus
{
    internal static readonly string Sdl = File.ReadAllText(PathOf("schema.graphql"));

    internal static readonly JsonNode Data = JsonNode.Parse(File.ReadAllText(PathOf("data.json")))!;

    internal static readonly IReadOnlyList<CorpusDocument> Documents = Read();

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Differential", file);

    private static List<CorpusDocument> Read()
    {
        var documents = new List<CorpusDocument>();
        var text = "\n" + File.ReadAllText(PathOf("corpus.txt"));
        foreach (var section in text.Split("\n=== ").Skip(1))
        {
            var (title, body) = (section[..section.IndexOf('\n', StringComparison.Ordinal)], section[(section.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
            var variables = title.StartsWith("variables ", StringComparison.Ordinal) ? JsonNode.Parse(title["variables ".Length..])!.AsObject() : null;
            documents.AddRange(body.TrimEnd('\n').Split("\n---\n").Select(document => new CorpusDocument(title, document, variables)));
        }
        return documents;
    }
}
