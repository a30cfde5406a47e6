using System.Runtime.CompilerServices;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation;

/// <summary>
/// Decides whether fields can be merged without comparing pairs: the fields of a response name are taken together, once for the shape of the answer and once
/// among those whose parents may be the same object, and their selections merged for the next level (after Adameit, "GraphQL: overlapping fields can be merged fast").
/// </summary>
/// <param name="schema">The schema.</param>
/// <param name="fragments">The document's fragments by name.</param>
/// <param name="fields">
/// How many fields may be looked at, each time that it is. Fragments that lead round in circles of different lengths, or that many paths of
/// names reach in
/// different company, make more sets of fields than any computer compares.
/// </param>
internal sealed class FieldMergeCheck(Schema schema, IReadOnlyDictionary<string, FragmentNode> fragments, int fields)
{
    // As deep as no honest document is; the stack holds many times as much.
    private const int MaxDepth = 400;

    private readonly HashSet<FieldSet> _shapes = [];
    private readonly HashSet<FieldSet> _parents = [];
    private readonly Dictionary<(SelectionSetNode, CompositeType?), List<Entry>> _flat = [];
    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
    private int _left = fields;
    private int _depth;

    private sealed record Entry(FieldNode Node, CompositeType? Parent, FieldDefinition? Definition);

    /// <summary>Whether the fields of a fragment were looked at already, together with those of whoever spreads it.</summary>
    internal bool HasReached(string fragment) => _reached.Contains(fragment);

    /// <summary>True when they can; false when they cannot, or when it takes too much to tell.</summary>
    internal bool CanMerge(SelectionSetNode selections, CompositeType? parent)
    {
        var found = Flatten(selections, parent);
        return SameShape(found) && SameForCommonParents(found);
    }

    private bool Within(Func<List<Entry>, bool> check, List<Entry> found)
    {
        _left -= found.Count + 1;
        if (_left < 0 || _depth == MaxDepth)
        {
            return false;
        }
        _depth++;
        var holds = check(found);
        _depth--;
        return holds;
    }

    /// <summary>The answers of one name have one form, whatever object they come from.</summary>
    private bool SameShape(List<Entry> fields)
    {
        if (!_shapes.Add(new FieldSet(fields.ConvertAll(f => f.Node))))
        {
            return true;
        }
        foreach (var group in ByName(fields))
        {
            var first = group.Find(f => f.Definition is not null)?.Definition!.Type;
            if (first is not null && group.Exists(f => f.Definition is not null && !HaveSameForm(first, f.Definition.Type)))
            {
                return false;
            }
            if (!Within(SameShape, Merge(group)))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Fields that one object may answer under one name are one field with the same arguments.</summary>
    private bool SameForCommonParents(List<Entry> fields)
    {
        if (!_parents.Add(new FieldSet(fields.ConvertAll(f => f.Node))))
        {
            return true;
        }
        foreach (var group in ByName(fields))
        {
            foreach (var common in ByCommonParent(group))
            {
                if (common.Exists(f => !IsSameField(common[0].Node, f.Node)) || !Within(SameForCommonParents, Merge(common)))
                {
                    return false;
                }
            }
        }
        return true;
    }

    private static bool IsSameField(FieldNode a, FieldNode b) =>
        ReferenceEquals(a, b) || (a.Name.Value == b.Name.Value && Literals.SameArguments(a.Arguments, b.Arguments));

    internal static bool HaveSameForm(GraphQLType a, GraphQLType b) => (a, b) switch
    {
        (NonNullType x, NonNullType y) => HaveSameForm(x.Inner, y.Inner),
        (NonNullType, _) or (_, NonNullType) => false,
        (ListType x, ListType y) => HaveSameForm(x.Item, y.Item),
        (ListType, _) or (_, ListType) => false,
        (NamedType x, NamedType y) => (!x.IsLeaf && !y.IsLeaf) || ReferenceEquals(x, y),
        _ => false,
    };

    private static IEnumerable<List<Entry>> ByName(List<Entry> fields)
    {
        var groups = new Dictionary<string, List<Entry>>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            ref var group = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(groups, field.Node.ResponseName, out _);
            (group ??= []).Add(field);
        }
        return groups.Values;
    }

    /// <summary>A field on an interface or union may be any object's; fields on two different objects never meet.</summary>
    private static IEnumerable<List<Entry>> ByCommonParent(List<Entry> group)
    {
        var anyParent = group.FindAll(f => f.Parent is not ObjectType);
        var byObject = group.Where(f => f.Parent is ObjectType).GroupBy(f => f.Parent).ToList();
        return byObject.Count == 0 ? [anyParent] : byObject.Select(g => g.Concat(anyParent).ToList());
    }

    private List<Entry> Merge(List<Entry> group)
    {
        var merged = new List<Entry>();
        var seen = new HashSet<FieldNode>();
        foreach (var field in group)
        {
            if (field.Node.SelectionSet is { } selections)
            {
                merged.AddRange(Flatten(selections, field.Definition?.Type.Named as CompositeType).Where(below => seen.Add(below.Node)));
            }
        }
        return merged;
    }

    private List<Entry> Flatten(SelectionSetNode selections, CompositeType? parent)
    {
        if (_flat.TryGetValue((selections, parent), out var known))
        {
            return known;
        }
        var fields = new List<Entry>();
        Collect(selections, parent, fields, new HashSet<string>(StringComparer.Ordinal));
        _flat.Add((selections, parent), fields);
        return fields;
    }

    private void Collect(SelectionSetNode selections, CompositeType? parent, List<Entry> fields, HashSet<string> visited)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    fields.Add(new Entry(field, parent, parent is null ? null : schema.FieldOf(parent, field.Name.Value)));
                    break;
                case InlineFragmentNode inline:
                    Collect(inline.SelectionSet, inline.TypeCondition is null ? parent : schema.Type(inline.TypeCondition.Name.Value) as CompositeType, fields, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value) && fragments.TryGetValue(spread.Name.Value, out var fragment):
                    _reached.Add(spread.Name.Value);
                    Collect(fragment.SelectionSet, schema.Type(fragment.TypeCondition.Name.Value) as CompositeType, fields, visited);
                    break;
            }
        }
    }

    /// <summary>A set of nodes as a key, so that the same set is checked once.</summary>
    private sealed class FieldSet : IEquatable<FieldSet>
    {
        private readonly HashSet<FieldNode> _nodes;
        private readonly int _hash;

        internal FieldSet(List<FieldNode> nodes)
        {
            _nodes = [.. nodes];
            foreach (var node in _nodes)
            {
                _hash ^= RuntimeHelpers.GetHashCode(node) * 31;
            }
        }

        public bool Equals(FieldSet? other) => other is not null && other._hash == _hash && _nodes.SetEquals(other._nodes);

        public override bool Equals(object? obj) => Equals(obj as FieldSet);

        public override int GetHashCode() => _hash;
    }
}
