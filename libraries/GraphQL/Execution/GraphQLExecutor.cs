using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.GraphQL.Execution;

/// <summary>Executes requests against a schema: prepares documents once, coerces variables, runs the plan, writes the answer.</summary>
public sealed partial class GraphQLExecutor
{
    private readonly GraphQLOptions _options;
    private readonly DocumentStore _documents;
    private readonly ILogger _logger;
    private readonly HeavyTurns _heavy;

    internal GraphQLExecutor(Schema schema, GraphQLOptions options, PersistedDocuments persisted, ILogger logger)
    {
        Schema = schema;
        _options = options;
        _logger = logger;
        _heavy = new HeavyTurns(options.HeavyAtOnce);
        _documents = new DocumentStore(schema, options, persisted);
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
        var prepared = _documents.Get(request, caller, out var isRegistered);
        // Charged first: whatever becomes of the request, it was read.
        caller.Charge?.Invoke(RequestCost.OfBody(request.Bytes) + prepared.TakeReadingCost());
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
        var plan = operation.Plan(variables);
        var cost = CostAnalysis.Of(plan.Root, variables, Schema);
        if (cost > _options.MaxCost)
        {
            return Refuse(new GraphQLError($"The operation costs {cost:0}, more than {_options.MaxCost:0}: ask for fewer or smaller lists.", ErrorCodes.CostExceeded)
            {
                Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["cost"] = cost, ["maximum"] = _options.MaxCost },
            });
        }
        caller.Charge?.Invoke(cost);
        var response = await Run(plan, cost, isRegistered, variables, caller, services, http, ct);
        if (caller.ChargeMore is { } charge && RequestCost.Beyond(cost, response.Json.Length) is var more and > 0)
        {
            charge(more);
        }
        return response;
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
        OperationPlan plan, double cost, bool isRegistered, VariableValues variables, GraphQLRequestBuilder caller, IServiceProvider services, HttpContext? http, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_options.ExecutionTimeout);
        var context = new RequestContext(Schema, services, _options, limit.Token) { HttpContext = http, State = caller.State, ErrorMapper = ErrorMapper };
        var buffer = new ResponseBuffer();
        try
        {
            using var turn = cost > _options.HeavyCost && plan.Operation.Kind == OperationKind.Query
                ? await _heavy.Take(caller.Payer ?? this, limit.Token)
                : null;
            buffer.WriteByte((byte)'{');
            await OperationExecution.Execute(plan, context, variables, buffer);
            Finish(buffer, context, cost);
            return new GraphQLResponse(buffer)
            {
                IsExecuted = true,
                Errors = context.Errors,
                IsQuery = plan.Operation.Kind == OperationKind.Query,
                IsRegistered = isRegistered,
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

    private void Finish(ResponseBuffer buffer, RequestContext context, double cost)
    {
        if (context.Errors.Count > 0)
        {
            buffer.WriteByte((byte)',');
            ErrorWriter.Write(buffer, context.Errors);
            foreach (var error in context.Errors)
            {
                if (error.Exception is { } exception)
                {
                    Log.ResolverFailed(_logger, string.Join('.', error.Path ?? []), exception);
                }
            }
        }
        if (_options.CostInExtensions)
        {
            buffer.WriteRaw(",\"extensions\":{\"cost\":"u8);
            buffer.TryWriteDouble(cost);
            buffer.WriteByte((byte)'}');
        }
        buffer.WriteByte((byte)'}');
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "GraphQL field {Path} failed")]
        internal static partial void ResolverFailed(ILogger logger, string path, Exception exception);
    }
}
