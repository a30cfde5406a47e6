using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;
using Engagement.GraphQL.Validation;
using Microsoft.AspNetCore.Http;

namespace Engagement.GraphQL.Execution;

/// <summary>Executes requests against a schema: prepares documents once, coerces variables, runs the plan, writes the answer.</summary>
public sealed class GraphQLExecutor
{
    private readonly GraphQLOptions _options;
    private readonly DocumentCache _documents;

    internal GraphQLExecutor(Schema schema, GraphQLOptions options)
    {
        Schema = schema;
        _options = options;
        _documents = new DocumentCache(options.DocumentCacheSize);
    }

    /// <summary>The schema; its text is the schema definition language.</summary>
    public Schema Schema { get; }

    internal Func<Exception, GraphQLError?>? ErrorMapper { get; init; }

    /// <summary>Executes a request outside HTTP.</summary>
    /// <param name="request">What to execute.</param>
    /// <param name="services">The request's services.</param>
    /// <param name="ct">Ends the execution.</param>
    public ValueTask<GraphQLResponse> Execute(GraphQLRequest request, IServiceProvider services, CancellationToken ct = default) =>
        Execute(request, new GraphQLRequestBuilder(), services, null, ct);

    internal async ValueTask<GraphQLResponse> Execute(
        GraphQLRequest request, GraphQLRequestBuilder caller, IServiceProvider services, HttpContext? http, CancellationToken ct)
    {
        var prepared = Prepare(request.Query ?? "", caller.Suggestions ?? _options.Suggestions);
        if (prepared.Errors.Count > 0)
        {
            return Refuse(prepared.Errors);
        }
        if (prepared.Operation(request.OperationName) is not { } operation)
        {
            return Refuse(new GraphQLError(
                request.OperationName is null ? "Must provide operation name if query contains multiple operations." : $"Unknown operation named \"{request.OperationName}\".",
                ErrorCodes.OperationNotFound));
        }
        if (request.QueriesOnly && operation.Operation.Kind != OperationKind.Query)
        {
            return Refuse(new GraphQLError("GET executes queries only: send a mutation by POST.", ErrorCodes.MethodNotAllowed));
        }
        var errors = new List<GraphQLError>();
        var variables = VariableValues.Coerce(Schema, operation.Operation, request.Variables, errors);
        if (errors.Count > 0)
        {
            return Refuse([.. errors]);
        }
        return await Run(operation, variables, caller, services, http, ct);
    }

    internal static GraphQLResponse Refuse(params IReadOnlyList<GraphQLError> errors)
    {
        var buffer = new ResponseBuffer();
        buffer.WriteByte((byte)'{');
        ErrorWriter.Write(buffer, errors);
        buffer.WriteByte((byte)'}');
        return new GraphQLResponse(buffer) { Errors = errors };
    }

    private async ValueTask<GraphQLResponse> Run(
        PreparedOperation operation, VariableValues variables, GraphQLRequestBuilder caller, IServiceProvider services, HttpContext? http, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.ExecutionTimeout);
        var context = new RequestContext(Schema, services, _options, limit.Token) { HttpContext = http, State = caller.State, ErrorMapper = ErrorMapper };
        var buffer = new ResponseBuffer();
        try
        {
            buffer.WriteByte((byte)'{');
            var start = buffer.Length;
            await OperationExecution.Execute(operation.Plan(variables), context, variables, buffer);
            var isDataNull = buffer.Written[start..].SequenceEqual("\"data\":null"u8);
            if (context.Errors.Count > 0)
            {
                buffer.WriteByte((byte)',');
                ErrorWriter.Write(buffer, context.Errors);
            }
            buffer.WriteByte((byte)'}');
            return new GraphQLResponse(buffer)
            {
                IsExecuted = true, Errors = context.Errors, IsDataNull = isDataNull, IsQuery = operation.Operation.Kind == OperationKind.Query,
            };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            buffer.Dispose();
            return Refuse(new GraphQLError($"The execution took longer than {_options.ExecutionTimeout.TotalSeconds} s.", ErrorCodes.Timeout));
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private PreparedDocument Prepare(string text, bool suggestions)
    {
        if (_documents.TryGet(text, out var known))
        {
            return known;
        }
        var prepared = Read(text, suggestions);
        // Faulty documents are not kept: they would let anyone push the good ones out.
        if (prepared.Errors.Count == 0)
        {
            _documents.Add(text, prepared);
        }
        return prepared;
    }

    private PreparedDocument Read(string text, bool suggestions)
    {
        if (text.Length > _options.MaxCharacters)
        {
            return Fault($"The document is longer than {_options.MaxCharacters} characters.", ErrorCodes.DocumentTooLarge);
        }
        DocumentNode document;
        try
        {
            document = Parser.Parse(text, _options.MaxTokens);
        }
        catch (GraphQLSyntaxException e)
        {
            return new PreparedDocument([new GraphQLError($"Syntax Error: {e.Message}", ErrorCodes.ParseFailed) { Locations = [e.Location] }]);
        }
        catch (TooManyTokensException e)
        {
            return Fault(e.Message, ErrorCodes.TooManyTokens);
        }
        var errors = DocumentValidator.Validate(Schema, document, _options.MaxValidationErrors, suggestions);
        return errors.Count > 0 ? new PreparedDocument(errors) : new PreparedDocument(Schema, document);
    }

    private static PreparedDocument Fault(string message, string code) => new([new GraphQLError(message, code)]);
}
