using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>An argument or a field of an input object.</summary>
internal sealed class InputValueDefinition(string name, GraphQLType type)
{
    internal string Name { get; } = name;

    internal GraphQLType Type { get; } = type;

    internal string? Description { get; init; }

    internal string? DeprecationReason { get; init; }

    /// <summary>The default as it stands in the schema, or null when there is none.</summary>
    internal ValueNode? DefaultValue { get; init; }

    /// <summary>Turns the coerced value into the C# type of the parameter or property; null: it is so already.</summary>
    internal Func<object?, object?>? Convert { get; set; }

    /// <summary>What a resolver gets when the argument is absent and has no default.</summary>
    internal object? Absent { get; init; }

    internal double? Cost { get; init; }

    internal bool IsRequired => Type.IsNonNull && DefaultValue is null;
}

/// <summary>An input object.</summary>
internal sealed class InputObjectType(string name, string? description = null) : NamedType(name, description)
{
    internal List<InputValueDefinition> Fields { get; } = [];

    /// <summary>Exactly one field is given.</summary>
    internal bool IsOneOf { get; init; }

    /// <summary>Makes the C# value from one entry per field, <see cref="Missing"/> where none was given; null: a dictionary is made.</summary>
    internal Func<object?[], object>? Create { get; set; }

    /// <summary>Stands for a field that was not given.</summary>
    internal static readonly object Missing = new();

    internal int IndexOf(string field) => Fields.FindIndex(f => f.Name == field);
}

/// <summary>An enum.</summary>
internal sealed class EnumType : NamedType
{
    private readonly Dictionary<string, EnumValueDefinition> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<object, EnumValueDefinition> _byValue = [];

    internal EnumType(string name, IEnumerable<EnumValueDefinition> values, string? description = null)
        : base(name, description)
    {
        foreach (var value in values)
        {
            Values.Add(value);
            _byName.TryAdd(value.Name, value);
            _byValue.TryAdd(value.Value, value);
        }
    }

    internal List<EnumValueDefinition> Values { get; } = [];

    internal EnumValueDefinition? ByName(string value) => _byName.GetValueOrDefault(value);

    internal EnumValueDefinition? ByValue(object value) => _byValue.GetValueOrDefault(value);
}

/// <summary>A value of an enum.</summary>
/// <param name="Name">In the schema.</param>
/// <param name="Value">The C# enum member, or the name when the schema comes from SDL.</param>
internal sealed record EnumValueDefinition(string Name, object Value)
{
    internal string? Description { get; init; }

    internal string? DeprecationReason { get; init; }

    /// <summary>The name as JSON.</summary>
    internal byte[] Json { get; } = System.Text.Encoding.UTF8.GetBytes($"\"{Name}\"");
}
