using System.Text.Json;
using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Execution;

/// <summary>
/// How many values an argument holds: each in a list, each field of an object, and of a text each word, because who looks for it looks for
/// each.
/// </summary>
internal static class InputSize
{
    internal static int Of(ValueNode value, VariableValues variables) => value switch
    {
        NullNode => 0,
        VariableNode variable => variables.SizeOf(variable.Name),
        ListNode list => list.Items.Sum(item => Of(item, variables)),
        ObjectNode fields => fields.Fields.Sum(field => Of(field.Value, variables)),
        StringNode text => Words(text.Value),
        _ => 1,
    };

    internal static int Of(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return 0;
            case JsonValueKind.String:
                return Words(value.GetString());
            case JsonValueKind.Array:
                var items = 0;
                foreach (var item in value.EnumerateArray())
                {
                    items += Of(item);
                }
                return items;
            case JsonValueKind.Object:
                var fields = 0;
                foreach (var field in value.EnumerateObject())
                {
                    fields += Of(field.Value);
                }
                return fields;
            default:
                return 1;
        }
    }

    /// <summary>Runs of letters and digits; at least one, for a text without any is a value, too.</summary>
    private static int Words(ReadOnlySpan<char> text)
    {
        var words = 0;
        var isInWord = false;
        foreach (var c in text)
        {
            var isLetter = char.IsLetterOrDigit(c);
            words += isLetter && !isInWord ? 1 : 0;
            isInWord = isLetter;
        }
        return Math.Max(1, words);
    }
}
