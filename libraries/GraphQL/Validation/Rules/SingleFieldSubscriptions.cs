using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>A subscription has one root field, which is no introspection field and is not conditional.</summary>
internal sealed class SingleFieldSubscriptions : ValidationRule
{
    internal override void EnterOperation(OperationNode operation)
    {
        if (operation.Kind != OperationKind.Subscription || Context.Schema.Subscription is not { } root)
        {
            return;
        }
        var groups = new Dictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        var order = new List<string>();
        Collect(operation.SelectionSet, root, groups, order, []);
        var name = operation.Name is { } given ? $"Subscription \"{given}\"" : "Anonymous Subscription";
        if (order.Count > 1)
        {
            Context.Report($"{name} must select only one top level field.", order.Skip(1).SelectMany(n => groups[n]).Select(f => f.Location).ToArray());
        }
        foreach (var fields in order.Select(n => groups[n]).Where(g => g[0].Name.Value.StartsWith("__", StringComparison.Ordinal)))
        {
            Context.Report($"{name} must not select an introspection top level field.", fields.Select(f => f.Location).ToArray());
        }
    }

    private void Collect(SelectionSetNode selections, ObjectType root, Dictionary<string, List<FieldNode>> groups, List<string> order, HashSet<string> visited)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    if (!groups.TryGetValue(field.ResponseName, out var group))
                    {
                        groups.Add(field.ResponseName, group = []);
                        order.Add(field.ResponseName);
                    }
                    group.Add(field);
                    break;
                case InlineFragmentNode inline when inline.TypeCondition is null || Applies(inline.TypeCondition, root):
                    Collect(inline.SelectionSet, root, groups, order, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value)
                    && Context.Fragments.TryGetValue(spread.Name.Value, out var fragment) && Applies(fragment.TypeCondition, root):
                    Collect(fragment.SelectionSet, root, groups, order, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode condition, ObjectType root) =>
        Context.Schema.Type(condition.Name.Value) is CompositeType type && Context.Schema.IsPossible(type, root);
}
