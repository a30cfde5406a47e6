using Engagement.Hosting;
using Engagement.Search.FrontDoor;
using Engagement.Search.Tests.Gateway;
using Engagement.Testing;
using Microsoft.AspNetCore.Builder;

namespace Engagement.Search.Tests;

[Collection(nameof(GatewaySample))]
public sealed class SecurityHeaderTests(GatewaySample sample)
{
    [Fact]
    public async Task Every_answer_has_the_security_headers()
    {
        using var client = new HttpClient { BaseAddress = sample.World.Host.Address };

        await SecurityHeaders.AssertOn(
            client,
            "GET /", "GET /health/live", "GET /health/ready", "GET /graphql?query={__typename}", "POST /graphql", "GET /graphql/schema.graphql",
            "OPTIONS /graphql", "GET /internal/search/position", "GET /nowhere");
        using (var browser = new HttpClient { BaseAddress = sample.World.Host.Address })
        {
            browser.DefaultRequestHeaders.Add("Accept", "text/html");
            await SecurityHeaders.AssertOn(browser, "GET /graphql", "GET /graphql/explorer.js");
        }

        client.DefaultRequestHeaders.Add("x-api-key", "eng_unknown");
        await SecurityHeaders.AssertOn(client, "GET /graphql?query={__typename}");
    }

    [Fact]
    public async Task What_the_front_door_forwards_has_them_once_and_so_has_its_own_failure()
    {
        await using var importer = await ServiceHost.Start(b => b.AddServiceDefaults(), app => app.MapGet("/feeds", () => "imports"));
        await using var door = await Door(importer.Address);
        using var client = new HttpClient { BaseAddress = door.Address };

        await SecurityHeaders.AssertOn(client, "GET /feeds");
        await importer.App.StopAsync();
        await SecurityHeaders.AssertOn(client, "GET /feeds");
    }

    private static Task<ServiceHost> Door(Uri importer) => ServiceHost.Start(
        b =>
        {
            b.AddServiceDefaults();
            b.AddFrontDoor();
        },
        app => app.MapFrontDoor(),
        new KeyValuePair<string, string?>("Internal:Importer", importer.ToString()));
}
