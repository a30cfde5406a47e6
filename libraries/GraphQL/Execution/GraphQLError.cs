using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Execution;

/// <summary>An error of the answer: message, where in the document and in the data, and a stable code in <c>extensions.code</c>.</summary>
/// <param name="Message">For people; not for programs to compare.</param>
/// <param name="Code">From a closed, documented list, for programs.</param>
public sealed record GraphQLError(string Message, string? Code = null)
{
    /// <summary>Places in the document.</summary>
    public IReadOnlyList<SourceLocation> Locations { get; init; } = [];

    /// <summary>Response names and list indexes down to the field; null for request errors.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>Further entries of <c>extensions</c>: strings, numbers, booleans.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>What a resolver threw, for logs; never written to the answer unless the options say so.</summary>
    public Exception? Exception { get; init; }
}

/// <summary>Thrown by resolvers and interceptors to answer an error of their own; the message goes to the client.</summary>
public sealed class GraphQLException : Exception
{
    /// <summary>An error with a message and a code.</summary>
    /// <param name="message">For the client's developer.</param>
    /// <param name="code">Stable, in capitals: <c>BAD_USER_INPUT</c>.</param>
    public GraphQLException(string message, string code)
        : this(new GraphQLError(message, code))
    {
    }

    /// <summary>An error with extensions.</summary>
    /// <param name="error">Locations and path are filled in when it is thrown by a resolver.</param>
    public GraphQLException(GraphQLError error)
        : base(error.Message) => Error = error;

    /// <summary>What is answered.</summary>
    public GraphQLError Error { get; }

    /// <summary>HTTP status when thrown before execution by an interceptor; null: 400.</summary>
    public int? StatusCode { get; init; }
}

/// <summary>The engine's own codes of <c>extensions.code</c>.</summary>
public static class ErrorCodes
{
    /// <summary>The body or the parameters are not a GraphQL request.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>The document is not GraphQL.</summary>
    public const string ParseFailed = "GRAPHQL_PARSE_FAILED";

    /// <summary>The document does not fit the schema.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>No such operation, or several without a name.</summary>
    public const string OperationNotFound = "OPERATION_NOT_FOUND";

    /// <summary>A variable or argument has a wrong value.</summary>
    public const string BadUserInput = "BAD_USER_INPUT";

    /// <summary>A resolver failed unexpectedly.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>Execution took too long.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>The document is too long.</summary>
    public const string DocumentTooLarge = "DOCUMENT_TOO_LARGE";

    /// <summary>The body is too long.</summary>
    public const string RequestTooLarge = "REQUEST_TOO_LARGE";

    /// <summary>The document has too many tokens.</summary>
    public const string TooManyTokens = "TOO_MANY_TOKENS";

    /// <summary>Fields are nested too deep.</summary>
    public const string TooDeep = "TOO_DEEP";

    /// <summary>Too many aliases.</summary>
    public const string TooManyAliases = "TOO_MANY_ALIASES";

    /// <summary>Too many directives.</summary>
    public const string TooManyDirectives = "TOO_MANY_DIRECTIVES";

    /// <summary>The static cost is too high.</summary>
    public const string CostExceeded = "COST_EXCEEDED";

    /// <summary>The caller used up its budget; <c>Retry-After</c> says when to ask again.</summary>
    public const string TooManyRequests = "TOO_MANY_REQUESTS";

    /// <summary>The body did not arrive in time.</summary>
    public const string RequestTimeout = "REQUEST_TIMEOUT";

    /// <summary>Only queries are answered to GET.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>The content type is not JSON.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>No media type that the client accepts can be answered.</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";

    /// <summary>Arrays of requests are refused.</summary>
    public const string BatchingNotSupported = "BATCHING_NOT_SUPPORTED";

    /// <summary>No document of that hash is known.</summary>
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";

    /// <summary>The document has another hash than the request says.</summary>
    public const string PersistedQueryMismatch = "PERSISTED_QUERY_MISMATCH";

    /// <summary>Only registered documents are run.</summary>
    public const string DocumentNotRegistered = "DOCUMENT_NOT_REGISTERED";

    /// <summary>Introspection is switched off.</summary>
    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";
}
