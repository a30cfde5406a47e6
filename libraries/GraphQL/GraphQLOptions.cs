using System.ComponentModel.DataAnnotations;

namespace Engagement.GraphQL;

/// <summary>Section <c>GraphQL</c>: limits and modes of the endpoint. Each limit has its own error code.</summary>
public sealed class GraphQLOptions
{
    /// <summary>Longest document in UTF-16 characters; beyond: <c>DOCUMENT_TOO_LARGE</c>.</summary>
    [Range(1, 10_000_000)] public int MaxCharacters { get; set; } = 15_000;

    /// <summary>Most tokens of a document; beyond: <c>TOO_MANY_TOKENS</c>.</summary>
    [Range(1, 1_000_000)] public int MaxTokens { get; set; } = 2_000;

    /// <summary>Deepest nesting of fields; beyond: <c>TOO_DEEP</c>.</summary>
    [Range(1, 1_000)] public int MaxDepth { get; set; } = 10;

    /// <summary>Deepest nesting below <c>__schema</c> and <c>__type</c>, which explorers and code generators need; beyond: <c>TOO_DEEP</c>.</summary>
    [Range(1, 1_000)] public int MaxIntrospectionDepth { get; set; } = 20;

    /// <summary>Most aliases, those of repeated fragments counted each time; beyond: <c>TOO_MANY_ALIASES</c>.</summary>
    [Range(0, 100_000)] public int MaxAliases { get; set; } = 15;

    /// <summary>Most directives; beyond: <c>TOO_MANY_DIRECTIVES</c>.</summary>
    [Range(0, 100_000)] public int MaxDirectives { get; set; } = 50;

    /// <summary>Highest static cost of an operation (type cost plus field cost); beyond: <c>COST_EXCEEDED</c>.</summary>
    [Range(1, 1e12)] public double MaxCost { get; set; } = 20_000;

    /// <summary>Queries of a higher static cost are heavy: few of them run at the same time (<see cref="HeavyAtOnce"/>).</summary>
    [Range(1, 1e12)] public double HeavyCost { get; set; } = 6_000;

    /// <summary>
    /// How many heavy queries run at the same time; others wait, and their callers take turns. The default is half of the processors.
    /// </summary>
    [Range(1, 10_000)] public int HeavyAtOnce { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Longest execution, the wait of a heavy query included; beyond: <c>TIMEOUT</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")] public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest body of a request in bytes; beyond: 413 and <c>REQUEST_TOO_LARGE</c>.</summary>
    [Range(1, 100_000_000)] public int MaxRequestBytes { get; set; } = 1_000_000;

    /// <summary>How long a request's body may take to arrive; beyond: 408 and <c>REQUEST_TIMEOUT</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")] public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many parsed, validated and planned documents are kept.</summary>
    [Range(1, 1_000_000)] public int DocumentCacheSize { get; set; } = 1_000;

    /// <summary>How many errors validation collects before it stops.</summary>
    [Range(1, 10_000)] public int MaxValidationErrors { get; set; } = 100;

    /// <summary>Answers 422 to invalid documents and 294 to partial results, as the newer draft of GraphQL over HTTP; the default keeps 400 and 200.</summary>
    public bool DraftStatusCodes { get; set; }

    /// <summary>Runs registered documents only; others: <c>DOCUMENT_NOT_REGISTERED</c>.</summary>
    public bool RegisteredDocumentsOnly { get; set; }

    /// <summary>
    /// Folder of the registered documents, read at start: <c>*.graphql</c>, one document each, and <c>*.json</c>, manifests of code generators (a document by its SHA-256). Null: none.
    /// </summary>
    public string? DocumentsFolder { get; set; }

    /// <summary>Suggests similar names in validation messages. A request can decide for itself through <c>GraphQLRequestBuilder</c>.</summary>
    public bool Suggestions { get; set; }

    /// <summary>Shows the messages of unexpected exceptions, for development.</summary>
    public bool IncludeExceptionDetails { get; set; }

    /// <summary>Writes the static cost to <c>extensions.cost</c>.</summary>
    public bool CostInExtensions { get; set; } = true;

    /// <summary>Serves the explorer page to browsers.</summary>
    public bool Explorer { get; set; } = true;

    /// <summary>Answers introspection queries.</summary>
    public bool Introspection { get; set; } = true;
}
