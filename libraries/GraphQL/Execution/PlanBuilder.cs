using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Execution;

/// <summary>Collects the fields of an operation (specification, CollectFields), for one outcome of the conditions, and binds their arguments.</summary>
internal sealed class PlanBuilder(Schema schema, DocumentNode document, Func<ValueNode, bool> condition)
{
    private readonly Dictionary<string, FragmentNode> _fragments =
        document.Definitions.OfType<FragmentNode>().ToDictionary(f => f.Name.Value, StringComparer.Ordinal);

    private int _fields;

    internal int FieldCount => Volatile.Read(ref _fields);

    internal OperationPlan Build(OperationNode operation)
    {
        var rootType = operation.Kind switch
        {
            OperationKind.Query => schema.Query,
            OperationKind.Mutation => schema.Mutation,
            _ => schema.Subscription,
        };
        return new OperationPlan(operation, Select(rootType!, [operation.SelectionSet]), this);
    }

    private SelectionPlan Select(ObjectType type, IReadOnlyList<SelectionSetNode> selections)
    {
        var groups = new OrderedFields();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var selection in selections)
        {
            Collect(type, selection, groups, visited);
        }
        var slots = 0;
        var fields = new List<PlannedField>(groups.Count);
        foreach (var nodes in groups)
        {
            if (schema.FieldOf(type, nodes[0].Name.Value) is { } definition)
            {
                var field = Plan(type, definition, nodes);
                field.Place(fields.Count, definition.IsAsync || field.HasAsyncBelow ? slots++ : -1);
                fields.Add(field);
            }
        }
        return new SelectionPlan(type, [.. fields]) { Slots = slots };
    }

    private PlannedField Plan(ObjectType parent, FieldDefinition definition, List<FieldNode> nodes)
    {
        var named = definition.Type.Named;
        var field = new PlannedField(definition, parent, nodes, Interlocked.Increment(ref _fields) - 1, named.IsComposite ? Below : null)
        {
            Arguments = ArgumentPlan.Of(definition, nodes[0]),
        };
        field.HasAsyncBelow = named switch
        {
            ObjectType type => field.Selection(type).Slots > 0,
            CompositeType => MayWait(nodes),
            _ => false,
        };
        return field;
    }

    private bool MayWait(List<FieldNode> nodes)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        return nodes.Exists(n => MayWait(n.SelectionSet!, visited));
    }

    private SelectionPlan Below(PlannedField field, ObjectType type) => Select(type, [.. field.Nodes.Select(n => n.SelectionSet!)]);

    private void Collect(ObjectType type, SelectionSetNode selections, OrderedFields groups, HashSet<string> visited)
    {
        foreach (var selection in selections.Selections)
        {
            if (!IsIncluded(selection))
            {
                continue;
            }
            switch (selection)
            {
                case FieldNode field:
                    groups.Add(field);
                    break;
                case InlineFragmentNode inline when inline.TypeCondition is null || Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, groups, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value) && _fragments.TryGetValue(spread.Name.Value, out var fragment) && Applies(fragment.TypeCondition, type):
                    Collect(type, fragment.SelectionSet, groups, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode name, ObjectType type) => schema.Type(name.Name.Value) is CompositeType composite && schema.IsPossible(composite, type);

    private bool IsIncluded(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            if (directive.Name.Value is "skip" or "include" && directive.Arguments is [var argument] && condition(argument.Value) != (directive.Name.Value == "include"))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Whether a field of that name waits in some object type: enough to know for an abstract type, whose plans are made when met. Each
    /// fragment is looked at once:
    /// a chain of them that spread each the next one twice would take 2^n.
    /// </summary>
    private bool MayWait(SelectionSetNode selections, HashSet<string> visited) => selections.Selections.Any(selection => selection switch
    {
        FieldNode field => schema.AsyncFieldNames.Contains(field.Name.Value)
            || (field.SelectionSet is { } below && MayWait(below, visited)),
        InlineFragmentNode inline => MayWait(inline.SelectionSet, visited),
        FragmentSpreadNode spread => visited.Add(spread.Name.Value)
            && _fragments.TryGetValue(spread.Name.Value, out var fragment) && MayWait(fragment.SelectionSet, visited),
        _ => false,
    });

    /// <summary>Fields by response name, in the order in which the names are first met.</summary>
    private sealed class OrderedFields : List<List<FieldNode>>
    {
        private readonly Dictionary<string, List<FieldNode>> _byName = new(StringComparer.Ordinal);

        internal void Add(FieldNode field)
        {
            if (!_byName.TryGetValue(field.ResponseName, out var nodes))
            {
                nodes = [];
                _byName.Add(field.ResponseName, nodes);
                Add(nodes);
            }
            nodes.Add(field);
        }
    }
}
