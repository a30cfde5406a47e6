using Xunit;

namespace Engagement.Testing;

/// <summary>The headers that every answer of every service has.</summary>
public static class SecurityHeaders
{
    /// <summary>Asks each path and tells the answers that lack one of them.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="requests">Method and path, for example <c>GET /health/live</c>.</param>
    public static async Task AssertOn(HttpClient client, params IEnumerable<string> requests)
    {
        var lacking = new List<string>();
        foreach (var wanted in requests)
        {
            var parts = wanted.Split(' ');
            using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            lacking.AddRange(LackingOn(answer).Select(header => $"{wanted} ({(int)answer.StatusCode}): {header}"));
        }

        Assert.Empty(lacking);
    }

    private static IEnumerable<string> LackingOn(HttpResponseMessage answer)
    {
        string[] names = ["X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"];
        foreach (var name in names)
        {
            var values = answer.Headers.TryGetValues(name, out var found) ? found.ToArray() : [];
            if (values is not [var value])
            {
                yield return $"{values.Length} × {name}";
            }
            else if (name == "X-Content-Type-Options" && value != "nosniff")
            {
                yield return $"{name}: {value}";
            }
        }
    }
}
