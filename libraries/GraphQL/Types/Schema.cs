using System.Collections.Concurrent;
using Engagement.GraphQL.Introspection;

namespace Engagement.GraphQL.Types;

/// <summary>A whole schema, checked and unchanging.</summary>
public sealed class Schema
{
    private readonly Dictionary<string, NamedType> _types;
    private readonly Dictionary<string, DirectiveDefinition> _directives;
    private readonly Dictionary<CompositeType, IReadOnlyList<ObjectType>> _possible = [];
    private readonly Dictionary<CompositeType, HashSet<ObjectType>> _possibleSets = [];
    private readonly ConcurrentDictionary<Type, ObjectType?> _byRuntimeType = new();

    internal Schema(IEnumerable<NamedType> types, IEnumerable<DirectiveDefinition> directives, ObjectType query, ObjectType? mutation = null, ObjectType? subscription = null)
    {
        _types = types.ToDictionary(t => t.Name, StringComparer.Ordinal);
        _directives = directives.ToDictionary(d => d.Name, StringComparer.Ordinal);
        (Query, Mutation, Subscription) = (query, mutation, subscription);
        foreach (var union in _types.Values.OfType<UnionType>())
        {
            SetPossible(union, union.Members);
        }
        foreach (var type in _types.Values.OfType<InterfaceType>())
        {
            SetPossible(type, [.. _types.Values.OfType<ObjectType>().Where(o => o.Interfaces.Contains(type))]);
        }
        foreach (var type in _types.Values.OfType<ObjectType>())
        {
            SetPossible(type, [type]);
            foreach (var field in type.Fields.Where(f => f.IsAsync))
            {
                AsyncFieldNames.Add(field.Name);
            }
        }
    }

    internal string? Description { get; init; }

    internal ObjectType Query { get; }

    internal ObjectType? Mutation { get; }

    internal ObjectType? Subscription { get; }

    internal IEnumerable<NamedType> Types => _types.Values;

    internal IEnumerable<DirectiveDefinition> Directives => _directives.Values;

    /// <summary>Names of fields that some object resolves asynchronously.</summary>
    internal HashSet<string> AsyncFieldNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Names the object type of a value where C# types do not (schemas from SDL).</summary>
    internal Func<object, string?>? TypeNameOf { get; init; }

    /// <summary>The field <c>__schema</c>, on the query type only.</summary>
    internal FieldDefinition SchemaField { get; init; } = null!;

    /// <summary>The field <c>__type</c>, on the query type only.</summary>
    internal FieldDefinition TypeField { get; init; } = null!;

    /// <summary>A field that a document may select on a type, the introspection fields among them.</summary>
    internal FieldDefinition? FieldOf(CompositeType type, string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            if (name == IntrospectionTypes.TypeNameField.Name)
            {
                return IntrospectionTypes.TypeNameField;
            }
            if (ReferenceEquals(type, Query))
            {
                return name == SchemaField.Name ? SchemaField : name == TypeField.Name ? TypeField : null;
            }
        }
        return (type as FieldsType)?.Field(name);
    }

    internal NamedType? Type(string name) => _types.GetValueOrDefault(name);

    internal DirectiveDefinition? Directive(string name) => _directives.GetValueOrDefault(name);

    internal IReadOnlyList<ObjectType> PossibleTypes(CompositeType type) => _possible[type];

    internal bool IsPossible(CompositeType type, ObjectType candidate) => _possibleSets[type].Contains(candidate);

    internal bool Overlap(CompositeType a, CompositeType b) => ReferenceEquals(a, b) || _possibleSets[a].Overlaps(_possibleSets[b]);

    /// <summary>Whether every value of <paramref name="sub"/> is one of <paramref name="super"/>.</summary>
    internal bool IsSubtype(GraphQLType sub, GraphQLType super)
    {
        if (ReferenceEquals(sub, super))
        {
            return true;
        }
        return (sub, super) switch
        {
            (NonNullType a, NonNullType b) => IsSubtype(a.Inner, b.Inner),
            (NonNullType a, _) => IsSubtype(a.Inner, super),
            (_, NonNullType) => false,
            (ListType a, ListType b) => IsSubtype(a.Item, b.Item),
            (ObjectType a, CompositeType b) => _possibleSets.TryGetValue(b, out var set) && set.Contains(a),
            (InterfaceType a, InterfaceType b) => a.Interfaces.Contains(b),
            _ => false,
        };
    }

    /// <summary>The object type of a value of an abstract type, or null when no type of the schema fits.</summary>
    internal ObjectType? ObjectTypeOf(object value) => TypeNameOf is null
        ? _byRuntimeType.GetOrAdd(value.GetType(), FindByRuntimeType)
        : TypeNameOf(value) is { } name ? Type(name) as ObjectType : null;

    /// <summary>The schema definition language.</summary>
    public override string ToString() => SchemaPrinter.Print(this);

    private ObjectType? FindByRuntimeType(Type runtimeType)
    {
        for (var type = runtimeType; type is not null && type != typeof(object); type = type.BaseType)
        {
            if (_types.Values.OfType<ObjectType>().FirstOrDefault(o => o.RuntimeType == type) is { } found)
            {
                return found;
            }
        }
        return _types.Values.OfType<ObjectType>().FirstOrDefault(o => o.RuntimeType is { IsInterface: true } i && i.IsAssignableFrom(runtimeType));
    }

    private void SetPossible(CompositeType type, IReadOnlyList<ObjectType> members)
    {
        _possible[type] = members;
        _possibleSets[type] = [.. members];
    }
}
