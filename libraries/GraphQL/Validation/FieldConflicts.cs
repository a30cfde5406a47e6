using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation;

/// <summary>Two fields, or groups of them, that cannot be answered under one name.</summary>
internal sealed record FieldConflict(string ResponseName, object Cause, IReadOnlyList<FieldNode> Fields1, IReadOnlyList<FieldNode> Fields2)
{
    internal string Reason() => Cause is IReadOnlyList<FieldConflict> inner
        ? string.Join(" and ", inner.Select(c => $"subfields \"{c.ResponseName}\" conflict because {c.Reason()}"))
        : (string)Cause;
}

/// <summary>Finds the conflicting pairs, fragments compared once with each other as graphql-js does; stops when its budget is spent.</summary>
internal sealed class FieldConflicts(Schema schema, IReadOnlyDictionary<string, FragmentNode> fragments, Action<FieldConflict> report)
{
    private const int MaxComparisons = 5_000;

    // Of fields in fields: fragments can lead round in circles, each round deeper on the stack.
    private const int MaxDepth = 100;

    private readonly Dictionary<SelectionSetNode, FieldMap> _maps = new(ReferenceEqualityComparer.Instance);
    // The value: whether parents were known to differ. What was compared without that knowledge need not be compared with it.
    private readonly Dictionary<(FieldMap, string), bool> _comparedWithFragment = [];
    private readonly Dictionary<(string, string), bool> _comparedFragments = [];
    private int _comparisons;
    private int _depth;

    private sealed record Entry(CompositeType? Parent, FieldNode Node, FieldDefinition? Definition);

    private sealed class FieldMap
    {
        internal Dictionary<string, List<Entry>> Fields { get; } = new(StringComparer.Ordinal);

        internal List<string> Fragments { get; } = [];
    }

    internal void Within(SelectionSetNode selections, CompositeType? parent)
    {
        var conflicts = new List<FieldConflict>();
        var map = Map(selections, parent);
        foreach (var (name, entries) in map.Fields)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                for (var j = i + 1; j < entries.Count; j++)
                {
                    Compare(conflicts, exclusive: false, name, entries[i], entries[j]);
                }
            }
        }
        for (var i = 0; i < map.Fragments.Count; i++)
        {
            WithFragment(conflicts, exclusive: false, map, map.Fragments[i]);
            for (var j = i + 1; j < map.Fragments.Count; j++)
            {
                BetweenFragments(conflicts, exclusive: false, map.Fragments[i], map.Fragments[j]);
            }
        }
        conflicts.ForEach(report);
    }

    /// <summary>The fields against those of a fragment and of all that it spreads, in the order of recursion, without its stack.</summary>
    private void WithFragment(List<FieldConflict> conflicts, bool exclusive, FieldMap map, string name)
    {
        var waiting = new Stack<string>([name]);
        while (waiting.TryPop(out var next) && ++_comparisons <= MaxComparisons)
        {
            WithFragment(conflicts, exclusive, map, next, waiting);
        }
    }

    private void WithFragment(List<FieldConflict> conflicts, bool exclusive, FieldMap map, string name, Stack<string> waiting)
    {
        if (map.Fields.Count == 0 || (_comparedWithFragment.TryGetValue((map, name), out var compared) && (!compared || exclusive)))
        {
            return;
        }
        _comparedWithFragment[(map, name)] = exclusive;
        if (!fragments.TryGetValue(name, out var fragment))
        {
            return;
        }
        var other = Map(fragment);
        if (ReferenceEquals(map, other))
        {
            return;
        }
        Between(conflicts, exclusive, map, other);
        for (var i = other.Fragments.Count - 1; i >= 0; i--)
        {
            waiting.Push(other.Fragments[i]);
        }
    }

    /// <summary>Two fragments and all pairs of what they spread: as many as both have spreads multiplied, so each counts.</summary>
    private void BetweenFragments(List<FieldConflict> conflicts, bool exclusive, string a, string b)
    {
        var waiting = new Stack<(string, string)>([(a, b)]);
        while (waiting.TryPop(out var next) && ++_comparisons <= MaxComparisons)
        {
            BetweenFragments(conflicts, exclusive, next, waiting);
        }
    }

    private void BetweenFragments(List<FieldConflict> conflicts, bool exclusive, (string, string) pair, Stack<(string, string)> waiting)
    {
        var (a, b) = pair;
        var key = string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
        if (a == b || (_comparedFragments.TryGetValue(key, out var compared) && (!compared || exclusive)))
        {
            return;
        }
        _comparedFragments[key] = exclusive;
        if (!fragments.TryGetValue(a, out var first) || !fragments.TryGetValue(b, out var second))
        {
            return;
        }
        var (map1, map2) = (Map(first), Map(second));
        Between(conflicts, exclusive, map1, map2);
        // The last pushed is compared first: those of the second fragment, in their order, then those of the first.
        for (var i = map1.Fragments.Count - 1; i >= 0; i--)
        {
            waiting.Push((map1.Fragments[i], b));
        }
        for (var i = map2.Fragments.Count - 1; i >= 0; i--)
        {
            waiting.Push((a, map2.Fragments[i]));
        }
    }

    private void Between(List<FieldConflict> conflicts, bool exclusive, FieldMap a, FieldMap b)
    {
        foreach (var (name, entries) in a.Fields)
        {
            if (!b.Fields.TryGetValue(name, out var others))
            {
                continue;
            }
            foreach (var entry in entries)
            {
                foreach (var other in others)
                {
                    Compare(conflicts, exclusive, name, entry, other);
                }
            }
        }
    }

    private void Compare(List<FieldConflict> conflicts, bool exclusive, string name, Entry a, Entry b)
    {
        if (++_comparisons > MaxComparisons)
        {
            return;
        }
        exclusive = exclusive || (a.Parent is ObjectType && b.Parent is ObjectType && !ReferenceEquals(a.Parent, b.Parent));
        if (!exclusive && a.Node.Name.Value != b.Node.Name.Value)
        {
            conflicts.Add(new FieldConflict(name, $"\"{a.Node.Name}\" and \"{b.Node.Name}\" are different fields", [a.Node], [b.Node]));
            return;
        }
        if (!exclusive && !Literals.SameArguments(a.Node.Arguments, b.Node.Arguments))
        {
            conflicts.Add(new FieldConflict(name, "they have differing arguments", [a.Node], [b.Node]));
            return;
        }
        var (type1, type2) = (a.Definition?.Type, b.Definition?.Type);
        if (type1 is not null && type2 is not null && !FieldMergeCheck.HaveSameForm(type1, type2))
        {
            conflicts.Add(new FieldConflict(name, $"they return conflicting types \"{type1}\" and \"{type2}\"", [a.Node], [b.Node]));
            return;
        }
        if (a.Node.SelectionSet is { } below1 && b.Node.SelectionSet is { } below2 && _depth < MaxDepth)
        {
            _depth++;
            var inner = Below(exclusive, Map(below1, type1?.Named as CompositeType), Map(below2, type2?.Named as CompositeType));
            _depth--;
            if (inner.Count > 0)
            {
                conflicts.Add(new FieldConflict(
                    name, inner, [a.Node, .. inner.SelectMany(c => c.Fields1)], [b.Node, .. inner.SelectMany(c => c.Fields2)]));
            }
        }
    }

    private List<FieldConflict> Below(bool exclusive, FieldMap a, FieldMap b)
    {
        var conflicts = new List<FieldConflict>();
        Between(conflicts, exclusive, a, b);
        foreach (var fragment in b.Fragments)
        {
            WithFragment(conflicts, exclusive, a, fragment);
        }
        foreach (var fragment in a.Fragments)
        {
            WithFragment(conflicts, exclusive, b, fragment);
        }
        foreach (var first in a.Fragments)
        {
            foreach (var second in b.Fragments)
            {
                BetweenFragments(conflicts, exclusive, first, second);
            }
        }
        return conflicts;
    }

    private FieldMap Map(FragmentNode fragment) => Map(fragment.SelectionSet, schema.Type(fragment.TypeCondition.Name.Value) as CompositeType);

    private FieldMap Map(SelectionSetNode selections, CompositeType? parent)
    {
        if (!_maps.TryGetValue(selections, out var map))
        {
            map = new FieldMap();
            _maps.Add(selections, map);
            Collect(selections, parent, map);
        }
        return map;
    }

    private void Collect(SelectionSetNode selections, CompositeType? parent, FieldMap map)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    var entry = new Entry(parent, field, parent is null ? null : schema.FieldOf(parent, field.Name.Value));
                    if (!map.Fields.TryGetValue(field.ResponseName, out var entries))
                    {
                        map.Fields.Add(field.ResponseName, entries = []);
                    }
                    entries.Add(entry);
                    break;
                case FragmentSpreadNode spread:
                    if (!map.Fragments.Contains(spread.Name.Value))
                    {
                        map.Fragments.Add(spread.Name.Value);
                    }
                    break;
                case InlineFragmentNode inline:
                    Collect(inline.SelectionSet, inline.TypeCondition is null ? parent : schema.Type(inline.TypeCondition.Name.Value) as CompositeType, map);
                    break;
            }
        }
    }
}
