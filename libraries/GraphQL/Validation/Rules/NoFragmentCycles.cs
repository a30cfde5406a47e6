using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>No fragment spreads itself, directly or through others.</summary>
internal sealed class NoFragmentCycles : ValidationRule
{
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly List<FragmentSpreadNode> _path = [];
    private readonly Dictionary<string, int> _pathIndex = new(StringComparer.Ordinal);

    internal override void EnterFragment(FragmentNode fragment) => Detect(fragment);

    private void Detect(FragmentNode fragment)
    {
        if (!_visited.Add(fragment.Name.Value))
        {
            return;
        }
        var spreads = new List<FragmentSpreadNode>();
        Collect(fragment.SelectionSet, spreads);
        if (spreads.Count == 0)
        {
            return;
        }
        _pathIndex[fragment.Name.Value] = _path.Count;
        foreach (var spread in spreads)
        {
            var name = spread.Name.Value;
            _path.Add(spread);
            if (!_pathIndex.TryGetValue(name, out var start))
            {
                if (Context.Fragments.TryGetValue(name, out var target))
                {
                    Detect(target);
                }
            }
            else
            {
                Report(name, _path[start..]);
            }
            _path.RemoveAt(_path.Count - 1);
        }
        _pathIndex.Remove(fragment.Name.Value);
    }

    private void Report(string name, List<FragmentSpreadNode> cycle)
    {
        var via = string.Join(", ", cycle.Take(cycle.Count - 1).Select(s => $"\"{s.Name}\""));
        Context.Report(
            $"Cannot spread fragment \"{name}\" within itself{(via.Length > 0 ? $" via {via}" : "")}.",
            cycle.Select(s => s.Location).ToArray());
    }

    /// <summary>Spreads outside in: those of nested selections after those beside them.</summary>
    private static void Collect(SelectionSetNode selections, List<FragmentSpreadNode> spreads)
    {
        var waiting = new Stack<SelectionSetNode>([selections]);
        while (waiting.TryPop(out var next))
        {
            foreach (var selection in next.Selections)
            {
                switch (selection)
                {
                    case FragmentSpreadNode spread:
                        spreads.Add(spread);
                        break;
                    case FieldNode { SelectionSet: { } below }:
                        waiting.Push(below);
                        break;
                    case InlineFragmentNode inline:
                        waiting.Push(inline.SelectionSet);
                        break;
                }
            }
        }
    }
}
