using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Engagement.Testing;

/// <summary>What somebody without the service secret learns of the paths under <c>/internal</c>: nothing.</summary>
public static partial class InternalPaths
{
    /// <summary>
    /// Every mapped one, with every method, and paths that nothing is mapped to, are answered alike; no body is waited for.
    /// </summary>
    public static async Task AreClosed(ServiceHost host, int least)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        var paths = HostileRequests.Endpoints(host).Select(e => HostileRequests.Path(e)).Where(p => p.StartsWith("/internal", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(paths.Count >= least, $"Only {paths.Count} paths.");
        var answers = new HashSet<string>();
        var requests =
            from path in paths.Append("/internal").Append("/internal/nothing/is/here").Append(paths[0].ToUpperInvariant())
                .Append($"{paths[0]}?x=%00").Append($"{paths[0]}?x=%FF").Append("/internal/nothing?%00=y")
            from method in new[] { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE" }
            from secret in new[] { null, "", "x", ServiceHost.Secret[..^1], ServiceHost.Secret + "x" }
            select (path, method, secret);
        foreach (var (path, method, secret) in requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (secret is not null)
            {
                request.Headers.TryAddWithoutValidation("x-engagement-secret", secret);
            }

            using var answer = await client.SendAsync(request);
            var body = TraceId().Replace(await answer.Content.ReadAsStringAsync(), "");
            answers.Add($"{(int)answer.StatusCode} {answer.Content.Headers.Allow.Count} {body}");
        }

        Assert.Single(answers);
        Assert.StartsWith("404 ", answers.Single(), StringComparison.Ordinal);
        await AreAnsweredBeforeTheBody(host, paths);
    }

    // Of the answer's own request.
    [GeneratedRegex(",\"traceId\":\"[^\"]*\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TraceId();

    private static async Task AreAnsweredBeforeTheBody(ServiceHost host, IReadOnlyList<string> paths)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var requests = new List<RawRequest>();
        foreach (var path in paths)
        {
            requests.Add(await RawRequest.Send(
                host.Address, $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"));
        }

        foreach (var (request, path) in requests.Zip(paths))
        {
            using (request)
            {
                Assert.Equal((path, (int)HttpStatusCode.NotFound), (path, await request.Status(timeout.Token)));
            }
        }
    }
}
