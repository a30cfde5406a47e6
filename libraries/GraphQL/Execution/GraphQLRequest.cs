using System.Text.Json;

namespace Engagement.GraphQL.Execution;

/// <summary>A request: the document or the hash of a known one, and what goes with it.</summary>
public sealed record GraphQLRequest
{
    /// <summary>The document; null when <see cref="DocumentId"/> names a registered one.</summary>
    public string? Query { get; init; }

    /// <summary>SHA-256 of a registered document, in hexadecimal.</summary>
    public string? DocumentId { get; init; }

    /// <summary>Which operation to execute, when the document has several.</summary>
    public string? OperationName { get; init; }

    /// <summary>Values by variable name: a JSON object, or null.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>How many bytes the request's body had.</summary>
    internal long Bytes { get; init; }

    /// <summary>Whether only queries may be executed (GET).</summary>
    public bool QueriesOnly { get; init; }
}
