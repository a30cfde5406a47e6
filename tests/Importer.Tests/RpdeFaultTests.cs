using System.Net.Http.Json;
using System.Net;
using Engagement.Contracts;
using Engagement.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

/// <summary>RPDE feeds that break, lead astray, or would never end.</summary>
public sealed class RpdeFaultTests : IAsyncLifetime
{
    private RpdeServer feed = null!;

    public async Task InitializeAsync()
    {
        feed = await RpdeServer.Start();
        feed.PutAll(9);
    }

    public async Task DisposeAsync() => await feed.DisposeAsync();

    public static TheoryData<string, string> Faults => new()
    {
        { "loop", "PAGE_LOOP" },
        { "back", "PAGE_LOOP" },
        { "broken", "TRUNCATED" },
        { "not-json", "NOT_JSON" },
        { "no-next", "NEXT_MISSING" },
        { "no-items", "ITEMS_MISSING" },
        { "ftp", "NEXT_INVALID" },
        { "credentials", "NEXT_INVALID" },
        { "private", "ADDRESS_FORBIDDEN" },
        { "status", "HTTP_STATUS" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_in_the_middle_fails_the_run_and_keeps_what_came_before(string fault, string reason)
    {
        await using var world = await ImporterWorld.Start(feed.Allowed, new("Fetch:Retries", "1"));
        await feed.Import(world);
        var cursor = await RpdeServer.Cursor(world);
        feed.PutAll(6, "Aider au potager");
        feed.DeleteAll(3, from: 7);
        feed.Forget();
        Break(fault, after: 12);

        var answer = await feed.Import(world);

        Assert.Equal(("FAILED", reason, 0), (answer.Status, answer.Reason, answer["withdrawn"]));
        Assert.InRange(answer["updated"], 3, 6);
        Assert.Equal(answer["received"], answer["updated"]);
        Assert.Equal((9, cursor), (world.Catalog.Live.Count(), await RpdeServer.Cursor(world)));

        feed.Rewrite = (_, page) => page;
        feed.Fails = null;
        var mended = await feed.Import(world);
        Assert.Equal(("SUCCESS", 6, 3), (mended.Status, mended["received"], mended["withdrawn"]));
        Assert.Equal("NOT_MODIFIED", (await feed.Import(world)).Reason);
    }

    [Fact]
    public async Task A_feed_without_anything_fails_and_touches_no_mission()
    {
        await using var world = await ImporterWorld.Start(feed.Allowed);
        await feed.Import(world);
        await world.Database.Execute("update importer.feed set cursor = null");
        feed.Rewrite = (_, _) => """{"next":"missions","items":[]}""";

        var answer = await feed.Import(world);

        Assert.Equal(("FAILED", "EMPTY", 9), (answer.Status, answer.Reason, world.Catalog.Live.Count()));
    }

    [Fact]
    public async Task Pages_without_end_are_bounded()
    {
        await using var world = await ImporterWorld.Start(feed.Allowed, new("Runs:MaxPages", "2"));

        var answer = await feed.Import(world);

        Assert.Equal(("FAILED", "TOO_MANY_PAGES", 6), (answer.Status, answer.Reason, answer["created"]));
    }

    [Fact]
    public async Task Credentials_are_told_to_the_feeds_own_server_only_and_no_longer_once_the_way_has_left_it()
    {
        await using var other = await RpdeServer.Start();
        other.PutAll(1, from: 20);
        await using var world = await ImporterWorld.Start(feed.Allowed, new("Fetch:AllowedPrivateEndpoints:1", $"{other.Root.Host}:{other.Root.Port}"));
        using var saved = await world.Host.Client.PutAsJsonAsync(
            "/internal/importer/feeds/demo", new { url = feed.Address, format = "rpde", user = "partenaire", password = "secret", paused = true });
        feed.Rewrite = (after, page) => after == 3 ? page.Replace("missions?after=6", other.Address.ToString(), StringComparison.Ordinal) : page;
        other.Rewrite = (_, page) => page.Replace("missions?after=1", new Uri(feed.Root, "/missions?after=6").ToString(), StringComparison.Ordinal);

        var answer = await feed.Import(world);

        Assert.Equal(("SUCCESS", 10), (answer.Status, answer["created"]));
        Assert.Equal([true, true, false, false], feed.Authorized);
        Assert.Equal([false], other.Authorized);
        // The other server led back to an address that the next reading would ask for with the credentials: it begins anew instead.
        Assert.Null(await RpdeServer.Cursor(world));
    }

    private void Break(string fault, int after)
    {
        feed.Fails = fault == "status" ? (after, HttpStatusCode.InternalServerError) : null;
        feed.Rewrite = (at, page) => at != after ? page : fault switch
        {
            "loop" => page.Replace("missions?after=15", "missions?after=12", StringComparison.Ordinal),
            "back" => page.Replace("missions?after=15", "missions?after=9", StringComparison.Ordinal),
            "broken" => page[..(page.Length - 2)],
            "not-json" => "<html>Erreur</html>",
            "no-next" => page.Replace("\"next\"", "\"suite\"", StringComparison.Ordinal),
            "no-items" => """{"next":"missions?after=15"}""",
            "ftp" => page.Replace("missions?after=15", "ftp://flux.example.fr/", StringComparison.Ordinal),
            "credentials" => page.Replace("missions?after=15", "http://a:b@flux.example.fr/", StringComparison.Ordinal),
            "private" => page.Replace("missions?after=15", "http://169.254.169.254/latest", StringComparison.Ordinal),
            _ => page,
        };
    }

    [Fact]
    public async Task A_withdrawal_that_acts_a_second_time_makes_the_next_run_read_the_whole_feed()
    {
        await using var feed = await RpdeServer.Start();
        await using var world = await ImporterWorld.Start(feed.Allowed);
        feed.PutAll(4);
        await feed.Import(world);
        feed.Delete("m-004");
        await feed.Import(world);
        feed.Put("m-004");
        await feed.Import(world);
        Assert.NotNull(await RpdeServer.Cursor(world));
        var late = world.Catalog.Messages.OfType<MissionsWithdrawn>().Single();

        await world.Catalog.Receive(late, world.Host.Services.GetRequiredService<IBus>());
        await Eventually.Holds(async () => await RpdeServer.Cursor(world) is null, "the place to go on from is forgotten");
        var answer = await feed.Import(world);

        Assert.Equal((4, 0, 1, 3, 0, 0), answer.Counts);
        Assert.Equal(4, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_reading_of_few_changes_does_not_end_the_alert_that_most_missions_are_refused()
    {
        await using var feed = await RpdeServer.Start(size: 40);
        await using var alerts = await AlertWorld.Start(feed.Allowed);
        var world = alerts.World;
        feed.PutAll(36, title: "Jardin");
        feed.PutAll(4, from: 37);
        await feed.Import(world);
        await alerts.Look();
        Assert.Equal(["REFUSED"], await Open());

        feed.Put("m-037", "Un autre titre");
        Assert.Equal(("SUCCESS", 1), await Read());
        await alerts.Look();
        Assert.Equal(["REFUSED"], await Open());

        // Of 20 changes one can tell.
        feed.PutAll(20);
        Assert.Equal(("SUCCESS", 20), await Read());
        await alerts.Look();
        Assert.Empty(await Open());

        Task<List<string>> Open() => world.List("select kind from importer.feed_alert where closed_at is null order by kind");

        async Task<(string, int)> Read()
        {
            var answer = await feed.Import(world);
            return (answer.Status, answer["received"]);
        }
    }
}
