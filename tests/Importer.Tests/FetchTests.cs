using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Engagement.Importer.Feeds;
using Engagement.Importer.Fetching;
using Engagement.Importer.Runs;
using Engagement.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Tests;

public sealed class FetchTests : IAsyncLifetime
{
    private FeedServer server = null!;

    private Uri FeedUrl => new(server.Address, "/missions.xml");

    public async Task InitializeAsync() => server = await FeedServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_feed_is_pulled_from_its_address_and_then_by_its_schedule()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Serves(TestFeed.Numbered(3));
        var answer = await world.ImportUrl(FeedUrl);
        server.Serves(TestFeed.Numbered(4));

        var feed = await world.Query(db => db.Feeds.SingleAsync());
        Assert.InRange(feed.NextRunAt!.Value, DateTimeOffset.UtcNow.AddMinutes(9), DateTimeOffset.UtcNow.AddMinutes(11));
        await world.Database.Execute("update importer.feed set next_run_at = now()");
        await Eventually.Holds(async () => await world.Query(db => db.Runs.CountAsync(r => r.Trigger == RunTrigger.Schedule && r.Status == RunStatus.Success)) == 1, "the scheduled run has ended");

        Assert.Equal((3, 3, 0, 0, 0, 0), answer.Counts);
        Assert.Equal(4, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_server_that_says_nothing_changed_costs_a_record_and_no_reading()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Answer = context =>
        {
            if (context.Request.Headers.IfNoneMatch == "\"v1\"" && context.Request.Headers.IfModifiedSince == "Sun, 01 Nov 2026 00:00:00 GMT")
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            context.Response.Headers.ETag = "\"v1\"";
            context.Response.Headers.LastModified = "Sun, 01 Nov 2026 00:00:00 GMT";
            return context.Response.WriteAsync(TestFeed.Numbered(3));
        };
        await world.ImportUrl(FeedUrl);

        var asked = await world.ImportUrl(FeedUrl);
        await world.Database.Execute("update importer.feed set next_run_at = now()");
        await Eventually.Holds(() => server.Requests.Count == 3, "the server was asked a third time");
        await Eventually.Holds(async () => await world.Query(db => db.Feeds.AnyAsync(f => f.NextRunAt > DateTimeOffset.UtcNow.AddMinutes(5))), "the next run is set");

        Assert.Equal(("SUCCESS", "NOT_MODIFIED", 0), (asked.Status, asked.Reason, asked["received"]));
        Assert.Equal(2, await world.Query(db => db.Runs.CountAsync(r => r.Reason == "NOT_MODIFIED" && r.Status == RunStatus.Success && r.Received == 0)));
    }

    [Fact]
    public async Task A_content_that_was_not_imported_whole_is_read_again_even_if_its_tag_is_the_same()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Answer = context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            return context.Response.WriteAsync(TestFeed.Numbered(3));
        };
        world.Catalog.Failing["m-00002"] = "CONTENT_REFUSED: corrigez la valeur.";
        await world.ImportUrl(FeedUrl);
        await world.ImportUrl(FeedUrl);

        Assert.All(server.Requests, request => Assert.Equal(0, request.Headers.IfNoneMatch.Count));
    }

    [Fact]
    public async Task What_another_source_had_is_taken_once_it_is_free_although_the_server_would_say_that_nothing_changed()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Answer = context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch.Count > 0 ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
            return context.Response.StatusCode == StatusCodes.Status200OK ? context.Response.WriteAsync(TestFeed.Numbered(3)) : Task.CompletedTask;
        };
        world.Catalog.Push("m-00002");
        Assert.Equal(1, (await world.ImportUrl(FeedUrl))["refused"]);

        world.Catalog.Unpublish("m-00002");

        Assert.Equal((3, 0, 1, 2, 0, 0), (await world.ImportUrl(FeedUrl)).Counts);
        Assert.Equal("NOT_MODIFIED", (await world.ImportUrl(FeedUrl)).Reason);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, 1)]
    [InlineData(HttpStatusCode.Unauthorized, 1)]
    [InlineData(HttpStatusCode.InternalServerError, 4)]
    [InlineData(HttpStatusCode.TooManyRequests, 4)]
    public async Task An_error_status_fails_the_run_after_new_attempts_where_they_help(HttpStatusCode status, int attempts)
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Serves(TestFeed.Numbered(3));
        await world.ImportUrl(FeedUrl);
        server.Requests.Clear();
        server.Serves(status);

        var answer = await world.ImportUrl(FeedUrl);

        Assert.Equal(("FAILED", "HTTP_STATUS"), (answer.Status, answer.Reason));
        Assert.Contains(((int)status).ToString(), answer.Whole, StringComparison.Ordinal);
        Assert.Equal(attempts, server.Requests.Count);
        Assert.Equal(3, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_server_that_stumbles_once_is_asked_again()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Answer = async context =>
        {
            server.Serves(TestFeed.Numbered(3));
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.CompleteAsync();
        };

        var answer = await world.ImportUrl(FeedUrl);

        Assert.Equal(("SUCCESS", 3), (answer.Status, answer["created"]));
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails_the_run()
    {
        await using var world = await ImporterWorld.Start(new KeyValuePair<string, string?>("Fetch:AllowedPrivateEndpoints:0", "127.0.0.1:21499"));

        var answer = await world.ImportUrl(new Uri("http://127.0.0.1:21499/missions.xml"));

        Assert.Equal(("FAILED", "UNREACHABLE", 4), (answer.Status, answer.Reason, answer.Exit));
    }

    [Fact]
    public async Task A_connection_that_breaks_imports_what_was_read_and_withdraws_nothing()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Serves(TestFeed.Numbered(100));
        await world.ImportUrl(FeedUrl);
        var feed = TestFeed.Utf8(TestFeed.Of(Enumerable.Range(1, 100).Select(n => TestFeed.Mission($"m-{n:00000}", "Un autre titre"))));
        server.Answer = async context =>
        {
            context.Response.ContentLength = feed.Length;
            await context.Response.Body.WriteAsync(feed.AsMemory(0, feed.Length / 2));
            await context.Response.Body.FlushAsync();
            // An abort throws away what the client has not taken yet.
            await Task.Delay(500);
            context.Abort();
        };

        var answer = await world.ImportUrl(FeedUrl);

        Assert.Equal(("FAILED", "CONNECTION_LOST", 0), (answer.Status, answer.Reason, answer["withdrawn"]));
        Assert.InRange(answer["updated"], 1, 50);
        Assert.Equal(100, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        await using var world = await ImporterWorld.Start(server.Allowed, new("Fetch:SilenceSeconds", "1"));
        server.Answer = async context =>
        {
            await context.Response.WriteAsync("<source>" + TestFeed.Mission("a"));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var answer = await world.ImportUrl(FeedUrl);

        Assert.Equal(("FAILED", "TIMEOUT", 1), (answer.Status, answer.Reason, answer["created"]));
    }

    [Fact]
    public async Task A_feed_larger_than_its_bound_on_the_wire_fails()
    {
        await using var world = await ImporterWorld.Start(server.Allowed, new("Fetch:MaxMegabytes", "1"));
        server.Serves(TestFeed.Numbered(4000));

        var answer = await world.ImportUrl(FeedUrl);

        Assert.Equal(("FAILED", "TOO_LARGE"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task A_redirect_is_followed_at_most_5_times()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Answer = context =>
        {
            var step = int.Parse(context.Request.Path.Value!.TrimStart('/'));
            context.Response.Redirect($"/{step - 1}");
            return step > 0 ? Task.CompletedTask : Send(context);
        };

        Assert.Equal("SUCCESS", (await world.ImportUrl(new Uri(server.Address, "/5"))).Status);
        Assert.Equal("TOO_MANY_REDIRECTS", (await world.ImportUrl(new Uri(server.Address, "/6"))).Reason);

        static Task Send(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return context.Response.WriteAsync(TestFeed.Numbered(1));
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:21498/")]
    [InlineData("http://localhost:21498/")]
    [InlineData("http://[::1]:21498/")]
    [InlineData("http://[::ffff:127.0.0.1]:21498/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://0.0.0.0:21498/")]
    [InlineData("http://2130706433:21498/")]
    public async Task An_address_that_is_not_public_is_refused_directly_and_as_a_redirect(string address)
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.RedirectsTo(address);

        Assert.Equal("ADDRESS_FORBIDDEN", (await world.ImportUrl(new Uri(address))).Reason);
        Assert.Equal("ADDRESS_FORBIDDEN", (await world.ImportUrl(FeedUrl)).Reason);
    }

    [Fact]
    public async Task A_redirect_to_another_scheme_is_refused()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.RedirectsTo("file:///etc/passwd");

        Assert.Equal("BAD_ADDRESS", (await world.ImportUrl(FeedUrl)).Reason);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("93.184.216.34", "10.0.0.1")]
    [InlineData("fd00::1")]
    public async Task A_name_with_one_address_that_is_not_public_is_refused(params string[] addresses)
    {
        var connect = new SafeConnect([], (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));

        var refused = await Assert.ThrowsAsync<RunFailure>(() => connect.Resolve(new DnsEndPoint("flux.example.org", 443), default));

        Assert.Equal("ADDRESS_FORBIDDEN", refused.Reason.Code);
    }

    [Fact]
    public async Task The_connection_goes_to_the_address_that_was_checked_without_a_second_look_up()
    {
        server.Serves(TestFeed.Numbered(1));
        // Only the resolver knows the name: a connection by name would fail, one to a second answer as well.
        var lookUps = new Queue<IPAddress>([IPAddress.Loopback]);
        var (fetcher, feed) = Fetch($"flux.example.org:{server.Address.Port}", () => lookUps.Dequeue());

        await using var content = await fetcher.Open(feed, FeedPlace.Whole, default);

        Assert.NotNull(content.Body);
        Assert.Equal($"flux.example.org:{server.Address.Port}", Assert.Single(server.Requests).Headers.Host);
        fetcher.Dispose();
    }

    [Fact]
    public async Task A_name_that_leads_to_this_machine_at_its_second_look_up_reaches_nothing()
    {
        server.Serves(TestFeed.Numbered(1));
        var lookUps = 0;
        var (fetcher, feed) = Fetch("autre.example.org:80", () => lookUps++ == 0 ? throw new SocketException((int)SocketError.TryAgain) : IPAddress.Loopback);

        var refused = await Assert.ThrowsAsync<RunFailure>(() => fetcher.Open(feed, FeedPlace.Whole, default));

        Assert.Equal("ADDRESS_FORBIDDEN", refused.Reason.Code);
        Assert.Equal(2, lookUps);
        Assert.Empty(server.Requests);
        fetcher.Dispose();
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.0.1", true)]
    [InlineData("172.16.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::ffff:192.168.1.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:0:8.8.8.8", true)]
    [InlineData("::ffff:0:127.0.0.1", false)]
    [InlineData("::ffff:0:169.254.169.254", false)]
    [InlineData("64:ff9b::8.8.8.8", true)]
    [InlineData("64:ff9b:1::8.8.8.8", false)]
    [InlineData("2002:808:808::", false)]
    [InlineData("2001:0:808:808::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("100::1", false)]
    [InlineData("100:0:0:1::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("5f00::1", false)]
    [InlineData("3fff::1", false)]
    [InlineData("4000::1", false)]
    [InlineData("::8.8.8.8", false)]
    [InlineData("2606:4700::5efe:10.0.0.1", false)]
    [InlineData("2606:4700::200:5efe:8.8.8.8", true)]
    [InlineData("192.88.99.1", false)]
    public void Only_public_addresses_are_public(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public void An_address_that_hides_a_reserved_one_is_not_public_whatever_carries_it()
    {
        string[] reserved = ["0.0.0.0", "10.255.255.255", "100.127.255.255", "127.0.0.1", "169.254.169.254", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.2", "192.168.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.251", "239.255.255.255", "255.255.255.255"];
        string[] carriers = ["{0}", "::ffff:{0}", "::ffff:0:{0}", "64:ff9b::{0}", "64:ff9b:1::{0}", "::{0}", "2606:4700::5efe:{0}", "fe80::5efe:{0}"];

        Assert.Empty(from address in reserved from carrier in carriers let hidden = string.Format(CultureInfo.InvariantCulture, carrier, address) where PublicAddress.Is(IPAddress.Parse(hidden)) select hidden);
    }

    [Fact]
    public async Task An_address_with_credentials_is_a_usage_error()
    {
        await using var world = await ImporterWorld.Start();

        var answer = await world.ImportUrl(new Uri("https://user:secret@flux.example.org/"));

        Assert.Equal(2, answer.Exit);
    }

    [Fact]
    public async Task One_slow_feed_delays_no_other()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        using var release = new SemaphoreSlim(0);
        server.Answer = async context =>
        {
            if (context.Request.Path == "/slow")
            {
                await release.WaitAsync(context.RequestAborted);
            }

            await context.Response.WriteAsync(TestFeed.Numbered(3));
        };

        var slow = world.ImportUrl(new Uri(server.Address, "/slow"), "lent");
        var fast = await world.ImportUrl(new Uri(server.Address, "/fast"), "rapide");

        Assert.Equal("SUCCESS", fast.Status);
        Assert.False(slow.IsCompleted);
        release.Release();
        Assert.Equal("SUCCESS", (await slow).Status);
    }

    private (FeedFetcher Fetcher, Feed Feed) Fetch(string allowed, Func<IPAddress> lookUp)
    {
        var fetcher = new FeedFetcher(
            new FetchOptions { AllowedPrivateEndpoints = [allowed], RetryMilliseconds = 1 },
            new FeedCredentials(new EphemeralDataProtectionProvider()),
            async (_, _) =>
            {
                await Task.Yield();
                return [lookUp()];
            });
        var feed = new Feed(Guid.NewGuid(), "demo", "Demo", Feed.Main);
        feed.PullFrom($"http://flux.example.org:{server.Address.Port}/", DateTimeOffset.UtcNow);
        return (fetcher, feed);
    }
}
