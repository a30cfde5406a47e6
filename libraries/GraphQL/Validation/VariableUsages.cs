using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation;

/// <summary>A variable where it is used.</summary>
/// <param name="Variable">The node.</param>
/// <param name="Type">The type expected there, or null when unknown.</param>
/// <param name="HasDefault">Whether the place has a default of its own.</param>
/// <param name="IsOneOf">Whether the place is a field of a OneOf input object.</param>
internal sealed record VariableUsage(VariableNode Variable, GraphQLType? Type, bool HasDefault, bool IsOneOf);

/// <summary>Where variables are used, by operation, fragments included.</summary>
internal sealed class VariableUsages
{
    private readonly Dictionary<ExecutableDefinitionNode, List<VariableUsage>> _usages = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ExecutableDefinitionNode, List<string>> _spreads = new(ReferenceEqualityComparer.Instance);
    private ExecutableDefinitionNode? _current;

    internal void Enter(ExecutableDefinitionNode definition)
    {
        _current = definition;
        _usages[definition] = [];
        _spreads[definition] = [];
    }

    internal void Add(VariableUsage usage) => _usages[_current!].Add(usage);

    internal void AddSpread(string fragment) => _spreads[_current!].Add(fragment);

    internal IEnumerable<string> SpreadsIn(ExecutableDefinitionNode definition) => _spreads[definition];

    /// <summary>Names of the fragments that a definition reaches.</summary>
    internal HashSet<string> Reached(ExecutableDefinitionNode definition, IReadOnlyDictionary<string, FragmentNode> fragments)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<ExecutableDefinitionNode>([definition]);
        while (waiting.TryPop(out var next))
        {
            foreach (var name in _spreads[next])
            {
                if (reached.Add(name) && fragments.TryGetValue(name, out var fragment) && _spreads.ContainsKey(fragment))
                {
                    waiting.Push(fragment);
                }
            }
        }
        return reached;
    }

    internal IEnumerable<VariableUsage> Of(OperationNode operation, IReadOnlyDictionary<string, FragmentNode> fragments) =>
        _usages[operation].Concat(Reached(operation, fragments)
            .Where(fragments.ContainsKey)
            .SelectMany(name => _usages.TryGetValue(fragments[name], out var usages) ? usages : []));
}
