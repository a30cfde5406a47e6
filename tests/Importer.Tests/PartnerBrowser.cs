using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Importer.Tests;

/// <summary>A partner's browser without scripts: keeps cookies, follows no redirect by itself.</summary>
internal sealed class PartnerBrowser : IDisposable
{
    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private readonly HttpClient client;
    private readonly ImporterWorld world;

    internal PartnerBrowser(ImporterWorld world)
    {
        this.world = world;
        client = new HttpClient(handler) { BaseAddress = world.Host.Address };
    }

    internal string Origin => world.Host.Address.GetLeftPart(UriPartial.Authority);

    internal CookieCollection Cookies => handler.CookieContainer.GetCookies(new Uri(world.Host.Address, "/feeds"));

    /// <summary>Makes a key known and opens a session with it.</summary>
    internal static async Task<PartnerBrowser> SignedIn(ImporterWorld world, string partner, params string[] scopes)
    {
        var browser = new PartnerBrowser(world);
        using var answer = await browser.SignIn(browser.MakeKey(partner, scopes));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    internal string MakeKey(string partner, params string[] scopes)
    {
        var key = $"eng_{partner}_{string.Join('_', scopes)}";
        world.Catalog.Keys[HashOf(key)] = (partner, scopes.Length == 0 ? ["read"] : scopes);
        return key;
    }

    internal static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    internal Task<HttpResponseMessage> SignIn(string key, string back = "/feeds", string? origin = null) =>
        Post("/feeds/sign-in", origin ?? Origin, new() { ["key"] = key, ["return"] = back });

    internal Task<HttpResponseMessage> Post(string path, string? origin, Dictionary<string, string>? form = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form ?? []) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return client.SendAsync(request);
    }

    internal Task<HttpResponseMessage> Ask(string path) => client.GetAsync(path);

    /// <summary>The page at a path, which must be there.</summary>
    internal async Task<string> Page(string path)
    {
        using var answer = await Ask(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}\n{text}");
        return WebUtility.HtmlDecode(text);
    }

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }
}
