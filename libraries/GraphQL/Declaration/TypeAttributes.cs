namespace Engagement.GraphQL.Declaration;

/// <summary>Says whether a C# type's own properties become fields.</summary>
public enum FieldBinding
{
    /// <summary>Public properties and methods of the C# type are fields, unless <see cref="GraphQLIgnoreAttribute"/> hides them.</summary>
    Implicit,

    /// <summary>Only what the resolver classes declare is a field.</summary>
    Explicit,
}

/// <summary>
/// The class holds resolvers for the object type of <typeparamref name="T"/>: its public methods and properties are fields, the parent comes
/// in a <see cref="ParentAttribute"/> parameter. A method of the name of a property replaces it. Register with <c>AddTypeExtension</c>.
/// <see cref="GraphQLNameAttribute"/> and <see cref="GraphQLDescriptionAttribute"/> on the class name and describe the object type.
/// </summary>
/// <typeparam name="T">The C# type whose values have these fields.</typeparam>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectTypeAttribute<T> : ObjectTypeAttribute
{
    /// <inheritdoc/>
    public override Type RuntimeType => typeof(T);
}

/// <summary>Base of <see cref="ObjectTypeAttribute{T}"/>; alone on a class it only sets <see cref="Implements"/> and <see cref="Fields"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public class ObjectTypeAttribute : Attribute
{
    /// <summary>The C# type whose values have these fields; null: the annotated class itself.</summary>
    public virtual Type? RuntimeType => null;

    /// <summary>C# types of GraphQL interfaces and unions it belongs to, besides those that it inherits from.</summary>
    public Type[] Implements { get; init; } = [];

    /// <summary>Whether the C# type's own members become fields.</summary>
    public FieldBinding Fields { get; init; }
}

/// <summary>The class adds fields to an object type: by C# type, or by name (<c>"Query"</c>, <c>"Mutation"</c>).</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExtendObjectTypeAttribute : Attribute
{
    /// <summary>Extends the object type of a C# type.</summary>
    /// <param name="type">A C# type that is an object type of the schema.</param>
    public ExtendObjectTypeAttribute(Type type) => ExtendsType = type;

    /// <summary>Extends an object type by its name in the schema.</summary>
    /// <param name="name">For example <see cref="OperationTypeNames.Query"/>.</param>
    public ExtendObjectTypeAttribute(string name) => Name = name;

    /// <summary>The extended C# type, or null.</summary>
    public Type? ExtendsType { get; }

    /// <summary>The extended type's name, or null.</summary>
    public string? Name { get; }
}

/// <summary>Names of the root types.</summary>
public static class OperationTypeNames
{
    /// <summary>Root of queries.</summary>
    public const string Query = "Query";

    /// <summary>Root of mutations.</summary>
    public const string Mutation = "Mutation";

    /// <summary>Root of subscriptions.</summary>
    public const string Subscription = "Subscription";
}

/// <summary>
/// The C# interface or abstract class is a GraphQL interface; its properties are the fields, the object types of classes that inherit from it
/// implement it. A leading <c>I</c> of a C# interface is left out of the name.
/// </summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class InterfaceTypeAttribute : Attribute;

/// <summary>The C# interface or abstract class is a GraphQL union of the object types that inherit from it.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class UnionTypeAttribute : Attribute;

/// <summary>The parameter is the object whose field is resolved.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute : Attribute;

/// <summary>The parameter is a service of the request; needless for registered services, which are recognised.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute : Attribute;

/// <summary>The parameter is a value that the request's interceptor set: <c>[GlobalState("caller")] Caller caller</c>.</summary>
/// <param name="key">The key; null: the parameter's name.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class GlobalStateAttribute(string? key = null) : Attribute
{
    /// <summary>The key, or null for the parameter's name.</summary>
    public string? Key { get; } = key;
}

/// <summary>
/// Static cost of a field, an argument or a type (after IBM's cost specification); default: 1 for composites, 0 for the rest. An argument's
/// counts once
/// for each value in it: each of a list, each field of an input object, each word of a text. Shown in the schema as <c>@cost</c>.
/// </summary>
/// <param name="weight">The cost of one.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Parameter | AttributeTargets.Enum)]
public sealed class CostAttribute(double weight) : Attribute
{
    /// <summary>The cost of one.</summary>
    public double Weight { get; } = weight;
}

/// <summary>How many items a field may return, for the static cost. Shown in the schema as <c>@listSize</c>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute : Attribute
{
    /// <summary>The size to reckon with when no slicing argument is given.</summary>
    public int AssumedSize { get; init; } = 1;

    /// <summary>Arguments that bound the size, for example <c>["first", "last"]</c>; the largest counts.</summary>
    public string[] SlicingArguments { get; init; } = [];

    /// <summary>Sub-fields whose lists have that size, for a connection <c>["edges", "nodes"]</c>; empty: the field's own list.</summary>
    public string[] SizedFields { get; init; } = [];
}
