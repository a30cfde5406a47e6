using System.Text.Json;

namespace Engagement.GraphQL.Types;

/// <summary>Variables' values in messages.</summary>
internal static class JsonShown
{
    private const int Longest = 60;

    /// <summary>The JSON text, cut where it is long: a message never carries a megabyte back.</summary>
    internal static string Shown(this JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return json.ValueKind == JsonValueKind.Object ? "an object" : "a list";
        }
        var text = json.GetRawText();
        return text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
    }
}
