using System.Runtime.InteropServices;
using System.Text;
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
                return Words(value);
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

    // A list may hold 100,000 texts: they are counted where they stand, not copied.
    private static int Words(JsonElement text)
    {
        var utf8 = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        if (utf8.Contains((byte)'\\'))
        {
            return Words(text.GetString());
        }
        var count = default(WordCount);
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            count.Add(rune);
            utf8 = utf8[length..];
        }
        return count.Words;
    }

    private static int Words(ReadOnlySpan<char> text)
    {
        var count = default(WordCount);
        foreach (var rune in text.EnumerateRunes())
        {
            count.Add(rune);
        }
        return count.Words;
    }

    /// <summary>Counts runs of letters and digits; at least one, for a text without any is a value, too.</summary>
    private struct WordCount
    {
        private int _words;
        private bool _isInWord;

        internal readonly int Words => Math.Max(1, _words);

        internal void Add(Rune rune)
        {
            var isLetter = Rune.IsLetterOrDigit(rune);
            _words += isLetter && !_isInWord ? 1 : 0;
            _isInWord = isLetter;
        }
    }
}
