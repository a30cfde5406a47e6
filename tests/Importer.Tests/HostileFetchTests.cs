using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Importer.Feeds;
using Engagement.Importer.Fetching;
using Engagement.Importer.Runs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Engagement.Importer.Tests;

/// <summary>Whatever a partner's server answers, the reading ends as a record that says why, the next one is due later, and the next good answer is read.</summary>
public sealed partial class HostileFetchTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_126;
    private const int Feeds = 8;
    private readonly ConcurrentQueue<string> faults = new();
    private static readonly int Answers = Environment.GetEnvironmentVariable("ENGAGEMENT_LONG") is { Length: > 0 } ? 3200 : 320;

    [Fact]
    public async Task Every_hostile_answer_ends_as_a_record_and_the_next_good_one_is_read()
    {
        output.WriteLine($"Seed {Seed}, {Answers} answers: answer n of a feed is made from seed + n.");
        var servers = Enumerable.Range(0, Feeds).Select(_ => new HostileServer()).ToList();
        await using var world = await ImporterWorld.Start(
            [.. servers.Select((s, n) => s.Allowed(n)), new("Logging:LogLevel:Engagement", "None")]);
        using var fetcher = Fetcher(servers);
        var ends = await Task.WhenAll(servers.Select((server, n) => Read(world, fetcher, server, n)));
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        var reasons = ends.SelectMany(e => e).CountBy(e => e).OrderByDescending(e => e.Value).ToList();
        output.WriteLine(string.Join(", ", reasons.Select(r => $"{r.Key} {r.Value}")));
        NoFaults();
        Assert.Equal(Answers, reasons.Sum(r => r.Value));
        Assert.True(reasons.Count >= 10, "The answers are not varied enough.");
    }

    [Fact]
    public async Task A_dry_run_of_a_hostile_answer_is_a_report()
    {
        await using var server = new HostileServer();
        await using var world = await ImporterWorld.Start(
            server.Allowed(0), new("Fetch:SilenceSeconds", "1"), new("Fetch:ConnectSeconds", "1"), new("Validation:PerMinute", "10000"));
        foreach (var number in Enumerable.Range(0, Answers / 4))
        {
            server.Answers(new HostileAnswers(Seed + number, server.Address, number % 2 > 0).Make());

            using var answer = await world.Host.Client.PostAsJsonAsync("/feeds/validate", new { url = server.Address });

            if (Holds(answer.StatusCode == HttpStatusCode.OK, $"answer {number}: {answer.StatusCode}"))
            {
                var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
                Explains(number, report.GetProperty("status").GetString()!, report.GetProperty("reason").GetString(), report.GetProperty("message").GetString());
            }
        }

        NoFaults();
    }

    private void NoFaults() => Assert.True(faults.IsEmpty, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(30))}");

    private bool Holds(bool isTrue, string fault)
    {
        if (!isTrue)
        {
            faults.Enqueue(fault);
        }

        return isTrue;
    }

    private static FeedFetcher Fetcher(List<HostileServer> servers) => new(
        new FetchOptions { AllowedPrivateEndpoints = [.. servers.Select(s => s.Address.Authority)], ConnectSeconds = 1, SilenceSeconds = 1, Retries = 0 },
        new FeedCredentials(new EphemeralDataProtectionProvider()),
        (_, _) => throw new SocketException((int)SocketError.HostNotFound));

    /// <summary>The hostile answers of one feed, each followed by a good one; returns how the hostile ones ended.</summary>
    private async Task<List<string>> Read(ImporterWorld world, FeedFetcher fetcher, HostileServer server, int n)
    {
        var (isRpde, first) = (n % 2 > 0, (n * 100) + 1);
        var feedId = await Feed(world, server, $"p-{n}", isRpde);
        var runner = world.Host.Services.GetRequiredService<Runner>();
        server.Good = target => isRpde ? GoodPage(target, first) : HostileServer.Page(200, TestFeed.Numbered(3, first));
        var ends = new List<string>();
        for (var number = n; number < Answers; number += Feeds)
        {
            server.Answers(new HostileAnswers(Seed + number, server.Address, isRpde, first).Make());
            ends.Add(await Ends(world, feedId, number, await runner.Scheduled(feedId, fetcher)));

            server.Answers();
            var good = await runner.Scheduled(feedId, fetcher);
            Holds(good is { Status: RunStatus.Success }, $"the good answer after answer {number}: {good?.Status} {good?.Reason} {good?.Message}");
            var live = await world.Query(db => db.MissionStates.CountAsync(s => s.FeedId == feedId && s.AppliedHash != null));
            Holds(live == 3, $"{live} missions after the good answer that follows answer {number}");
        }

        return ends;
    }

    private async Task<string> Ends(ImporterWorld world, Guid feedId, int number, Run? run)
    {
        if (!Holds(run is { EndedAt: not null }, $"answer {number} left no record"))
        {
            return "NO_RECORD";
        }

        Explains(number, run!.Status, run.Reason, run.Message);
        var next = await world.Query(db => db.Feeds.Where(f => f.Id == feedId).Select(f => f.NextRunAt).SingleAsync());
        Holds(next > DateTimeOffset.UtcNow.AddSeconds(10), $"after answer {number} the next reading is due at {next}");
        return run.Reason ?? run.Status;
    }

    /// <summary>A failure has a code of the partner's, a sentence in French, and nothing that an exception says.</summary>
    private void Explains(int number, string status, string? reason, string? message)
    {
        Holds(status is RunStatus.Success or RunStatus.Held or RunStatus.Failed, $"answer {number}: {status}");
        if (status == RunStatus.Failed)
        {
            Holds(Code().IsMatch(reason!) && reason != "INTERNAL_ERROR", $"answer {number}: {reason} {message}");
            Holds(message is { Length: > 20 and < 500 } && !English().IsMatch(message), $"answer {number}: {message}");
        }
    }

    private static RawAnswer GoodPage(string target, int first) => target.EndsWith("after=1", StringComparison.Ordinal)
        ? HostileServer.Page(200, $$"""{"next":"/missions?after=1","items":[]}""")
        : HostileServer.Page(200, $$"""{"next":"/missions?after=1","items":[{{string.Join(',', Enumerable.Range(first, 3).Select(GoodItem))}}]}""");

    private static string GoodItem(int n) => JsonSerializer.Serialize(new
    {
        state = "updated",
        kind = "mission",
        id = $"m-{n:00000}",
        modified = n,
        data = new { title = "Aider au jardin", description = "Entretenir les parcelles.", applicationUrl = "https://partenaire.example.fr/", organizationName = "Les Jardins" },
    });

    private static async Task<Guid> Feed(ImporterWorld world, HostileServer server, string publisher, bool isRpde)
    {
        await using var db = await world.OpenDb();
        var feed = new Feed(Missions.EntityId.OfPublisher(publisher), publisher, publisher, Importer.Feeds.Feed.Main);
        feed.SetFormat(isRpde ? FeedFormats.Rpde : FeedFormats.Xml);
        // Far away, so that the service's own clock does not read it.
        feed.PullFrom(server.Address.AbsoluteUri, DateTimeOffset.UtcNow.AddYears(1));
        db.Feeds.Add(feed);
        await db.SaveChangesAsync();
        return feed.Id;
    }

    [GeneratedRegex("^[A-Z][A-Z0-9_]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex("Exception|System\\.|\\b(the|invalid|received|unexpected|error|value|character|is not|LineNumber|cannot)\\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex English();
}
