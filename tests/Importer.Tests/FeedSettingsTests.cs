using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Importer.Fetching;
using Engagement.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

public sealed class FeedSettingsTests : IAsyncLifetime
{
    private const string Password = "Mot-de-passe:secret";
    private FeedServer server = null!;
    private ImporterWorld world = null!;

    public async Task InitializeAsync()
    {
        server = await FeedServer.Start();
        server.Serves(TestFeed.Numbered(3));
        world = await ImporterWorld.Start(server.Allowed);
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_feed_that_is_set_is_pulled_by_its_schedule_with_its_type_and_credentials()
    {
        var (status, view) = await Save(new { url = server.Address, type = "volontariat_service_civique", intervalMinutes = 60, user = "partenaire", password = Password });
        await Eventually.Holds(() => world.Catalog.Live.Count() == 3, "the feed is pulled");

        Assert.Equal(200, status);
        Assert.Equal(("demo", 60, true, false), (
            view.GetProperty("publisher").GetString(), view.GetProperty("intervalMinutes").GetInt32(), view.GetProperty("hasCredentials").GetBoolean(), view.GetProperty("paused").GetBoolean()));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"partenaire:{Password}"))}", server.Requests.First().Headers.Authorization);
        await Eventually.Holds(async () => await world.Query(db => db.Feeds.AnyAsync(f => f.NextRunAt > DateTimeOffset.UtcNow.AddMinutes(50))), "the next run is an hour away");
    }

    [Fact]
    public async Task Stored_requests_that_cannot_be_taken_up_do_not_stop_the_schedule()
    {
        await world.Database.Execute("alter table importer.import_request rename column feed_id to broken");
        await Save(new { url = server.Address });

        await Eventually.Holds(() => world.Catalog.Live.Count() == 3, "the feed is pulled");
    }

    [Fact]
    public async Task Credentials_are_stored_encrypted_and_never_told()
    {
        await Save(new { url = server.Address, user = "partenaire", password = Password });

        var stored = (await world.Query(db => db.Feeds.SingleAsync())).Credentials!;
        var told = await world.Host.Client.GetStringAsync("/internal/importer/feeds?publisher=demo");

        Assert.DoesNotContain("secret", Encoding.UTF8.GetString(stored), StringComparison.Ordinal);
        Assert.Equal(
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"partenaire:{Password}")),
            world.Host.Services.GetRequiredService<FeedCredentials>().Header(stored).Parameter);
        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
        Assert.Contains("\"hasCredentials\":true", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_follow_a_redirect_on_the_same_server_and_none_to_another_even_when_the_way_leads_back()
    {
        await using var other = await FeedServer.Start();
        await using var both = await world.StartAnother(server.Allowed, new("Fetch:AllowedPrivateEndpoints:1", $"{other.Address.Host}:{other.Address.Port}"));
        other.RedirectsTo(new Uri(server.Address, "/back").ToString());
        server.Answer = context =>
        {
            var (path, to) = (context.Request.Path.Value!, context.Response);
            if (path == "/back")
            {
                return to.WriteAsync(TestFeed.Numbered(3));
            }

            to.Redirect(path == "/start" ? "/same" : other.Address.ToString());
            return Task.CompletedTask;
        };
        await Save(new { url = new Uri(server.Address, "/start"), user = "partenaire", password = Password, paused = true });

        Assert.Equal("SUCCESS", (await both.ImportUrl(new Uri(server.Address, "/start"))).Status);

        Assert.Equal(
            ["/start True", "/same True", "/back False"],
            server.Requests.Select(r => $"{r.Path} {r.Headers.Authorization.Count > 0}"));
        Assert.Equal(0, Assert.Single(other.Requests).Headers.Authorization.Count);
    }

    [Fact]
    public async Task The_address_of_another_server_takes_the_credentials_away()
    {
        await Save(new { url = server.Address, user = "partenaire", password = Password });
        var (_, same) = await Save(new { url = new Uri(server.Address, "/autre.xml") });
        var (_, other) = await Save(new { url = "https://ailleurs.example.org/flux.xml" });

        Assert.True(same.GetProperty("hasCredentials").GetBoolean());
        Assert.False(other.GetProperty("hasCredentials").GetBoolean());
    }

    [Fact]
    public async Task What_a_run_learned_of_an_address_that_was_replaced_meanwhile_is_not_kept()
    {
        server.ServesTagged(TestFeed.Numbered(3));
        await Save(new { url = server.Address, paused = true });
        world.Catalog.Before = _ => Save(new { url = new Uri(server.Address, "/autre.xml") });

        var answer = await world.ImportUrl(server.Address);

        Assert.Equal(("SUCCESS", 3), (answer.Status, answer["created"]));
        Assert.Equal(["/autre.xml no tag"], await world.List("select substring(url from '/[^/]*$') || coalesce(' ' || etag, ' no tag') from importer.feed"));
    }

    [Fact]
    public async Task Credentials_whose_keys_are_gone_fail_the_run_and_say_so()
    {
        await Save(new { url = server.Address, user = "partenaire", password = Password, paused = true });
        await world.Database.Execute("update importer.feed set credentials = decode('00ff00ff', 'hex')");

        var answer = await world.ImportUrl(server.Address);

        Assert.Equal(("FAILED", "CREDENTIALS_LOST"), (answer.Status, answer.Reason));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_paused_feed_is_not_pulled_until_it_is_resumed()
    {
        await Save(new { url = server.Address, paused = true });
        await Task.Delay(2500);
        Assert.Empty(server.Requests);

        await Save(new { paused = false });

        await Eventually.Holds(() => world.Catalog.Live.Count() == 3, "the feed is pulled");
    }

    [Fact]
    public async Task Resuming_a_feed_lets_an_undone_content_in()
    {
        await world.Ask("undo", await world.Import(TestFeed.Numbered(3)));
        Assert.Equal("HELD", (await world.Import(TestFeed.Numbered(3))).Status);

        await Save(new { paused = false });

        Assert.Equal("SUCCESS", (await world.Import(TestFeed.Numbered(3))).Status);
    }

    [Theory]
    [InlineData("""{ "url": "ftp://x.example/" }""", "url")]
    [InlineData("""{ "url": "https://user:secret@x.example/" }""", "url")]
    [InlineData("""{ "type": "peche" }""", "type")]
    [InlineData("""{ "intervalMinutes": 0 }""", "intervalMinutes")]
    [InlineData("""{ "user": "a:b", "password": "c" }""", "user")]
    [InlineData("""{ "user": "a" }""", "password")]
    [InlineData("""{ "password": "c" }""", "user")]
    [InlineData("""{ "contacts": ["equipe@exemple.fr", "personne"] }""", "contacts")]
    [InlineData("""{ "contacts": ["Équipe <equipe@exemple.fr>"] }""", "contacts")]
    [InlineData("""{ "contacts": ["equipe@exemple.fr\r\nBcc: x@y.fr"] }""", "contacts")]
    [InlineData("""{ "contacts": ["a@b.fr", "b@b.fr", "c@b.fr", "d@b.fr", "e@b.fr", "f@b.fr", "g@b.fr", "h@b.fr", "i@b.fr", "j@b.fr", "k@b.fr"] }""", "contacts")]
    public async Task A_setting_that_cannot_be_is_refused_naming_the_field(string body, string field)
    {
        using var response = await world.Host.Client.PutAsync("/internal/importer/feeds/demo", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.StartsWith(field, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await world.Query(db => db.Feeds.CountAsync()));
    }

    [Fact]
    public async Task A_feed_that_never_ends_delays_no_other()
    {
        using var stop = new CancellationTokenSource();
        server.Answer = async context =>
        {
            await context.Response.WriteAsync(TestFeed.Numbered(3)[..^10]);
            while (context.Request.Path == "/lent" && !stop.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }

            await context.Response.WriteAsync(TestFeed.Numbered(3)[^10..]);
        };

        await Save(new { url = new Uri(server.Address, "/lent") }, "lent");
        await Eventually.Holds(() => !server.Requests.IsEmpty, "the slow feed is being read");
        await Save(new { url = new Uri(server.Address, "/rapide") }, "rapide");
        await Eventually.Holds(async () => await Ended("rapide") == "SUCCESS", "the fast feed is imported");

        Assert.Equal("RUNNING", await Ended("lent"));
        await stop.CancelAsync();
    }

    private async Task<string?> Ended(string publisher) =>
        (await world.Get($"/internal/importer/runs?publisher={publisher}")).EnumerateArray().Select(r => r.GetProperty("status").GetString()).LastOrDefault();

    private async Task<(int Status, JsonElement View)> Save(object settings, string publisher = "demo")
    {
        using var response = await world.Host.Client.PutAsJsonAsync($"/internal/importer/feeds/{publisher}", settings);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
