using System.Globalization;
using System.Text.Json;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>A custom scalar of a schema from SDL: takes and gives any JSON value.</summary>
internal sealed class AnyScalar(string name, string? description = null, string? specifiedBy = null) : ScalarType(name, description, specifiedBy)
{
    internal override Type ValueType => typeof(object);

    internal override object? ParseLiteral(ValueNode literal) => ParseLiteral(literal, null);

    internal object? ParseLiteral(ValueNode literal, VariableValues? variables) => literal switch
    {
        IntNode number => long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : double.Parse(number.Text, CultureInfo.InvariantCulture),
        FloatNode number => double.Parse(number.Text, CultureInfo.InvariantCulture),
        StringNode text => text.Value,
        BooleanNode flag => flag.Value,
        NullNode => null,
        EnumNode member => member.Value,
        ListNode list => list.Items.Select(item => ParseLiteral(item, variables)).ToArray(),
        ObjectNode fields => ToDictionary(fields, variables),
        VariableNode variable => variables is not null && variables.TryGet(variable.Name, out var value) ? value : null,
        _ => throw new FormatException($"{Name} cannot represent {Printer.Print(literal)}."),
    };

    internal override object? ParseJson(JsonElement json) => json.Clone();

    internal override void Write(ResponseBuffer buffer, object value) => JsonValueWriter.Write(buffer, value);

    internal override ValueNode ToLiteral(object value) => throw new SchemaException($"A default value of the scalar {Name} can only be declared in SDL.");

    private Dictionary<string, object?> ToDictionary(ObjectNode fields, VariableValues? variables)
    {
        var made = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in fields.Fields)
        {
            made[field.Name.Value] = ParseLiteral(field.Value, variables);
        }
        return made;
    }
}
