using System.Net;
using Engagement.Hosting;
using Engagement.Testing;

namespace Engagement.Importer.Tests;

/// <summary>Which forms are taken as sent from our own pages: by scheme and host, as the client used them.</summary>
public sealed class OwnFormTests
{
    private const string Host = "engagement.example";

    [Fact]
    public async Task A_form_is_our_own_when_its_page_had_our_scheme_and_host()
    {
        await using var world = await ImporterWorld.Start();
        (string Scheme, string? Origin, string? Site, bool IsOwn)[] forms =
        [
            // Over https, as the front door says.
            ("https", "https://engagement.example", null, true),
            ("https", "http://engagement.example", null, false),
            ("https", "http://engagement.example", "same-origin", false),
            ("https", "http://engagement.example:443", null, false),
            ("https", "HTTP://engagement.example", null, false),
            ("https", "ftp://engagement.example", null, false),
            ("https", "https://engagement.example", "same-origin", true),
            ("https", "https://engagement.example", "cross-site", false),
            ("https", "https://engagement.example", "same-site", false),
            ("https", "https://ailleurs.example", "same-origin", false),
            ("https", "https://engagement.example:8443", null, false),
            ("https", null, "same-origin", true),
            ("https", null, null, false),
            ("https", "null", null, false),
            // Over http, or through a proxy that does not say that it took the request over https.
            ("http", "http://engagement.example", null, true),
            ("http", "https://engagement.example", null, true),
        ];

        var wrong = new List<string>();
        foreach (var (scheme, origin, site, isOwn) in forms)
        {
            if (await IsTaken(world, origin, site, isFrontDoor: true, scheme) != isOwn)
            {
                wrong.Add($"over {scheme}, Origin {origin}, Sec-Fetch-Site {site}: {(isOwn ? "refused" : "taken")}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_a_client_says_of_its_scheme_is_not_believed()
    {
        await using var world = await ImporterWorld.Start();

        // Without the front door's proof the request is one over http, whose form of an http page is taken.
        Assert.True(await IsTaken(world, $"http://{Host}", null, isFrontDoor: false, "https"));
    }

    [Fact]
    public async Task Outside_Development_no_page_without_TLS_sends_a_form()
    {
        await using var world = await ImporterWorld.Start(KeyValuePair.Create("Environment", (string?)"Production"));

        Assert.False(await IsTaken(world, $"http://{Host}", null, isFrontDoor: true, "http"));
        Assert.True(await IsTaken(world, $"https://{Host}", null, isFrontDoor: true, "http"));
    }

    private static async Task<bool> IsTaken(ImporterWorld world, string? origin, string? site, bool isFrontDoor, string scheme)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = world.Host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/feeds/sign-in") { Content = new FormUrlEncodedContent([new("key", "eng_unknown")]) };
        request.Headers.Host = Host;
        request.Headers.Add("X-Forwarded-Proto", scheme);
        request.Headers.Add(InternalApi.FrontDoorHeader, isFrontDoor ? InternalApi.FrontDoorToken(new InternalOptions { Secret = ServiceHost.Secret }) : "forged");
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var answer = await client.SendAsync(request);

        // The key is unknown: a form that is taken is answered 401, any other 403.
        Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, answer.StatusCode.ToString());
        return answer.StatusCode == HttpStatusCode.Unauthorized;
    }
}
