using System.Net;
using System.Net.Http.Json;
using Engagement.Testing;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace Engagement.Importer.Tests;

/// <summary>Whoever sends slowly, or often, keeps nobody else waiting.</summary>
public sealed class DeadlineTests(ITestOutputHelper output)
{
    private const string Multipart = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"
        + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.xml\"\r\n\r\n";

    [Fact]
    public async Task Slow_senders_take_no_turn_of_a_dry_run()
    {
        await using var world = await ImporterWorld.Start(new("Validation:AtOnce", "1"), new("Validation:PerMinute", "1000"));
        using var end = new CancellationTokenSource();
        var slow = new List<RawRequest>();
        foreach (var head in new[] { Multipart, Multipart, "Content-Type: text/xml\r\nContent-Length: 1000000\r\n\r\n<source>", "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{\"url\":\"" })
        {
            slow.Add(await RawRequest.Send(world.Host.Address, $"POST /feeds/validate HTTP/1.1\r\nHost: x\r\n{head}"));
        }

        var trickles = slow.Select(request => request.Trickle(300, end.Token)).ToList();
        await Task.Delay(300);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await world.Host.Client.PostAsync("/feeds/validate", new ByteArrayContent(TestFeed.Utf8(TestFeed.Numbered(3))));
            output.WriteLine($"beside four slow senders: {(int)answer.StatusCode}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await end.CancelAsync();
        await Task.WhenAll(trickles);
        slow.ForEach(request => request.Dispose());
    }

    [Fact]
    public async Task Servers_that_answer_slowly_take_no_turn_of_a_dry_run()
    {
        await using var server = await FeedServer.Start();
        server.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(100, context.RequestAborted);
            }
        };
        await using var world = await ImporterWorld.Start(server.Allowed, new("Validation:AtOnce", "1"), new("Validation:PerMinute", "1000"));
        using var end = new CancellationTokenSource();
        var slow = Enumerable.Range(0, 4).Select(_ => world.Host.Client.PostAsJsonAsync("/feeds/validate", new { url = server.Address }, end.Token)).ToList();
        await Eventually.Holds(() => server.Requests.Count == 4, "four feeds are being fetched");

        using var answer = await world.Host.Client.PostAsync("/feeds/validate", new ByteArrayContent(TestFeed.Utf8(TestFeed.Numbered(3))));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(slow, fetch => fetch.IsCompleted);
        await end.CancelAsync();
        await Task.WhenAll(slow.Select(fetch => fetch.ContinueWith(_ => { }, TaskScheduler.Default)));
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_in_time_is_refused_whatever_the_path()
    {
        await using var world = await ImporterWorld.Start(new("Validation:UploadSeconds", "1"), new("Validation:PerMinute", "1000"), new("Requests:BodySeconds", "1"));
        using var browser = await PartnerBrowser.SignedIn(world, "demo", "publish");
        var cookie = $"Cookie: {string.Join("; ", browser.Cookies.Select(c => $"{c.Name}={c.Value}"))}\r\nOrigin: {browser.Origin}\r\n";
        const string Form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7900\r\n\r\nkey=";
        const string Json = "Content-Type: application/json\r\nContent-Length: 7900\r\n\r\n{\"url\":\"";
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var slow = new List<(string Name, RawRequest Request)>();
        foreach (var (path, headers) in new[]
        {
            ("/feeds/validate", Multipart), ("/feeds/validate", Json), ("/feeds/sign-in", cookie + Form),
            ("/internal/importer/feeds/demo", $"x-engagement-secret: {ServiceHost.Secret}\r\n{Json}"),
        })
        {
            var method = path.StartsWith("/internal", StringComparison.Ordinal) ? "PUT" : "POST";
            slow.Add((path, await RawRequest.Send(world.Host.Address, $"{method} {path} HTTP/1.1\r\nHost: {world.Host.Address.Authority}\r\n{headers}")));
        }

        var trickles = slow.Select(s => s.Request.Trickle(2_000, timeout.Token)).ToList();
        foreach (var (name, request) in slow)
        {
            var status = await request.Status(timeout.Token);
            output.WriteLine($"{name}: {status}");
            Assert.Equal((name, (int)HttpStatusCode.RequestTimeout), (name, status));
        }

        await Task.WhenAll(trickles);
        slow.ForEach(s => s.Request.Dispose());
    }

    [Fact]
    public async Task Attempts_to_sign_in_and_pages_have_a_budget_for_each_network()
    {
        await using var world = await ImporterWorld.Start(KeyValuePair.Create("RateLimits:AnonymousCostPerMinute", (string?)"20000"));
        using var browser = new PartnerBrowser(world);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 100 && statuses.LastOrDefault() != HttpStatusCode.TooManyRequests; i++)
        {
            using var answer = await browser.SignIn($"eng_guess{i}");
            statuses.Add(answer.StatusCode);
            Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
        }

        output.WriteLine($"{statuses.Count - 1} attempts, then {statuses[^1]}");
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.All(statuses[..^1], status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        using var page = await browser.Ask("/feeds");
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.True(page.Headers.Contains("Retry-After"));
        // Whoever looks after the service is not kept out.
        using var health = await browser.Ask("/health/live");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }
}
