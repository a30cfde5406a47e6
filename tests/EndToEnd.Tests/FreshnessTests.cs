using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.EndToEnd.Tests;

public sealed class FreshnessTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_title_changed_in_the_feed_is_found_within_300_ms_of_its_commit()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        // The system's clock: the log's own times tell when the change was committed.
        await using var instance = await Instance.Start(database, new KeyValuePair<string, string>("Clock__Now", ""));
        await instance.ImportFile("Jardins", Feed(0));
        var (fromStart, fromCommit) = (new List<double>(), new List<double>());
        for (var change = 1; change <= 10; change++)
        {
            var head = await Head(instance);
            var start = Stopwatch.GetTimestamp();
            var import = instance.ImportFile("Jardins", Feed(change));
            var visible = await Found(instance, Word(change));
            fromStart.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            (await import).AssertCounts(100, updated: 1, unchanged: 99);
            fromCommit.Add((visible - await CommitAfter(instance, head)).TotalMilliseconds);
            Assert.Equal(0, await Total(instance, Word(change - 1)));
        }

        output.Print($"a changed title is found: {Median(fromStart):0} ms after the run's start (worst {fromStart.Max():0}), {Median(fromCommit):0} ms after the commit (worst {fromCommit.Max():0})");
        Assert.InRange(Median(fromCommit), 0, 300);
    }

    /// <summary>A hundred missions; the title of one says how often it changed, in a word of its own.</summary>
    private static byte[] Feed(int change)
    {
        var missions = Enumerable.Range(0, 100).Select(i => string.Create(CultureInfo.InvariantCulture, $"""
            <mission><clientId>{i}</clientId><title>Jardin partagé numéro {i} {(i == 50 ? Word(change) : "")}</title><description>Au printemps.</description>
            <applicationUrl>https://example.fr/{i}</applicationUrl></mission>
            """));
        return Encoding.UTF8.GetBytes($"<source>{string.Concat(missions)}</source>");
    }

    private static string Word(int change) => $"{"bcdfghjklmnp"[change]}orbuzal";

    private static async Task<DateTimeOffset> Found(Instance instance, string word)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            var asked = DateTimeOffset.UtcNow;
            if (await Total(instance, word) == 1)
            {
                return asked;
            }

            await Task.Delay(2);
        }

        throw new InvalidOperationException($"{word} was not found in {clock.Elapsed}.\n{instance.Log}");
    }

    private static async Task<int> Total(Instance instance, string word) =>
        (await instance.Query("query ($word: String) { missions(search: $word) { totalCount } }", new { word })).GetProperty("missions").GetProperty("totalCount").GetInt32();

    private static async Task<long> Head(Instance instance) => (await Log(instance, 0)).Head;

    private static async Task<DateTimeOffset> CommitAfter(Instance instance, long number) =>
        (await Log(instance, number)).Entries.Max(e => e.At);

    private static async Task<Changes> Log(Instance instance, long after) =>
        (await instance.Client.GetFromJsonAsync<Changes>($"/internal/changes?after={after}", MessageJson.Options))!;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
