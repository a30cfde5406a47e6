using System.Text.Json;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>A scalar: how a leaf value is read and written. Make one with <see cref="Text{T}"/>.</summary>
public abstract class ScalarType : NamedType
{
    private protected ScalarType(string name, string? description, string? specifiedBy)
        : base(name, description) => SpecifiedBy = specifiedBy;

    /// <summary>Address of the scalar's specification (<c>@specifiedBy</c>).</summary>
    public string? SpecifiedBy { get; }

    /// <summary>C# types that are this scalar where nothing else is said.</summary>
    internal virtual IReadOnlyList<Type> RuntimeTypes => [];

    /// <summary>The type that parsing gives.</summary>
    internal abstract Type ValueType { get; }

    /// <summary>Reads a literal without variables.</summary>
    /// <exception cref="FormatException">It is no such value; the message says what is expected.</exception>
    internal abstract object? ParseLiteral(ValueNode literal);

    /// <summary>Reads a variable's value.</summary>
    /// <exception cref="FormatException">It is no such value; the message says what is expected.</exception>
    internal abstract object? ParseJson(JsonElement json);

    /// <summary>Writes a resolver's value as JSON.</summary>
    /// <exception cref="FormatException">The value is no such scalar.</exception>
    internal abstract void Write(ResponseBuffer buffer, object value);

    /// <summary>The literal that <see cref="ParseLiteral"/> reads back, for defaults declared in C#.</summary>
    internal abstract ValueNode ToLiteral(object value);

    /// <summary>A scalar that is a JSON string.</summary>
    /// <typeparam name="T">The C# type; members of this type get the scalar where nothing else is said.</typeparam>
    /// <param name="name">Name in the schema.</param>
    /// <param name="description">For people.</param>
    /// <param name="specifiedBy">Address of the specification, or null.</param>
    /// <param name="parse">Throws <see cref="FormatException"/> with what is expected when the text is wrong.</param>
    /// <param name="format">Text of a value.</param>
    public static ScalarType Text<T>(string name, string description, string? specifiedBy, Func<string, T> parse, Func<T, string> format)
        where T : notnull => new TextScalar<T>(name, description, specifiedBy, parse, format);
}

internal sealed class TextScalar<T>(string name, string? description, string? specifiedBy, Func<string, T> parse, Func<T, string> format)
    : ScalarType(name, description, specifiedBy)
    where T : notnull
{
    internal override IReadOnlyList<Type> RuntimeTypes { get; } = [typeof(T)];

    internal override Type ValueType => typeof(T);

    internal override object? ParseLiteral(ValueNode literal) =>
        literal is StringNode text ? parse(text.Value) : throw new FormatException($"{Name} must be a string.");

    internal override object? ParseJson(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? parse(json.GetString()!) : throw new FormatException($"{Name} must be a string.");

    internal override void Write(ResponseBuffer buffer, object value) => buffer.WriteString(value switch
    {
        T typed => format(typed),
        // A text that is one already, for example an address kept as a string.
        string text => text,
        _ => throw new FormatException($"{Name} cannot represent a value of type {value.GetType().Name}."),
    });

    internal override ValueNode ToLiteral(object value) => new StringNode(value as string ?? format((T)value));
}
