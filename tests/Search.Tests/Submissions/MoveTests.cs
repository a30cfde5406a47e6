using System.Collections.Concurrent;
using System.Text.Json;
using Engagement.Hosting;
using Engagement.Missions;
using Engagement.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Engagement.Search.Tests.Submissions;

public sealed class MoveTests : IAsyncLifetime
{
    private const string Move =
        """
        mutation($ids: [String!]!, $to: MissionSource!, $feed: String) {
          moveMissions(input: { clientIds: $ids, to: $to, feed: $feed }) {
            results { clientId outcome mission { clientId title } userErrors { code field message } }
            userErrors { code field message }
          }
        }
        """;

    private readonly ConcurrentQueue<(string Publisher, JsonElement Request)> asked = new();
    private Func<string[], IResult> answer = null!;
    private ServiceHost importer = null!;
    private World world = null!;

    public async Task InitializeAsync()
    {
        importer = await ServiceHost.Start(
            builder => builder.AddServiceDefaults(),
            app => app.MapInternal().MapPost("/importer/publishers/{id}/moves", (string id, JsonElement request) =>
            {
                asked.Enqueue((id, request));
                return answer([.. request.GetProperty("clientIds").EnumerateArray().Select(e => e.GetString()!)]);
            }));
        Answers(_ => "MOVED");
        world = await World.Start(new KeyValuePair<string, string?>("Internal:Importer", importer.Address.ToString()));
        await world.Publish(
            world.Publisher("demo"), world.Key("demo", "eng_writes", scopes: ["read", "publish"]), world.Key("demo", "eng_reads"),
            world.Publisher("voisin"), world.Mission("demo", World.Content("a")), world.Mission("voisin", World.Content("v")));
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await importer.DisposeAsync();
    }

    [Fact]
    public async Task It_needs_a_key_that_may_publish()
    {
        foreach (var key in new[] { null, "eng_reads" })
        {
            Assert.Equal("FORBIDDEN", await world.ErrorCode(Move, key, new { ids = new[] { "a" }, to = "FEED" }));
        }

        Assert.Empty(asked);
    }

    [Fact]
    public async Task Each_mission_has_its_outcome_in_the_order_sent()
    {
        Answers(id => id switch { "a" => "MOVED", "old" => "ALREADY_THERE", _ => "UNKNOWN" });

        var results = (await Ask(["nowhere", "a", "old"], "FEED")).GetProperty("results").EnumerateArray().ToList();

        Assert.Equal(["nowhere UNKNOWN", "a MOVED", "old ALREADY_THERE"], results.Select(r => $"{r.GetProperty("clientId")} {r.GetProperty("outcome")}"));
        Assert.Equal(["MISSION_UNKNOWN"], results.SelectMany(r => r.GetProperty("userErrors").EnumerateArray()).Select(e => e.GetProperty("code").GetString()));
        Assert.Equal("Aide aux devoirs", results[1].GetProperty("mission").GetProperty("title").GetString());
    }

    [Fact]
    public async Task Where_to_is_asked_of_the_importer_for_the_partner_of_the_key_alone()
    {
        await Ask(["a"], "FEED");
        await Ask(["v"], "FEED", "secondaire");
        await Ask(["a"], "API");

        Assert.Equal(
            ["a True ", "v True secondaire", "a False "],
            asked.Select(q => $"{q.Request.GetProperty("clientIds")[0]} {q.Request.GetProperty("toFeed")} {q.Request.GetProperty("feed")}"));
        Assert.Equal([EntityId.OfPublisher("demo").ToString()], asked.Select(q => q.Publisher).Distinct());
    }

    [Fact]
    public async Task The_mission_of_another_is_unknown_and_not_shown()
    {
        Answers(_ => "UNKNOWN");

        var result = (await Ask(["v"], "API")).GetProperty("results")[0];

        Assert.Equal(("UNKNOWN", JsonValueKind.Null), (result.GetProperty("outcome").GetString(), result.GetProperty("mission").ValueKind));
    }

    [Theory]
    [InlineData(0, "FEED", null, "MISSIONS_COUNT")]
    [InlineData(201, "API", null, "MISSIONS_COUNT")]
    [InlineData(1, "API", "main", "FEED_UNEXPECTED")]
    public async Task What_cannot_be_asked_is_a_user_error(int count, string to, string? feed, string code)
    {
        var payload = await Ask([.. Enumerable.Range(0, count).Select(n => $"{n}")], to, feed);

        Assert.Equal(code, payload.GetProperty("userErrors")[0].GetProperty("code").GetString());
        Assert.Equal(0, payload.GetProperty("results").GetArrayLength());
        Assert.Empty(asked);
    }

    [Fact]
    public async Task A_text_that_no_identifier_has_is_told_as_such()
    {
        foreach (var id in new[] { new string('x', 501), "a\0" })
        {
            Assert.Equal("BAD_USER_INPUT", await world.ErrorCode(Move, "eng_writes", new { ids = new[] { id }, to = "FEED" }));
        }
    }

    [Fact]
    public async Task Why_nothing_was_moved_is_passed_on()
    {
        answer = _ => Results.Ok(new { results = Array.Empty<object>(), error = new { code = "FEED_BUSY", field = (string?)null, message = "Une lecture est en cours." } });

        var error = (await Ask(["a"], "FEED")).GetProperty("userErrors")[0];

        Assert.Equal(("FEED_BUSY", "Une lecture est en cours."), (error.GetProperty("code").GetString(), error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task An_importer_that_does_not_answer_is_told_as_such()
    {
        answer = _ => Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

        Assert.Equal("SERVICE_UNAVAILABLE", await world.ErrorCode(Move, "eng_writes", new { ids = new[] { "a" }, to = "FEED" }));
    }

    private void Answers(Func<string, string> outcome) => answer = ids => Results.Ok(new
    {
        results = ids.Select(id => (id, outcome: outcome(id))).Select(m => new
        {
            clientId = m.id,
            m.outcome,
            error = m.outcome == "UNKNOWN" ? new { code = "MISSION_UNKNOWN", field = "clientIds", message = "Vérifiez-le." } : null,
        }),
        error = (object?)null,
    });

    private async Task<JsonElement> Ask(string[] ids, string to, string? feed = null) =>
        (await world.Data(Move, "eng_writes", new { ids, to, feed })).GetProperty("moveMissions");
}
