using System.Text.Json;
using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Types;

/// <summary>Values in messages, cut where they are long: a message never carries a megabyte back.</summary>
internal static class ShownValues
{
    private const int Longest = 60;

    internal static string Shown(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Cut(json.GetRawText()),
    };

    internal static string Shown(this ValueNode literal) => literal switch
    {
        ListNode { Items.Count: > 10 } => "a list",
        ObjectNode { Fields.Count: > 10 } => "an object",
        _ => Cut(Printer.Print(literal)),
    };

    private static string Cut(string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
}
