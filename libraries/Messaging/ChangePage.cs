using System.Globalization;
using System.Text.Json;
using Engagement.Contracts;

namespace Engagement.Messaging;

/// <summary>A page of the log, asked of its owner over HTTP.</summary>
internal static class ChangePage
{
    internal static async Task<Changes> Fetch(HttpClient client, long after, int? limit, CancellationToken ct)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/internal/changes?after={after}{(limit is { } n ? $"&limit={n}" : "")}");
        using var response = await client.GetAsync(path, ct);
        response.EnsureSuccessStatusCode();
        var utf8 = await response.Content.ReadAsByteArrayAsync(ct);
        return JsonSerializer.Deserialize<Changes>(utf8, MessageJson.Options) ?? throw new HttpRequestException("The log answered null.");
    }
}
