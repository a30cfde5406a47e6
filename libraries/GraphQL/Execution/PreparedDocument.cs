using System.Collections.Concurrent;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>A document that was parsed, checked and is planned once; or the errors that it always gives.</summary>
internal sealed class PreparedDocument
{
    private readonly Dictionary<string, PreparedOperation> _operations = new(StringComparer.Ordinal);
    private readonly PreparedOperation? _only;
    private int _readingCost;

    /// <summary>A document with errors.</summary>
    internal PreparedDocument(IReadOnlyList<GraphQLError> errors) => Errors = errors;

    /// <summary>A valid document.</summary>
    internal PreparedDocument(Schema schema, DocumentNode document)
    {
        Document = document;
        var conditions = Conditions.Of(document).ToHashSet(StringComparer.Ordinal);
        foreach (var operation in document.Definitions.OfType<OperationNode>())
        {
            _only = new PreparedOperation(schema, document, operation, conditions);
            _operations.TryAdd(operation.Name?.Value ?? "", _only);
        }
        _only = _operations.Count == 1 ? _only : null;
    }

    internal DocumentNode? Document { get; }

    /// <summary>What parsing and checking it cost; whoever made it prepared pays.</summary>
    internal int ReadingCost
    {
        init => _readingCost = value;
    }

    /// <summary>The cost of reading, to the first who asks; 0 to the others.</summary>
    internal int TakeReadingCost() => Volatile.Read(ref _readingCost) == 0 ? 0 : Interlocked.Exchange(ref _readingCost, 0);

    internal IReadOnlyList<GraphQLError> Errors { get; } = [];

    /// <summary>The operation of that name, or the only one.</summary>
    internal PreparedOperation? Operation(string? name) => name is null ? _only : _operations.GetValueOrDefault(name);
}

/// <summary>An operation with its plans, one per outcome of the conditions.</summary>
internal sealed class PreparedOperation
{
    // With more conditions each request would soon have a plan of its own: those are not kept.
    private const int MaxKeptConditions = 6;

    // A client that shows and hides parts of a page uses a few of them; whoever sends all 64 fills the memory.
    internal const int MaxKeptPlans = 8;

    private readonly Schema _schema;
    private readonly DocumentNode _document;
    private readonly string[] _conditions;
    private readonly ConcurrentDictionary<ulong, OperationPlan> _plans = new();

    internal PreparedOperation(Schema schema, DocumentNode document, OperationNode operation, IReadOnlySet<string> conditions)
    {
        _schema = schema;
        _document = document;
        Operation = operation;
        _conditions = [.. operation.Variables.Select(v => v.Variable.Name).Where(conditions.Contains)];
    }

    internal OperationNode Operation { get; }

    /// <summary>How many plans are kept.</summary>
    internal int KeptPlans => _plans.Count;

    internal OperationPlan Plan(VariableValues variables)
    {
        if (_conditions.Length > MaxKeptConditions)
        {
            return Build(variables);
        }
        var outcome = 0UL;
        for (var i = 0; i < _conditions.Length; i++)
        {
            if (variables.TryGet(_conditions[i], out var value) && value is true)
            {
                outcome |= 1UL << i;
            }
        }
        if (_plans.TryGetValue(outcome, out var plan))
        {
            return plan;
        }
        plan = Build(variables);
        return _plans.Count < MaxKeptPlans ? _plans.GetOrAdd(outcome, plan) : plan;
    }

    private OperationPlan Build(VariableValues variables)
    {
        // The plan outlives the request: it keeps the conditions' outcome, not the request's variables.
        var chosen = _conditions.Where(name => variables.TryGet(name, out var value) && value is true).ToHashSet(StringComparer.Ordinal);
        return new PlanBuilder(_schema, _document, value => value switch
        {
            BooleanNode flag => flag.Value,
            VariableNode variable => chosen.Contains(variable.Name),
            _ => false,
        }).Build(Operation);
    }
}
