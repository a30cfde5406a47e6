using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation;

/// <summary>Equality of literals by what they say: order of fields and arguments does not count.</summary>
internal static class Literals
{
    internal static bool SameArguments(IReadOnlyList<ArgumentNode> a, IReadOnlyList<ArgumentNode> b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }
        if (a.Count == 0)
        {
            return true;
        }
        var byName = new Dictionary<string, ValueNode>(StringComparer.Ordinal);
        foreach (var argument in b)
        {
            byName[argument.Name.Value] = argument.Value;
        }
        return a.All(x => byName.TryGetValue(x.Name.Value, out var value) && Same(x.Value, value));
    }

    private static bool Same(ValueNode a, ValueNode b) => (a, b) switch
    {
        (ListNode x, ListNode y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(p => Same(p.First, p.Second)),
        (ObjectNode x, ObjectNode y) => x.Fields.Count == y.Fields.Count
            && x.Fields.OrderBy(f => f.Name.Value, StringComparer.Ordinal).Zip(y.Fields.OrderBy(f => f.Name.Value, StringComparer.Ordinal))
                .All(p => p.First.Name.Value == p.Second.Name.Value && Same(p.First.Value, p.Second.Value)),
        (VariableNode x, VariableNode y) => x.Name == y.Name,
        (IntNode x, IntNode y) => x.Text == y.Text,
        (FloatNode x, FloatNode y) => x.Text == y.Text,
        (StringNode x, StringNode y) => x.Value == y.Value && x.Block == y.Block,
        (BooleanNode x, BooleanNode y) => x.Value == y.Value,
        (EnumNode x, EnumNode y) => x.Value == y.Value,
        (NullNode, NullNode) => true,
        _ => false,
    };
}
