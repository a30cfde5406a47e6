using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Search.Tests.Gateway;

/// <summary>
/// A shared cache before the gateway, as RFC 9111 has it: keeps fresh GET answers that are public, apart for the values of the headers that <c>Vary</c>
/// names. Says <c>X-Cache: HIT</c> or <c>MISS</c>.
/// </summary>
internal sealed class CachingProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, List<Kept>> kept = new(StringComparer.Ordinal);
    private readonly HttpClient origin;
    private readonly WebApplication app;
    private readonly bool honoursVary;

    private CachingProxy(Uri origin, WebApplication app, bool honoursVary)
    {
        this.origin = new HttpClient { BaseAddress = origin };
        this.app = app;
        this.honoursVary = honoursVary;
    }

    internal HttpClient Client { get; private set; } = null!;

    /// <summary>The cache's clock; a test moves it.</summary>
    internal DateTimeOffset Now { get; set; } = World.Now;

    /// <param name="origin">What it stands before.</param>
    /// <param name="honoursVary">False: a broken cache, with which a leak must show.</param>
    internal static async Task<CachingProxy> Start(Uri origin, bool honoursVary = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new CachingProxy(origin, app, honoursVary);
        app.Run(proxy.Answer);
        await app.StartAsync();
        proxy.Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        origin.Dispose();
        await app.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        var url = http.Request.Path + http.Request.QueryString.Value;
        if (HttpMethods.IsGet(http.Request.Method) && kept.TryGetValue(url, out var candidates)
            && candidates.Find(k => k.FreshUntil > Now && k.Varied.All(v => http.Request.Headers[v.Key].ToString() == v.Value)) is { } hit)
        {
            await Send(http, hit, "HIT");
            return;
        }

        var answer = await Fetch(http, url);
        if (HttpMethods.IsGet(http.Request.Method) && answer.IsShared)
        {
            kept.AddOrUpdate(url, [answer], (_, others) => [.. others, answer]);
        }

        await Send(http, answer, "MISS");
    }

    private async Task<Kept> Fetch(HttpContext http, string url)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), url);
        if (http.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
        }

        foreach (var (name, value) in http.Request.Headers.Where(h => !h.Key.StartsWith(':') && h.Key is not "Host"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)value!))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)value!);
            }
        }

        using var response = await origin.SendAsync(request);
        var control = response.Headers.CacheControl ?? new CacheControlHeaderValue();
        // With credentials only what says "public" may be shared (RFC 9111, 3.5); without freshness nothing is kept.
        var hasCredentials = http.Request.Headers.Authorization.Count > 0;
        var isShared = response.IsSuccessStatusCode && !control.Private && !control.NoStore && !control.NoCache && control.MaxAge > TimeSpan.Zero && (!hasCredentials || control.Public);
        return new Kept(
            (int)response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(),
            response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not ("Transfer-Encoding" or "Content-Length")).ToDictionary(h => h.Key, h => string.Join(", ", h.Value)),
            isShared,
            Now + (control.MaxAge ?? TimeSpan.Zero),
            honoursVary ? response.Headers.Vary.ToDictionary(name => name, name => http.Request.Headers[name].ToString()) : []);
    }

    private static async Task Send(HttpContext http, Kept answer, string outcome)
    {
        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.Headers["X-Cache"] = outcome;
        if (answer.Status is not (StatusCodes.Status304NotModified or StatusCodes.Status204NoContent))
        {
            await http.Response.Body.WriteAsync(answer.Body);
        }
    }

    private sealed record Kept(
        int Status, byte[] Body, Dictionary<string, string> Headers, bool IsShared, DateTimeOffset FreshUntil, Dictionary<string, string> Varied);
}
