using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>Calls resolvers with their arguments; what both phases of an execution share.</summary>
internal sealed class FieldExecution(RequestContext request, VariableValues variables)
{
    private object?[]?[] _arguments = [];

    internal RequestContext Request { get; } = request;

    internal object?[] Arguments(PlannedField field)
    {
        if (field.Arguments.Constant is { } constant)
        {
            return constant;
        }
        if (field.Id >= _arguments.Length)
        {
            Array.Resize(ref _arguments, Math.Max(field.Id + 1, 16));
        }
        return _arguments[field.Id] ??= field.Arguments.Bind(variables);
    }

    internal object? Resolve(PlannedField field, object? parent, ResolverPath? path) =>
        field.Definition.Resolve!(Request, parent, Arguments(field), Context(field, path));

    internal ValueTask<object?> ResolveAsync(PlannedField field, object? parent, ResolverPath? path) =>
        field.Definition.ResolveAsync!(Request, parent, Arguments(field), Context(field, path));

    /// <summary>The object type of a value.</summary>
    /// <exception cref="FormatException">The value is of none that the field may answer.</exception>
    internal ObjectType TypeOf(CompositeType declared, object value)
    {
        if (declared is ObjectType only)
        {
            return only;
        }
        var type = Request.Schema.ObjectTypeOf(value)
            ?? throw new FormatException($"Abstract type \"{declared}\" was resolved to a {value.GetType().Name}, which no object type of the schema describes.");
        return Request.Schema.IsPossible(declared, type)
            ? type
            : throw new FormatException($"Runtime object type \"{type}\" is not a possible type for \"{declared}\".");
    }

    /// <summary>The error to answer for what a resolver threw.</summary>
    internal GraphQLError ErrorOf(Exception exception)
    {
        if (exception is OperationCanceledException && Request.Aborted.IsCancellationRequested)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        }
        return exception switch
        {
            GraphQLException own => own.Error,
            _ => Request.ErrorMapper?.Invoke(exception) ?? Unexpected(exception),
        };
    }

    private GraphQLError Unexpected(Exception exception) =>
        new(Request.Options.IncludeExceptionDetails ? exception.Message : "The server failed to answer this field.", ErrorCodes.InternalError) { Exception = exception };

    private ResolverContext? Context(PlannedField field, ResolverPath? path) =>
        field.Definition.NeedsContext ? new ResolverContext(Request, field, new ResolverPath(path, field.ResponseName, 0)) : null;
}
