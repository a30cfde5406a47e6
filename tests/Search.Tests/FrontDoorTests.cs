using System.Collections.Concurrent;
using System.Net;
using Engagement.Hosting;
using Engagement.Search.FrontDoor;
using Engagement.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.Search.Tests;

public sealed class FrontDoorTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Target, string Host, IHeaderDictionary Headers, string Body)> seen = new();
    private WebApplication importer = null!;
    private ServiceHost door = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        importer = builder.Build();
        importer.Urls.Add("http://127.0.0.1:0");
        importer.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.Enqueue(($"{context.Request.Path}{context.Request.QueryString}", context.Request.Host.Value!, new HeaderDictionary(context.Request.Headers.ToDictionary()), await reader.ReadToEndAsync()));
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = "/feeds";
            context.Response.Headers.SetCookie = "a=b; path=/feeds";
        });
        await importer.StartAsync();
        door = await ServiceHost.Start(
            b =>
            {
                b.AddServiceDefaults();
                b.AddFrontDoor();
            },
            app => app.MapFrontDoor(),
            new KeyValuePair<string, string?>("Internal:Importer", importer.Urls.Single()));
    }

    public async Task DisposeAsync()
    {
        await door.DisposeAsync();
        await importer.DisposeAsync();
    }

    [Fact]
    public async Task A_page_of_another_service_is_forwarded_as_it_was_asked_with_who_asked()
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/feeds/runs/7/undo?a=%C3%A9") { Content = new StringContent("key=x") };
        request.Headers.Add(InternalApi.FrontDoorHeader, "forged");
        request.Headers.Add(InternalApi.ClientHeader, "203.0.113.7");
        request.Headers.Add(InternalApi.SecretHeader, ServiceHost.Secret);

        using var answer = await client.SendAsync(request);

        var (target, host, headers, body) = Assert.Single(seen);
        Assert.Equal(("/feeds/runs/7/undo?a=%C3%A9", door.Address.Authority, "key=x"), (target, host, body));
        Assert.Equal(InternalApi.FrontDoorToken(new InternalOptions { Secret = ServiceHost.Secret }), headers[InternalApi.FrontDoorHeader]);
        Assert.Equal("127.0.0.1", headers[InternalApi.ClientHeader]);
        Assert.False(headers.ContainsKey(InternalApi.SecretHeader));
        Assert.Equal((HttpStatusCode.SeeOther, "/feeds"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal("a=b; path=/feeds", answer.Headers.GetValues("Set-Cookie").Single());
    }

    [Theory]
    [InlineData("/internal/importer/runs")]
    [InlineData("/feedsx")]
    [InlineData("/feeds/../internal/importer/runs")]
    [InlineData("/feeds/%2e%2e/internal/importer/runs")]
    public async Task Nothing_else_is_forwarded(string path)
    {
        using var client = Client();

        // As written: a browser would put the path in order before it asks.
        var raw = new Uri($"{client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        using var answer = await client.GetAsync(raw);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(seen);
    }

    private HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = door.Address };
}
