namespace Engagement.GraphQL.Declaration;

/// <summary>Names a type, field, argument, enum value or input field; without it the C# name in GraphQL's case is taken.</summary>
/// <param name="name">The name in the schema.</param>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>The name in the schema.</summary>
    public string Name { get; } = name;
}

/// <summary>Describes a schema element; without it the summary of the XML doc comment is taken.</summary>
/// <param name="description">Markdown, shown in explorers.</param>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    /// <summary>Markdown, shown in explorers.</summary>
    public string Description { get; } = description;
}

/// <summary>Keeps a member out of the schema.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>Marks a field, argument, input field or enum value as deprecated (<see cref="ObsoleteAttribute"/> does the same).</summary>
/// <param name="reason">What to use instead and until when the element stays.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    /// <summary>What to use instead and until when the element stays.</summary>
    public string Reason { get; } = reason;
}

/// <summary>
/// Gives a member another named type than its C# type says: <c>[GraphQLType("URL")] string Link</c> is <c>link: URL!</c>.
/// Lists and nullability still come from the C# type.
/// </summary>
/// <param name="typeName">Name of a scalar, enum or composite type of the schema, without wrappers.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class GraphQLTypeAttribute(string typeName) : Attribute
{
    /// <summary>Name of the type in the schema.</summary>
    public string TypeName { get; } = typeName;
}

/// <summary>The member is of type <c>ID</c>, whatever its C# type (string, Guid, int, long).</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class IDAttribute : Attribute;

/// <summary>Default value of an argument or input field, where C# cannot say it (<c>= 20</c> on a parameter or an initializer does the same).</summary>
/// <param name="value">A constant of the C# type; an enum member for enums.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DefaultValueAttribute(object? value) : Attribute
{
    /// <summary>The constant.</summary>
    public object? Value { get; } = value;
}

/// <summary>Of this input object exactly one field is given; all its properties must be nullable.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class OneOfAttribute : Attribute;
