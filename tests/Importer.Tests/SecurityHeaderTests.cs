using Engagement.Hosting;
using Engagement.Testing;

namespace Engagement.Importer.Tests;

public sealed class SecurityHeaderTests
{
    private const string HeaderName = "Strict-Transport-Security";

    [Fact]
    public async Task Every_answer_has_the_security_headers()
    {
        await using var world = await ImporterWorld.Start();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = world.Host.Address };

        await SecurityHeaders.AssertOn(
            client,
            "GET /health/live", "GET /health/ready", "GET /feeds", "GET /feeds/sign-in", "GET /feeds/validate", "POST /feeds/sign-in", "POST /feeds/sign-out",
            "GET /feeds/runs/01a203e9-6ede-7343-8726-79995fb5a59d/report.csv", "GET /internal/importer/feeds", "GET /nowhere", "DELETE /feeds/validate");
        // With the secret: data, and faults.
        await SecurityHeaders.AssertOn(
            world.Host.Client, "GET /internal/importer/feeds", "GET /internal/importer/runs", "POST /internal/importer/resync", "PUT /internal/importer/feeds/x");
    }

    [Theory]
    [InlineData("365", "false", "https", "engagement.example", "max-age=31536000")]
    [InlineData("1", "true", "https", "engagement.example", "max-age=86400; includeSubDomains")]
    [InlineData("0", "true", "https", "engagement.example", null)]
    [InlineData("365", "false", "http", "engagement.example", null)]
    [InlineData("365", "false", "https", "localhost:5080", null)]
    public async Task Browsers_are_asked_to_keep_to_https_when_the_settings_say_so(string days, string subdomains, string scheme, string host, string? expected)
    {
        await using var world = await ImporterWorld.Start(
            KeyValuePair.Create("Https:StrictDays", (string?)days), KeyValuePair.Create("Https:StrictSubdomains", (string?)subdomains));
        foreach (var path in new[] { "/feeds", "/health/live", "/nowhere" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            request.Headers.Add("X-Forwarded-Proto", scheme);
            request.Headers.Add(InternalApi.FrontDoorHeader, InternalApi.FrontDoorToken(new InternalOptions { Secret = ServiceHost.Secret }));

            using var answer = await world.Host.Client.SendAsync(request);

            Assert.Equal(expected, answer.Headers.TryGetValues(HeaderName, out var values) ? values.Single() : null);
        }
    }
}
