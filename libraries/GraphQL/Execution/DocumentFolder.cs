using System.Text;
using System.Text.Json;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;
using Engagement.GraphQL.Validation;

namespace Engagement.GraphQL.Execution;

/// <summary>
/// Registers the documents of a folder: <c>*.graphql</c>, one document each, and <c>*.json</c>, the manifests of code generators: a document by its SHA-256. A document that the
/// schema refuses would fail at its clients: it fails here, before the first request.
/// </summary>
internal sealed class DocumentFolder(Schema schema, PersistedDocuments documents)
{
    private const int MaxErrors = 3;

    private readonly List<string> _faults = [];

    /// <summary>Reads the folder; throws with all faults of all files.</summary>
    internal static void Register(string folder, Schema schema, PersistedDocuments documents)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidOperationException($"GraphQL:DocumentsFolder is {Path.GetFullPath(folder)}, which is no folder: name the one with the registered documents, or none.");
        }
        var reader = new DocumentFolder(schema, documents);
        foreach (var file in Directory.EnumerateFiles(folder, "*.graphql").Order(StringComparer.Ordinal))
        {
            reader.Add(Path.GetFileName(file), File.ReadAllText(file, Encoding.UTF8));
        }
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            reader.AddManifest(file);
        }
        if (reader._faults.Count > 0)
        {
            throw new InvalidOperationException($"Registered documents of GraphQL:DocumentsFolder cannot be executed:\n{string.Join('\n', reader._faults)}");
        }
    }

    private void AddManifest(string file)
    {
        var name = Path.GetFileName(file);
        Dictionary<string, string>? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file, Encoding.UTF8));
        }
        catch (JsonException)
        {
            manifest = null;
        }
        if (manifest is null)
        {
            _faults.Add($"{name}: a manifest is a JSON object of documents by their SHA-256.");
            return;
        }
        foreach (var (id, text) in manifest)
        {
            if (PersistedDocuments.IsIdOf(id, text))
            {
                Add($"{name}, {id}", text);
            }
            else
            {
                _faults.Add($"{name}: {id} is not the SHA-256 of its document: set the generator's hash algorithm to sha256.");
            }
        }
    }

    private void Add(string name, string text)
    {
        try
        {
            var errors = DocumentValidator.Validate(schema, Parser.Parse(text), MaxErrors, suggestions: true);
            _faults.AddRange(errors.Select(error => $"{name}: {error.Message}"));
        }
        catch (GraphQLSyntaxException e)
        {
            _faults.Add($"{name}: {e.Message} (line {e.Location.Line})");
        }
        documents.Register(text);
    }
}
