using System.Globalization;
using Engagement.Search.Index;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Index;

/// <summary>Of the words that a publisher's missions use freely, 5,000 in each list are facet values and filters.</summary>
public sealed class FacetWordTests(ITestOutputHelper output)
{
    private const int Most = 5_000;
    private readonly SmallWorld world = new(new Random(1));

    [Fact]
    public void Words_beyond_5000_are_no_facet_values_and_no_filters_but_are_found_by_search()
    {
        var index = MissionIndexTests.Load(Missions(52, 100), 10);

        Assert.Equal(Words(0, Most), Facet(index, MissionFacet.Audiences).Select(c => c.Code));
        Assert.Equal(Words(0, Most), Facet(index, MissionFacet.Networks).Select(c => c.Code));
        Assert.Equal((1, 0), (Filtered(index, f => f with { Audiences = [Word(4_999)] }), Filtered(index, f => f with { Audiences = [Word(5_000)] })));
        Assert.Equal((1, 0), (Filtered(index, f => f with { Networks = [Word(4_999)] }), Filtered(index, f => f with { Networks = [Word(5_199)] })));
        Assert.Equal((1, 0), (Filtered(index, f => f with { Tags = [Word(4_999)] }), Filtered(index, f => f with { Tags = [Word(5_000)] })));
        Assert.Equal((1, 1), (Found(index, Word(4_999)), Found(index, Word(5_199))));
        Assert.Equal(52, index.Count);
    }

    [Fact]
    public void The_words_that_most_missions_use_are_chosen_whenever_they_came()
    {
        var missions = Missions(52, 100);
        var index = MissionIndexTests.Load(missions, 10);
        // A second mission uses the words that were beyond: they win the places of words that one mission uses, the last in ordinal order.
        index.Apply(new IndexBatch(100, [Mission(100, Words(5_100, 100))], []));

        Assert.Equal([.. Words(5_100, 100), .. Words(0, 4_900)], Facet(index, MissionFacet.Audiences).Select(c => c.Code));
        Assert.Equal((2, 0, 1), (Filtered(index, f => f with { Tags = [Word(5_150)] }), Filtered(index, f => f with { Tags = [Word(4_900)] }), Filtered(index, f => f with { Tags = [Word(4_899)] })));

        index.Apply(new IndexBatch(101, [], [Id(100)]));
        Assert.Equal(Words(0, Most), Facet(index, MissionFacet.Audiences).Select(c => c.Code));
    }

    [Fact]
    public void A_word_that_no_live_mission_uses_frees_its_place()
    {
        var missions = Missions(52, 100);
        var index = MissionIndexTests.Load(missions, 10);

        index.Apply(new IndexBatch(100, [missions[0] with { Number = 1_000, Content = missions[0].Content with { Tags = [], Audiences = [] }, Organization = null }], [Id(1)]));

        Assert.Equal(Words(200, Most), Facet(index, MissionFacet.Audiences).Select(c => c.Code));
        Assert.Equal(Words(200, Most), Facet(index, MissionFacet.Networks).Select(c => c.Code));
        Assert.Equal(1, Filtered(index, f => f with { Tags = [Word(5_199)] }));

        index.Apply(new IndexBatch(101, [], [Id(2), Id(3), Id(4)]));
        Assert.Equal(4_700, Facet(index, MissionFacet.Audiences).Count);
        Assert.Equal(4_700, Words(500, 4_700).Count(word => Filtered(index, f => f with { Tags = [word] }) == 1));
    }

    [Fact]
    public void Each_publisher_has_its_own_places()
    {
        var index = MissionIndexTests.Load(Missions(52, 100), 10);
        var other = Mission(200, [Word(5_199), "Tous"]) with { PublisherId = SmallWorld.Publishers[1] };

        index.Apply(new IndexBatch(200, [other], []));

        Assert.Equal(5_002, Facet(index, MissionFacet.Audiences).Count);
        Assert.Equal(1, Facet(index, MissionFacet.Audiences).Single(c => c.Code == Word(5_199)).Count);
        Assert.Equal(1, Filtered(index, f => f with { Tags = [Word(5_199)] }));
    }

    [Fact]
    public void A_value_that_a_mission_repeats_counts_once()
    {
        var index = MissionIndexTests.Load([.. Missions(50, 100), Mission(60, ["aaa", "aaa", "", "aaa"]), Mission(61, [Word(4_999)])], 10);

        Assert.Equal([Word(4_999), "aaa", .. Words(0, 4_998)], Facet(index, MissionFacet.Audiences).Select(c => c.Code));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_choice_depends_on_the_live_missions_alone(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var random = new Random(seed);
        var live = new Dictionary<Guid, MissionDocument>();
        var index = new MissionIndex();
        var number = 0L;
        for (var step = 0; step < 25; step++)
        {
            // Now more, now fewer words than places: missions come, change and go.
            var batch = Enumerable.Range(0, 60).Select(_ => RandomMission(random, ++number, step)).DistinctBy(m => m.Id).ToList();
            var gone = live.Keys.Where(_ => random.Next(step % 8 == 7 ? 2 : 30) == 0).ToList();
            index.Apply(new IndexBatch(number, batch, gone));
            foreach (var mission in batch) live[mission.Id] = mission;
            foreach (var id in gone) live.Remove(id);
            foreach (var facet in new[] { MissionFacet.Audiences, MissionFacet.Networks }) Assert.Equal(Expected(live.Values, facet), Facet(index, facet).Select(c => (c.Code, c.Count)));
        }

        var rebuilt = MissionIndexTests.Load([.. live.Values.OrderBy(m => m.Id)], 77);
        Assert.Equal(rebuilt.Count, index.Count);
        var distinct = live.Values.SelectMany(m => m.Content.Tags).Distinct().ToList();
        output.WriteLine($"{live.Count} missions, {distinct.Count} tags");
        foreach (var tag in distinct.Where((_, i) => i % 10 == 0))
        {
            Assert.Equal(Filtered(rebuilt, f => f with { Tags = [tag] }), Filtered(index, f => f with { Tags = [tag] }));
        }
    }

    // By the rule, as a loop over the documents.
    private static List<(string, int)> Expected(IReadOnlyCollection<MissionDocument> live, MissionFacet facet) =>
    [
        .. live.GroupBy(m => m.PublisherId)
            .SelectMany(publisher => publisher.SelectMany(m => facet == MissionFacet.Audiences ? m.Content.Audiences : m.Organization!.Networks).GroupBy(word => word, StringComparer.Ordinal)
                .OrderByDescending(uses => uses.Count()).ThenBy(uses => uses.Key, StringComparer.Ordinal).Take(Most))
            .GroupBy(uses => uses.Key, uses => uses.Count(), StringComparer.Ordinal).Select(word => (word.Key, word.Sum()))
            .OrderByDescending(word => word.Item2).ThenBy(word => word.Key, StringComparer.Ordinal),
    ];

    private MissionDocument RandomMission(Random random, long number, int step)
    {
        var word = () => Word((int)(8_000 * Math.Pow(random.NextDouble(), step % 8 < 4 ? 1 : 2)));
        var mission = Mission(random.Next(400), [.. Enumerable.Range(0, random.Next(60)).Select(_ => word()).Distinct()]);
        return mission with { Number = number, PublisherId = SmallWorld.Publishers[mission.Id.ToByteArray()[0] % 2] };
    }

    private List<MissionDocument> Missions(int count, int words) => [.. Enumerable.Range(0, count).Select(i => Mission(i, Words(i * words, words)))];

    private MissionDocument Mission(int id, IReadOnlyList<string> words)
    {
        var mission = world.Mission(Id(id));
        return mission with
        {
            Status = "ACCEPTED",
            PublisherId = SmallWorld.Publishers[0],
            Organization = SmallWorld.Organizations[0] with { Networks = words },
            Content = mission.Content with { EndAt = null, Tags = words, Audiences = words },
        };
    }

    private static Guid Id(int number) => new(number, 1, 1, new byte[8]);

    private static string Word(int number) => string.Create(CultureInfo.InvariantCulture, $"mot{number:D5}");

    private static string[] Words(int from, int count) => [.. Enumerable.Range(from, count).Select(Word)];

    private static IReadOnlyList<FacetCount> Facet(MissionIndex index, MissionFacet facet) =>
        index.Search(Query with { Facets = [new FacetRequest(facet)] }).Facets[0].Counts;

    private static int Filtered(MissionIndex index, Func<MissionFilter, MissionFilter> filter) => index.Search(Query with { Filter = filter(MissionFilter.None) }).TotalCount!.Value;

    private static int Found(MissionIndex index, string search) => index.Search(Query with { Search = search }).TotalCount!.Value;

    private static readonly MissionQuery Query = new() { Page = Page.First(1), Now = SmallWorld.Now, WantTotal = true };
}
