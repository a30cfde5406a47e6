using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.GraphQL.Execution;

/// <summary>
/// Documents by the SHA-256 of their text. Registered ones stay; those that clients send with their hash (<c>extensions.persistedQuery</c>) are kept as the document cache
/// keeps them and count as registered for nobody.
/// </summary>
public sealed class PersistedDocuments
{
    private const string AlgorithmPrefix = "sha256:";

    private readonly ConcurrentDictionary<string, string> _registered = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Registers a document and gives its id.</summary>
    /// <param name="text">The document, exactly as its clients hash it.</param>
    public string Register(string text)
    {
        var id = IdOf(text);
        _registered[id] = text;
        return id;
    }

    /// <summary>Forgets a document.</summary>
    public void Remove(string id) => _registered.TryRemove(Bare(id), out _);

    /// <summary>SHA-256 of the UTF-8 text, in lower-case hexadecimal.</summary>
    public static string IdOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal string? Find(string id) => _registered.GetValueOrDefault(Bare(id));

    internal bool IsRegistered(string text) => _registered.ContainsKey(IdOf(text));

    internal static bool IsIdOf(string id, string text) => string.Equals(Bare(id), IdOf(text), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string id) => id.StartsWith(AlgorithmPrefix, StringComparison.Ordinal) ? id[AlgorithmPrefix.Length..] : id;
}
