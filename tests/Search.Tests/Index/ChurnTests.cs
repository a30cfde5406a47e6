using System.Globalization;
using Engagement.Search.Analysis;
using Engagement.Search.Index;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Index;

/// <summary>What partners replace leaves the memory, and nobody who asks meanwhile notices.</summary>
public sealed class ChurnTests(ITestOutputHelper output)
{
    private static readonly MissionQuery Everything = new() { Page = Page.First(10), Now = SmallWorld.Now, WantTotal = true, Facets = RandomQueries.EveryFacet };

    [Fact]
    public void What_no_mission_uses_any_more_is_forgotten()
    {
        var world = new SmallWorld(new Random(1));
        var missions = Accepted(world, 60);
        var index = new MissionIndex();
        var texts = new List<int>();
        for (var round = 0; round < 40; round++)
        {
            index.Apply(new IndexBatch(round + 1, [.. missions.Select(m => WithFreshWords(m, round, 50))], []));
            texts.Add(index.Texts);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"texts after 2 rounds {texts[1]:N0}, at most {texts.Max():N0}, after 40 {texts[^1]:N0}"));
        // A round has 60 × (3 × 50 values + 50 terms) texts of its own; an eighth more may wait to be forgotten, and what was replaced until it is merged away.
        Assert.InRange(texts[^1], 12_000, 1.2 * texts[1]);
        Assert.InRange(texts.Max(), 12_000, 1.7 * 12_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_index_that_forgot_answers_as_one_that_was_rebuilt(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var random = new Random(seed);
        var world = new SmallWorld(random);
        var live = Accepted(world, 500).ToDictionary(m => m.Id);
        var index = MissionIndexTests.Load([.. live.Values], 150);
        for (var round = 0; round < 30; round++)
        {
            var changed = live.Keys.Where(_ => random.Next(8) == 0).Select(id => WithFreshWords(world.Mission(id) with { Status = "ACCEPTED" }, round, 12)).ToList();
            foreach (var mission in changed) live[mission.Id] = mission;
            index.Apply(new IndexBatch(10_000 + round, changed, []));
        }

        var rebuilt = MissionIndexTests.Load([.. live.Values], 10_000);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{index.Texts} texts, {rebuilt.Texts} in a rebuilt index"));
        Assert.InRange(index.Texts, rebuilt.Texts, 2 * rebuilt.Texts);
        var queries = new RandomQueries(world, random);
        for (var i = 0; i < 40; i++) IndexUpdateTests.AssertSame(queries.Query(10 + random.Next(300)), rebuilt, index);
        foreach (var mission in live.Values.Take(30))
        {
            var tag = mission.Content.Tags.Count > 0 ? mission.Content.Tags[^1] : "sport";
            IndexUpdateTests.AssertSame(Everything with { Filter = new MissionFilter { Tags = [tag] } }, rebuilt, index);
            IndexUpdateTests.AssertSame(Everything with { Search = tag }, rebuilt, index);
        }
    }

    [Fact]
    public async Task Readers_see_the_words_of_one_state_while_others_are_forgotten()
    {
        var world = new SmallWorld(new Random(3));
        var missions = Accepted(world, 40);
        var index = new MissionIndex();
        index.Apply(Round(missions, 0));
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Read(index, missions.Count, stop.Token))).ToList();
        var most = 0;
        for (var round = 1; round < 150; round++)
        {
            index.Apply(Round(missions, round));
            most = Math.Max(most, index.Texts);
        }

        await stop.CancelAsync();
        output.WriteLine($"{(await Task.WhenAll(readers)).Sum()} reads, at most {most} texts");
        Assert.InRange(most, 1, 40_000);
    }

    [Fact]
    public void A_text_without_a_space_takes_no_place_among_the_spellings()
    {
        var (lexicon, terms) = (new Lexicon(), new List<int>());
        var reader = new TermReader(lexicon);
        var texts = Enumerable.Range(0, 100).Select(i => new string((char)('a' + (i % 26)), 20_000 + i)).ToList();
        reader.Read("échauffement", terms);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var text in texts) reader.Read(text, terms);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{allocated:N0} bytes for 100 texts of 20,000 letters"));
        Assert.Equal((101, 27), (terms.Count, lexicon.Count));
        Assert.InRange(allocated, 0, 100_000);
    }

    private static int Read(MissionIndex index, int missions, CancellationToken stop)
    {
        var reads = 0;
        do
        {
            var result = index.Search(Everything);
            var audiences = result.Facets.Single(f => f.Facet == MissionFacet.Audiences).Counts;
            var round = Assert.Single(audiences, count => count.Code.StartsWith("tour-", StringComparison.Ordinal));
            Assert.Equal((missions, $"tour-{result.Number}"), (round.Count, round.Code));
            // Each mission's own words, and the one that they share.
            Assert.Equal(1 + (missions * 20), audiences.Count);
            Assert.All(audiences, count => Assert.EndsWith($"-{result.Number}", count.Code, StringComparison.Ordinal));
            reads++;
        }
        while (!stop.IsCancellationRequested);
        return reads;
    }

    private static IndexBatch Round(List<MissionDocument> missions, int round) => new(round, [.. missions.Select((m, i) => m with
    {
        Number = m.Number + (round * 1_000),
        Content = m.Content with { Audiences = [$"tour-{round}", .. Enumerable.Range(0, 20).Select(n => $"{i}-{n}-{round}")] },
    })], []);

    private static MissionDocument WithFreshWords(MissionDocument mission, int round, int count)
    {
        string[] words = [.. Enumerable.Range(0, count).Select(n => $"mot{mission.Number}x{n}x{round}")];
        return mission with
        {
            Number = mission.Number + 100_000 + round,
            Organization = mission.Organization is { } organization ? organization with { Networks = [.. words.Select(w => $"Réseau {w}")] } : null,
            Content = mission.Content with { Tags = words, Audiences = [.. words.Select(w => $"Public {w}")] },
        };
    }

    private static List<MissionDocument> Accepted(SmallWorld world, int count) => [.. world.Missions(count).Select(m => m with
    {
        Status = "ACCEPTED",
        Organization = m.Organization ?? SmallWorld.Organizations[0],
        Content = m.Content with { EndAt = null },
    })];
}
