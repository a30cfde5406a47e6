using System.Collections;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Declaration;

/// <summary>Writes a C# default value as the literal that stands in the schema.</summary>
internal static class LiteralWriter
{
    internal static ValueNode Write(object? value, GraphQLType type)
    {
        if (value is null)
        {
            return new NullNode();
        }
        return type.Nullable switch
        {
            ListType list => new ListNode([.. ((IEnumerable)value).Cast<object?>().Select(item => Write(item, list.Item))]),
            EnumType enumType => new EnumNode(EnumName(enumType, value)),
            ScalarType scalar => scalar.ToLiteral(value),
            _ => throw new SchemaException($"A default value of type {type} cannot be written; only leaves and lists of them can."),
        };
    }

    private static string EnumName(EnumType type, object value)
    {
        // Reflection gives the number where the parameter is a nullable enum.
        var member = value is Enum ? value : Enum.ToObject(type.Values[0].Value.GetType(), value);
        return type.ByValue(member)?.Name ?? throw new SchemaException($"{value} is not a value of the enum {type.Name}.");
    }
}
