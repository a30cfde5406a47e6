namespace Engagement.GraphQL.Types;

/// <summary>Object, interface or union: a type that takes a selection set.</summary>
internal abstract class CompositeType(string name, string? description) : NamedType(name, description);

/// <summary>A composite type with fields.</summary>
internal abstract class FieldsType(string name, string? description) : CompositeType(name, description)
{
    private readonly Dictionary<string, FieldDefinition> _byName = new(StringComparer.Ordinal);

    /// <summary>In order of declaration.</summary>
    internal List<FieldDefinition> Fields { get; } = [];

    internal List<InterfaceType> Interfaces { get; } = [];

    internal FieldDefinition? Field(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds a field, or replaces the one of that name in its place.</summary>
    internal void Put(FieldDefinition field)
    {
        if (_byName.TryGetValue(field.Name, out var old))
        {
            Fields[Fields.IndexOf(old)] = field;
        }
        else
        {
            Fields.Add(field);
        }
        _byName[field.Name] = field;
        field.DeclaringType = this;
    }
}

internal sealed class ObjectType(string name, string? description = null) : FieldsType(name, description)
{
    /// <summary>The C# type whose values it describes; null for root types and schemas from SDL.</summary>
    internal Type? RuntimeType { get; init; }
}

internal sealed class InterfaceType(string name, string? description = null) : FieldsType(name, description)
{
    internal Type? RuntimeType { get; init; }
}

internal sealed class UnionType(string name, string? description = null) : CompositeType(name, description)
{
    internal List<ObjectType> Members { get; } = [];

    internal Type? RuntimeType { get; init; }
}
