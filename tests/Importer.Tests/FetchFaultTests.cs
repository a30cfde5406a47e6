using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Importer.Feeds;
using Engagement.Importer.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

/// <summary>Readings that fail: each is a record, the next one is due later, and nothing that a server says once keeps it from being read again.</summary>
public sealed class FetchFaultTests : IAsyncLifetime
{
    private FeedServer server = null!;

    private Uri FeedUrl => new(server.Address, "/missions.xml");

    public async Task InitializeAsync() => server = await FeedServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("//")]
    [InlineData("///x")]
    [InlineData("//a:99999/")]
    [InlineData("http://[::1")]
    [InlineData("/\u0001")]
    public async Task A_redirect_to_no_address_is_a_failed_run_that_is_not_asked_again_at_once(string location)
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Serves(TestFeed.Numbered(3));
        await world.ImportUrl(FeedUrl);
        server.Requests.Clear();
        server.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = location.Replace("\u0001", "%", StringComparison.Ordinal);
            return Task.CompletedTask;
        };

        await world.Database.Execute("update importer.feed set next_run_at = now()");
        await Testing.Eventually.Holds(async () => await Last(world) is { Trigger: RunTrigger.Schedule, Status: RunStatus.Failed }, "the scheduled run has failed");

        Assert.InRange((await Feed(world)).NextRunAt!.Value, DateTimeOffset.UtcNow.AddMinutes(1), DateTimeOffset.UtcNow.AddMinutes(11));
        Assert.NotEqual("INTERNAL_ERROR", (await Last(world)).Reason);
        using var answer = await world.Host.Client.PostAsJsonAsync("/feeds/validate", new { url = FeedUrl });
        Assert.Equal("FAILED", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("\"caf\u00e9\"", "Sun, 01 Nov 2026 00:00:00 GMT")]
    [InlineData("\"v1\"", "jeu., 26 f\u00e9vr. 2026 10:00:00 GMT")]
    [InlineData("\"a\tb\"", "d\u00e9c.")]
    public async Task What_a_server_says_of_its_feed_is_kept_only_when_it_can_be_sent_back(string etag, string lastModified)
    {
        await using var partner = new HostileServer();
        partner.Good = _ => HostileServer.Page(200, TestFeed.Numbered(3), $"ETag: {etag}\r\nLast-Modified: {lastModified}\r\n");
        await using var world = await ImporterWorld.Start(partner.Allowed(0));

        Assert.Equal("SUCCESS", (await world.ImportUrl(partner.Address)).Status);
        Assert.Equal(("SUCCESS", 3), await Read());
        // As an earlier version of the service kept it.
        await world.Database.Execute("update importer.feed set etag = '\"caf\u00e9\"', last_modified = 'd\u00e9c.'");
        Assert.Equal(("SUCCESS", 3), await Read());

        async Task<(string, int)> Read()
        {
            var again = await world.ImportUrl(partner.Address);
            return (again.Status, again["unchanged"]);
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task A_server_that_fails_when_it_is_asked_for_changes_is_asked_for_all(HttpStatusCode status)
    {
        await using var world = await ImporterWorld.Start(server.Allowed, new("Fetch:Retries", "0"));
        server.Answer = context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch.Count > 0 ? (int)status : StatusCodes.Status200OK;
            return context.Response.StatusCode == StatusCodes.Status200OK ? context.Response.WriteAsync(TestFeed.Numbered(3)) : Task.CompletedTask;
        };
        await world.ImportUrl(FeedUrl);

        var again = await world.ImportUrl(FeedUrl);

        Assert.Equal(("SUCCESS", 3), (again.Status, again["unchanged"]));
    }

    [Theory]
    [InlineData(StatusCodes.Status429TooManyRequests, "3600", 57, 63)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, "99999999", 340, 380)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, "1", 2, 3)]
    public async Task A_server_that_asks_for_a_pause_gets_it_within_bounds(int status, string pause, int atLeast, int atMost)
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = pause;
            return Task.CompletedTask;
        };

        await world.ImportUrl(FeedUrl);

        Assert.Single(server.Requests);
        Assert.InRange((await Feed(world)).NextRunAt!.Value, DateTimeOffset.UtcNow.AddMinutes(atLeast), DateTimeOffset.UtcNow.AddMinutes(atMost));
    }

    [Fact]
    public async Task Failures_in_a_row_are_further_and_further_apart_up_to_the_interval()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        var pauses = new List<int>();
        for (var n = 0; n < 5; n++)
        {
            await world.ImportUrl(FeedUrl);
            pauses.Add((int)Math.Round(((await Feed(world)).NextRunAt!.Value - DateTimeOffset.UtcNow).TotalMinutes / 2.5));
        }

        server.Serves(TestFeed.Numbered(3));
        await world.ImportUrl(FeedUrl);

        Assert.Equal([1, 2, 4, 4, 4], pauses);
        Assert.Equal(0, (await Feed(world)).Failures);
        Assert.InRange((await Feed(world)).NextRunAt!.Value, DateTimeOffset.UtcNow.AddMinutes(9), DateTimeOffset.UtcNow.AddMinutes(11));
    }

    [Fact]
    public async Task A_run_that_ends_its_process_again_and_again_is_not_taken_up_at_once_for_ever()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Serves(TestFeed.Numbered(3));
        await world.ImportUrl(FeedUrl);
        await world.Database.Execute("update importer.feed set next_run_at = now() - interval '1 minute', paused = true");

        await Interrupt(world);
        Assert.InRange((await Feed(world)).NextRunAt!.Value, DateTimeOffset.MinValue, DateTimeOffset.UtcNow);
        await Interrupt(world);
        Assert.InRange((await Feed(world)).NextRunAt!.Value, DateTimeOffset.UtcNow.AddMinutes(4), DateTimeOffset.UtcNow.AddMinutes(6));
    }

    [Fact]
    public async Task A_fault_of_ours_while_the_feed_is_opened_is_a_record_and_a_pause()
    {
        await using var world = await ImporterWorld.Start(server.Allowed);
        server.Serves(TestFeed.Numbered(3));
        await world.ImportUrl(FeedUrl);
        // Neither what was sent before can be read, nor the end be counted.
        await world.Database.Execute("alter table importer.batch rename to lost");

        await world.ImportUrl(FeedUrl);

        var run = await Last(world);
        Assert.Equal((RunStatus.Failed, "INTERNAL_ERROR"), (run.Status, run.Reason));
        Assert.InRange((await Feed(world)).NextRunAt!.Value, DateTimeOffset.UtcNow.AddMinutes(1), DateTimeOffset.UtcNow.AddMinutes(11));
        await world.Database.Execute("alter table importer.lost rename to batch");
        Assert.Equal("SUCCESS", (await world.ImportUrl(FeedUrl)).Status);
    }

    [Fact]
    public async Task An_rpde_feed_whose_page_to_go_on_from_fails_again_and_again_is_read_from_its_beginning()
    {
        await using var feed = await RpdeServer.Start();
        await using var world = await ImporterWorld.Start(feed.Allowed, new("Fetch:Retries", "0"));
        feed.PutAll(5);
        await feed.Import(world);
        feed.Fails = (5, HttpStatusCode.BadRequest);
        feed.Put("m-006");
        List<string?> reasons = [(await feed.Import(world)).Reason, (await feed.Import(world)).Reason, (await feed.Import(world)).Reason];
        // Its pages have other addresses now: after 5 comes 3, then 6.
        feed.Fails = null;
        feed.Rewrite = (after, page) => page;
        await world.Database.Execute($"update importer.feed set cursor = '{new Uri(feed.Root, "/gone?after=x")}'");

        var whole = await feed.Import(world);

        Assert.Equal(3, reasons.Count(r => r == "HTTP_STATUS"));
        Assert.Equal(("SUCCESS", 6, 1), (whole.Status, whole["received"], whole["created"]));
    }

    private static async Task Interrupt(ImporterWorld world)
    {
        await world.Database.Execute("insert into importer.run (id, feed_id, trigger, status, started_at) select gen_random_uuid(), id, 'SCHEDULE', 'RUNNING', now() from importer.feed");
        await world.Host.Services.GetRequiredService<Runner>().CloseInterrupted(CancellationToken.None);
    }

    private static Task<Feed> Feed(ImporterWorld world) => world.Query(db => db.Feeds.AsNoTracking().SingleAsync());

    private static Task<Run> Last(ImporterWorld world) => world.Query(db => db.Runs.AsNoTracking().OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).FirstAsync());
}
