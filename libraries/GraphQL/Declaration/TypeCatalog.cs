using System.Reflection;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Declaration;

/// <summary>Which schema type a C# type is. Types are entered when first met and get their fields afterwards, so that they may refer to each other.</summary>
internal sealed class TypeCatalog
{
    private readonly Dictionary<Type, NamedType> _outputs = [];
    private readonly Dictionary<Type, NamedType> _inputs = [];
    private readonly Dictionary<string, NamedType> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, ScalarType> _scalars = [];
    private readonly Dictionary<string, ScalarType> _scalarsByName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _names = [];

    internal TypeCatalog(IEnumerable<ScalarType> custom)
    {
        foreach (var scalar in BuiltInScalars.All.Concat(CommonScalars.All).Concat(custom))
        {
            _scalarsByName[scalar.Name] = scalar;
            foreach (var type in scalar.RuntimeTypes)
            {
                _scalars[type] = scalar;
            }
        }
        foreach (var scalar in BuiltInScalars.All)
        {
            _byName.Add(scalar.Name, scalar);
        }
    }

    /// <summary>Types whose fields are still to be read.</summary>
    internal Queue<(Type Runtime, NamedType Type)> Unfinished { get; } = new();

    internal IEnumerable<NamedType> Types => _byName.Values;

    internal ScalarType? ScalarOf(Type type) => _scalars.GetValueOrDefault(type);

    /// <summary>Decides the name of a C# type before it is met, for resolver classes that rename it.</summary>
    internal void Rename(Type type, string name) => _names[type] = name;

    internal NamedType Named(string name)
    {
        if (_byName.TryGetValue(name, out var known))
        {
            return known;
        }
        return _scalarsByName.TryGetValue(name, out var scalar)
            ? Enter(scalar)
            : throw new SchemaException($"No type of the schema is called {name}. Add it with AddType or AddScalar before it is named by [GraphQLType].");
    }

    internal NamedType Output(Type type) => Leaf(type) ?? (_outputs.TryGetValue(type, out var known) ? known : EnterOutput(type));

    internal NamedType Input(Type type)
    {
        if ((Leaf(type) ?? _inputs.GetValueOrDefault(type)) is { } known)
        {
            return known;
        }
        if (type.IsInterface || type.IsAbstract || type == typeof(object))
        {
            throw new SchemaException($"{type} cannot be an input type: it has no constructor. If it is a service, register it or mark the parameter [Service].");
        }
        var name = NameOf(type);
        var made = new InputObjectType(_byName.ContainsKey(name) ? name + "Input" : name, XmlDocs.Of(type)) { IsOneOf = type.IsDefined(typeof(OneOfAttribute)) };
        _inputs.Add(type, made);
        Unfinished.Enqueue((type, made));
        return Enter(made);
    }

    /// <summary>Enters a root type, which has the name of its role whatever its class is called.</summary>
    internal ObjectType Root(Type type, string role)
    {
        var made = new ObjectType(type.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? role, XmlDocs.Of(type));
        _outputs.Add(type, made);
        Unfinished.Enqueue((type, made));
        Enter(made);
        return made;
    }

    private NamedType? Leaf(Type type)
    {
        if (_scalars.TryGetValue(type, out var scalar))
        {
            return _byName.GetValueOrDefault(scalar.Name) ?? Enter(scalar);
        }
        if (!type.IsEnum)
        {
            return null;
        }
        if (!_outputs.TryGetValue(type, out var known))
        {
            known = Enter(ReadEnum(type));
            _outputs.Add(type, known);
        }
        return known;
    }

    private NamedType EnterOutput(Type type)
    {
        if (type == typeof(object) || type == typeof(void) || typeof(Delegate).IsAssignableFrom(type) || type.IsGenericTypeDefinition)
        {
            throw new SchemaException($"{type} cannot be a type of the schema.");
        }
        var (name, description) = (NameOf(type), XmlDocs.Of(type));
        NamedType made = type.IsDefined(typeof(InterfaceTypeAttribute), inherit: false) ? new InterfaceType(name, description) { RuntimeType = type }
            : type.IsDefined(typeof(UnionTypeAttribute), inherit: false) ? new UnionType(name, description) { RuntimeType = type }
            : new ObjectType(name, description) { RuntimeType = type };
        made.Cost = type.GetCustomAttribute<CostAttribute>()?.Weight;
        _outputs.Add(type, made);
        Unfinished.Enqueue((type, made));
        return Enter(made);
    }

    private string NameOf(Type type) => _names.TryGetValue(type, out var name) ? name : Naming.Type(type);

    private NamedType Enter(NamedType type)
    {
        if (!_byName.TryAdd(type.Name, type) && !ReferenceEquals(_byName[type.Name], type))
        {
            throw new SchemaException($"Two C# types are called {type.Name} in the schema. Rename one with [GraphQLName].");
        }
        return type;
    }

    private static EnumType ReadEnum(Type type)
    {
        var values = type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => !f.IsDefined(typeof(GraphQLIgnoreAttribute)))
            .Select(f => new EnumValueDefinition(Naming.EnumValue(f), f.GetValue(null)!)
            {
                Description = XmlDocs.Of(f),
                DeprecationReason = Naming.Deprecation(f),
            });
        return new EnumType(Naming.Type(type), values, XmlDocs.Of(type)) { Cost = type.GetCustomAttribute<CostAttribute>()?.Weight };
    }
}
