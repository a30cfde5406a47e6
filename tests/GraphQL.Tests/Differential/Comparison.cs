using System.Text.Json.Nodes;

namespace Engagement.GraphQL.Tests.Differential;

/// <summary>What counts as the same answer: equal data; request errors by their places; execution errors as sets of path and places, where those at or below a position
/// that became null by propagation count as one of that position. Messages are not compared.</summary>
internal static class Comparison
{
    internal static string? Difference(JsonNode expected, JsonNode actual)
    {
        var hasData = expected["data"] is not null || IsExecuted(expected);
        if (hasData != IsExecuted(actual))
        {
            return hasData ? "data was expected" : "only errors were expected";
        }
        if (!hasData)
        {
            return SameSet(RequestErrors(expected), RequestErrors(actual), "request errors");
        }
        var (data1, data2) = (Text(expected["data"]), Text(actual["data"]));
        return data1 != data2 ? $"data differ:\n  {data1}\n  {data2}" : SameSet(FieldErrors(expected), FieldErrors(actual), "errors");
    }

    private static bool IsExecuted(JsonNode answer) => answer.AsObject().ContainsKey("data");

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static string? SameSet(SortedSet<string> expected, SortedSet<string> actual, string what) =>
        expected.SetEquals(actual) ? null : $"{what} differ:\n  {string.Join("; ", expected)}\n  {string.Join("; ", actual)}";

    private static SortedSet<string> RequestErrors(JsonNode answer) =>
        new((answer["errors"] as JsonArray ?? []).Select(e => Places(e!)), StringComparer.Ordinal);

    private static SortedSet<string> FieldErrors(JsonNode answer) =>
        new((answer["errors"] as JsonArray ?? []).Select(e => FieldError(answer["data"], e!)), StringComparer.Ordinal);

    private static string FieldError(JsonNode? data, JsonNode error)
    {
        if (error["path"] is not JsonArray path)
        {
            return Places(error);
        }
        var at = data;
        for (var i = 0; i < path.Count; i++)
        {
            if (at is null)
            {
                return "under " + new JsonArray([.. path.Take(i).Select(p => p!.DeepClone())]).ToJsonString();
            }
            at = at is JsonArray list ? list[(int)path[i]!] : at[(string)path[i]!];
        }
        return path.ToJsonString() + Places(error);
    }

    private static string Places(JsonNode error) => string.Join(',', (error["locations"] as JsonArray ?? [])
        .Select(l => ((int)l!["line"]! * 100_000) + (int)l["column"]!).Order());
}
