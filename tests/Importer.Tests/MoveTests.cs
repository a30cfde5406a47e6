using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Missions;
using Engagement.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Tests;

public sealed class MoveTests
{
    private const string Tag = "\"v1\"";

    [Fact]
    public async Task A_partner_moves_the_missions_of_a_report_to_its_feed_whose_next_run_applies_them()
    {
        await using var world = await ImporterWorld.Start();
        world.Catalog.Push("b");
        world.Catalog.Push("c");
        var feed = TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b"), TestFeed.Mission("c"));
        var import = await world.Import(feed);
        using var reader = await PartnerBrowser.SignedIn(world, "demo", "read");
        using var publisher = await PartnerBrowser.SignedIn(world, "demo", "publish");
        using var stranger = await PartnerBrowser.SignedIn(world, "beta", "publish");
        var (report, move) = ($"/feeds/runs/{import.Text("run")}", $"/feeds/runs/{import.Text("run")}/move");

        Assert.Equal((3, 1, 0, 0, 0, 2), import.Counts);
        Assert.Contains("ou rattachez-la à ce flux, depuis ce rapport ou par l'API", await reader.Page(report), StringComparison.Ordinal);
        Assert.DoesNotContain(move, await reader.Page(report), StringComparison.Ordinal);
        Assert.Contains("Rattacher 2\u00a0missions au flux « main »", await publisher.Page(report), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await Post(reader, move, reader.Origin));
        Assert.Equal(HttpStatusCode.Forbidden, await Post(publisher, move, "https://ailleurs.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await Post(publisher, move, null));
        Assert.Equal(HttpStatusCode.NotFound, await Post(stranger, move, stranger.Origin));
        Assert.Equal(2, world.Catalog.Foreign.Count);

        var page = await Text(publisher, move);
        Assert.Contains("2\u00a0missions rattachées", page, StringComparison.Ordinal);
        Assert.Matches("Mission b</th>\\s*<td[^>]*>Rattachée ; elle reste en ligne", page);
        Assert.Contains("Rien à rattacher : tout l'était déjà", await Text(publisher, move), StringComparison.Ordinal);

        Assert.Equal((3, 0, 2, 1, 0, 0), (await world.Import(feed)).Counts);
        Assert.Equal("Aider au jardin partagé", world.Catalog.Missions["b"].Title);
        Assert.Equal((3, 0, 0, 3, 0, 0), (await world.Import(feed)).Counts);
    }

    [Fact]
    public async Task A_report_without_missions_of_other_sources_offers_no_move()
    {
        await using var world = await ImporterWorld.Start();
        var import = await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Refused("b")));
        using var publisher = await PartnerBrowser.SignedIn(world, "demo", "publish");

        Assert.DoesNotContain("Rattacher", await publisher.Page($"/feeds/runs/{import.Text("run")}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_many_missions_a_report_has_all_are_moved_and_what_stopped_half_way_is_told()
    {
        await using var world = await ImporterWorld.Start();
        foreach (var n in Enumerable.Range(1, 450))
        {
            world.Catalog.Push($"m-{n:00000}");
        }

        var import = await world.Import(TestFeed.Numbered(450));
        using var publisher = await PartnerBrowser.SignedIn(world, "demo", "publish");
        var move = $"/feeds/runs/{import.Text("run")}/move";
        world.Catalog.Moves = 1;

        using var half = await publisher.Post(move, publisher.Origin);
        var text = WebUtility.HtmlDecode(await half.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, half.StatusCode);
        Assert.Contains("Demande incomplète : 250\u00a0missions sans réponse", text, StringComparison.Ordinal);
        Assert.Contains("Recommencez dans une minute", text, StringComparison.Ordinal);
        Assert.Equal(250, world.Catalog.Foreign.Count);

        world.Catalog.Moves = int.MaxValue;
        Assert.Contains("250\u00a0missions rattachées", await Text(publisher, move), StringComparison.Ordinal);
        Assert.Equal((450, 0, 450, 0, 0, 0), (await world.Import(TestFeed.Numbered(450))).Counts);
    }

    [Fact]
    public async Task A_mission_that_was_moved_to_the_api_is_neither_withdrawn_by_the_feed_nor_counted_as_its_own()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));

        var moved = await Move(world, toFeed: false, [.. Enumerable.Range(51, 50).Select(n => $"m-{n:00000}")]);
        var without = await world.Import(TestFeed.Numbered(50));
        var with = await world.Import(TestFeed.Numbered(60));

        Assert.All(moved, outcome => Assert.EndsWith("MOVED", outcome, StringComparison.Ordinal));
        Assert.Equal(("SUCCESS", 50, 0), (without.Status, without["unchanged"], without["withdrawn"]));
        var run = (await world.Report(without)).GetProperty("run");
        Assert.Equal((50, 0), (run.GetProperty("live").GetInt32(), run.GetProperty("absent").GetInt32()));
        Assert.Equal((60, 0, 0, 50, 0, 10), with.Counts);
        Assert.Equal(100, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task Moving_again_and_moving_what_is_not_there_change_nothing_and_say_so()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(2));
        await Move(world, toFeed: false, "m-00001");

        Assert.Equal(["m-00001 ALREADY_THERE", "ailleurs UNKNOWN MISSION_UNKNOWN", "m-00001 ALREADY_THERE"], await Move(world, toFeed: false, "m-00001", "ailleurs", "m-00001"));
        Assert.Equal(["m-00002 ALREADY_THERE", "ailleurs UNKNOWN MISSION_UNKNOWN"], await Move(world, toFeed: true, "m-00002", "ailleurs"));

        // What is settled stays so: nothing is sent that did not change.
        Assert.Equal((2, 0, 0, 1, 0, 1), (await world.Import(TestFeed.Numbered(2))).Counts);
        Assert.Equal(["m-00001"], world.Catalog.Received[^1].Missions.Select(m => m.ClientId));
    }

    [Fact]
    public async Task A_server_that_says_nothing_changed_hides_neither_the_refusal_nor_the_return()
    {
        await using var server = await FeedServer.Start();
        await using var world = await ImporterWorld.Start(server.Allowed);
        ServesWithTag(server, TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b")));
        await world.ImportUrl(server.Address);
        Assert.Equal("NOT_MODIFIED", (await world.ImportUrl(server.Address)).Reason);

        await Move(world, toFeed: false, "b");
        Assert.Equal((2, 0, 0, 1, 0, 1), (await world.ImportUrl(server.Address)).Counts);

        world.Catalog.Push("b");
        await Move(world, toFeed: true, "b");
        Assert.Equal((2, 0, 1, 1, 0, 0), (await world.ImportUrl(server.Address)).Counts);
        Assert.Equal("Aider au jardin partagé", world.Catalog.Missions["b"].Title);
        Assert.Equal("NOT_MODIFIED", (await world.ImportUrl(server.Address)).Reason);
    }

    [Fact]
    public async Task A_mission_that_is_moved_to_a_feed_which_does_not_name_it_is_withdrawn_by_its_next_run()
    {
        await using var server = await FeedServer.Start();
        await using var world = await ImporterWorld.Start(server.Allowed);
        ServesWithTag(server, TestFeed.Of(TestFeed.Mission("a")));
        await world.ImportUrl(server.Address);
        world.Catalog.Push("b");

        Assert.Equal(["b MOVED"], await Move(world, toFeed: true, "b"));
        Assert.Equal(["a", "b"], world.Catalog.Live);

        Assert.Equal((1, 0, 0, 1, 1, 0), (await world.ImportUrl(server.Address)).Counts);
        Assert.Equal(["a"], world.Catalog.Live);
    }

    [Fact]
    public async Task A_withdrawn_mission_is_moved_and_comes_back_when_the_feed_shows_it()
    {
        await using var world = await ImporterWorld.Start();
        world.Catalog.Push("b");
        world.Catalog.Push("c");
        var import = await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b")));
        world.Catalog.Unpublish("b");
        world.Catalog.Foreign["b"] = true;
        using var publisher = await PartnerBrowser.SignedIn(world, "demo", "publish");

        Assert.Contains("Rattachée ; elle est retirée", await Text(publisher, $"/feeds/runs/{import.Text("run")}/move"), StringComparison.Ordinal);

        Assert.Equal((1, 0, 0, 1, 0, 0), (await world.Import(TestFeed.Of(TestFeed.Mission("a")))).Counts);
        Assert.Equal(1, (await world.Import(TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b"))))["restored"]);
    }

    [Fact]
    public async Task A_held_run_that_is_confirmed_does_not_withdraw_what_was_moved_since()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(70));
        await Move(world, toFeed: false, "m-00100");

        var (status, text) = await world.Ask("confirm", held);

        Assert.Equal(200, status);
        Assert.Contains("29 retraits", text, StringComparison.Ordinal);
        Assert.Equal(71, world.Catalog.Live.Count());
        Assert.Contains("m-00100", world.Catalog.Live);
        Assert.Equal(("SUCCESS", 0), ((await world.Import(TestFeed.Numbered(70))).Status, (await world.LastRun()).GetProperty("run").GetProperty("absent").GetInt32()));
    }

    [Fact]
    public async Task A_crash_after_the_catalog_has_moved_missions_to_the_api_is_healed_by_the_next_run()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));
        world.Catalog.LosesMoves = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(world, toFeed: false, "m-00002", "m-00003"));
        Assert.Equal(2, world.Catalog.Foreign.Count);

        Assert.Equal((2, 0, 0, 1, 0, 1), (await world.Import(TestFeed.Numbered(2))).Counts);

        Assert.Equal((1, 0, 0, 1, 0, 0), (await world.Import(TestFeed.Numbered(1))).Counts);
        Assert.Equal(1, (await world.LastRun()).GetProperty("run").GetProperty("live").GetInt32());
        Assert.Equal(3, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task A_crash_after_the_catalog_has_moved_missions_to_a_feed_is_healed_by_the_next_run()
    {
        await using var server = await FeedServer.Start();
        await using var world = await ImporterWorld.Start(server.Allowed);
        ServesWithTag(server, TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b")));
        await world.ImportUrl(server.Address);
        await Move(world, toFeed: false, "b");
        world.Catalog.Push("b");
        world.Catalog.Push("c");
        world.Catalog.LosesMoves = true;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(world, toFeed: true, "b", "c"));

        // One that the feed names is applied, one that it does not is withdrawn.
        Assert.Equal((2, 0, 1, 1, 1, 0), (await world.ImportUrl(server.Address)).Counts);
        Assert.Equal(["a", "b"], world.Catalog.Live);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_before_the_catalog_has_moved_anything_leaves_all_as_it_was(bool toFeed)
    {
        await using var world = await ImporterWorld.Start();
        var feed = TestFeed.Of(TestFeed.Mission("a"), TestFeed.Mission("b"));
        world.Catalog.Push("c");
        await world.Import(feed);
        world.Catalog.Moves = 0;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(world, toFeed, "b", "c"));

        Assert.Equal((2, 0, 0, 2, 0, 0), (await world.Import(feed)).Counts);
        Assert.Equal((2, 0, 0, 2, 0, 0), (await world.Import(feed)).Counts);
        Assert.Equal(2, (await world.LastRun()).GetProperty("run").GetProperty("live").GetInt32());
        Assert.Equal(["a", "b", "c"], world.Catalog.Live);
    }

    [Fact]
    public async Task Nothing_moves_while_a_run_goes_on_and_the_partner_is_told()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(1));
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Catalog.Before = _ =>
        {
            arrived.TrySetResult();
            return goOn.Task;
        };
        var going = world.Import(TestFeed.Numbered(2));
        await arrived.Task;

        Assert.Equal("FEED_BUSY", await Error(world, new { clientIds = new[] { "m-00001" }, toFeed = false }));
        Assert.Empty(world.Catalog.Foreign);

        goOn.SetResult();
        await going;
        Assert.Equal(["m-00001 MOVED"], await Move(world, toFeed: false, "m-00001"));
    }

    [Fact]
    public async Task Nothing_moves_while_a_batch_has_no_outcome()
    {
        await using var world = await ImporterWorld.Start(new("Batches:GiveUpAfterSeconds", "1"), new KeyValuePair<string, string?>("Batches:ResendAfterSeconds", "1"));
        await world.Import(TestFeed.Numbered(1));
        world.Catalog.Answers = false;
        Assert.Equal("CATALOG_UNAVAILABLE", (await world.Import(TestFeed.Numbered(2))).Reason);

        Assert.Equal("FEED_BUSY", await Error(world, new { clientIds = new[] { "m-00001" }, toFeed = false }));

        world.Catalog.Answers = true;
        await Eventually.Holds(async () => await world.Query(db => db.Batches.CountAsync()) == 0, "the batch has its outcome");
        Assert.Equal(["m-00001 MOVED"], await Move(world, toFeed: false, "m-00001"));
    }

    [Fact]
    public async Task A_feed_is_named_or_the_main_one_and_must_be_the_partners()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(1));
        world.Catalog.Push("b");

        Assert.Equal("FEED_UNKNOWN", await Error(world, new { clientIds = new[] { "b" }, toFeed = true, feed = "secondaire" }));
        Assert.Equal("FEED_UNKNOWN", await Error(world, new { clientIds = new[] { "b" }, toFeed = true }, "sans-flux"));
        Assert.Null(await Error(world, new { clientIds = new[] { "b" }, toFeed = false }, "sans-flux"));
        Assert.Null(await Error(world, new { clientIds = new[] { "b" }, toFeed = true, feed = "main" }));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(world, toFeed: true));
        Assert.Equal(HttpStatusCode.BadRequest, await Status(world, toFeed: true, [.. Enumerable.Range(0, 201).Select(n => $"{n}")]));
    }

    private static void ServesWithTag(FeedServer server, string xml) => server.Answer = context =>
    {
        if (context.Request.Headers.IfNoneMatch == Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.Headers.ETag = Tag;
        return context.Response.WriteAsync(xml);
    };

    private static async Task<HttpStatusCode> Post(PartnerBrowser browser, string path, string? origin)
    {
        using var answer = await browser.Post(path, origin);
        return answer.StatusCode;
    }

    private static async Task<string> Text(PartnerBrowser browser, string path)
    {
        using var answer = await browser.Post(path, browser.Origin);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}\n{text}");
        return WebUtility.HtmlDecode(text);
    }

    private static Task<HttpResponseMessage> Ask(ImporterWorld world, object request, string publisher = "demo") =>
        world.Host.Client.PostAsJsonAsync($"/internal/importer/publishers/{EntityId.OfPublisher(publisher)}/moves", request);

    private static async Task<HttpStatusCode> Status(ImporterWorld world, bool toFeed, params string[] clientIds)
    {
        using var answer = await Ask(world, new { clientIds, toFeed });
        return answer.StatusCode;
    }

    private static async Task<string?> Error(ImporterWorld world, object request, string publisher = "demo")
    {
        using var answer = await Ask(world, request, publisher);
        var error = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        return error.ValueKind == JsonValueKind.Null ? null : error.GetProperty("code").GetString();
    }

    /// <summary>What became of each mission: identifier, outcome, code of the error if there is one.</summary>
    private static async Task<List<string>> Move(ImporterWorld world, bool toFeed, params string[] clientIds)
    {
        using var answer = await Ask(world, new { clientIds, toFeed });
        var json = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return [.. json.GetProperty("results").EnumerateArray().Select(r => string.Join(' ', new[]
        {
            r.GetProperty("clientId").GetString(), r.GetProperty("outcome").GetString(),
            r.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString() : null,
        }.OfType<string>()))];
    }
}
