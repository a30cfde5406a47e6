using System.Globalization;
using Engagement.Search.Index;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Index;

public sealed class IndexUpdateTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_index_that_was_updated_answers_as_one_that_was_rebuilt(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var random = new Random(seed);
        var world = new SmallWorld(random);
        var live = new Dictionary<Guid, MissionDocument>();
        var updated = new MissionIndex();
        for (var step = 0; step < 120; step++) updated.Apply(RandomBatch(world, random, live, step));
        var rebuilt = MissionIndexTests.Load([.. live.Values], 10_000);
        Assert.Equal(rebuilt.Count, updated.Count);
        var queries = new RandomQueries(world, random);
        for (var i = 0; i < 80; i++) AssertSame(queries.Query(10 + random.Next(500)), rebuilt, updated);
    }

    private static IndexBatch RandomBatch(SmallWorld world, Random random, Dictionary<Guid, MissionDocument> live, int step)
    {
        var upserts = new List<MissionDocument>();
        var known = live.Keys.ToList();
        for (var i = random.Next(step % 20 == 0 ? 300 : 30); i >= 0; i--)
        {
            var mission = known.Count > 0 && random.Next(2) == 0 ? world.Mission(world.Any(known)) : world.Mission();
            upserts.Add(mission);
        }

        var removals = known.Where(_ => random.Next(40) == 0).ToList();
        foreach (var mission in upserts) live[mission.Id] = mission;
        foreach (var id in removals) live.Remove(id);
        return new IndexBatch(step + 1, upserts, removals);
    }

    internal static void AssertSame(MissionQuery query, MissionIndex rebuilt, MissionIndex updated)
    {
        var (expected, actual) = (rebuilt.Search(query), updated.Search(query));
        Assert.Equal(expected.TotalCount, actual.TotalCount);
        Assert.Equal(expected.Hits, actual.Hits);
        Assert.Equal(expected.HasNext, actual.HasNext);
        foreach (var (left, right) in expected.Facets.Zip(actual.Facets)) Assert.Equal(left.Counts, right.Counts);
        var map = new MissionMapQuery { Bounds = new GeoBounds(-10, 40, 10, 52), Zoom = 7, Search = query.Search, Filter = query.Filter, Now = query.Now };
        var (expectedMap, actualMap) = (rebuilt.Map(map), updated.Map(map));
        Assert.Equal(expectedMap.Cells, actualMap.Cells);
        Assert.Equal(expectedMap with { Number = 0, Cells = [] }, actualMap with { Number = 0, Cells = [] });
    }

    [Fact]
    public void The_last_state_of_a_mission_wins_and_an_older_one_is_ignored()
    {
        var world = new SmallWorld(new Random(5));
        var id = Guid.NewGuid();
        var states = Enumerable.Range(0, 3).Select(_ => world.Mission(id) with { Status = "ACCEPTED" }).Select(NeverEnding).ToList();
        var index = new MissionIndex();
        index.Apply(new IndexBatch(1, [states[1], states[0]], []));
        Assert.Equal(states[1].UpdatedAt.UtcTicks, ~OnlyHit(index).Position.Key);
        index.Apply(new IndexBatch(2, [states[2]], []));
        index.Apply(new IndexBatch(3, [states[0]], []));
        Assert.Equal(states[2].UpdatedAt.UtcTicks, ~OnlyHit(index).Position.Key);
        Assert.Equal(3, index.Number);
    }

    [Fact]
    public void A_mission_that_is_no_longer_accepted_leaves_the_index()
    {
        var mission = NeverEnding(new SmallWorld(new Random(6)).Mission() with { Status = "ACCEPTED" });
        var index = MissionIndexTests.Load([mission], 1);
        Assert.Equal(1, index.Count);
        index.Apply(new IndexBatch(2, [mission with { Status = "WITHDRAWN", Number = 2 }], []));
        Assert.Equal(0, index.Count);
    }

    [Fact]
    public void A_mission_is_shown_until_the_instant_of_its_end()
    {
        var mission = NeverEnding(new SmallWorld(new Random(7)).Mission() with { Status = "ACCEPTED" });
        var index = MissionIndexTests.Load([mission with { Content = mission.Content with { EndAt = SmallWorld.Now } }], 1);
        Assert.Single(index.Search(Newest with { Now = SmallWorld.Now.AddTicks(-1) }).Hits);
        Assert.Empty(index.Search(Newest).Hits);
        Assert.Single(index.Search(Newest with { Now = SmallWorld.Now.AddDays(-1) }).Hits);
    }

    [Fact]
    public async Task Readers_see_whole_batches_while_the_writer_works()
    {
        var world = new SmallWorld(new Random(8));
        var missions = world.Missions(2_000).Where(m => m.Status == "ACCEPTED").Select(NeverEnding).ToList();
        var index = MissionIndexTests.Load(missions, 5_000);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Read(index, missions.Count, stop.Token))).ToList();
        for (var round = 0; round < 150; round++)
        {
            // Every mission changes its title in one batch or leaves and comes back: the count never moves.
            var changed = missions.Skip(round * 13 % 1_000).Take(50).Select((m, i) => m with { Number = 10_000 + (round * 100) + i }).ToList();
            index.Apply(new IndexBatch(10_000 + round, changed, []));
        }

        await stop.CancelAsync();
        var reads = await Task.WhenAll(readers);
        output.WriteLine($"{reads.Sum()} reads");
        Assert.All(reads, count => Assert.True(count > 0));
    }

    private static int Read(MissionIndex index, int expected, CancellationToken stop)
    {
        var (reads, number) = (0, 0L);
        do
        {
            var result = index.Search(Newest with { Search = reads % 2 == 0 ? null : "theatre", Order = (MissionOrder)(reads % 2 * 4), Facets = RandomQueries.EveryFacet });
            Assert.True(result.Number >= number);
            number = result.Number;
            if (reads % 2 == 0) Assert.Equal(expected, result.TotalCount);
            Assert.Equal(result.TotalCount, result.Facets.Single(f => f.Facet == MissionFacet.Types).Counts.Sum(c => c.Count));
            reads++;
        }
        while (!stop.IsCancellationRequested);
        return reads;
    }

    private static readonly MissionQuery Newest = new() { Order = MissionOrder.UpdatedDate, Page = Page.First(20), Now = SmallWorld.Now, WantTotal = true };

    private static MissionDocument NeverEnding(MissionDocument mission) => mission with { Content = mission.Content with { EndAt = null } };

    private static MissionHit OnlyHit(MissionIndex index) => Assert.Single(index.Search(Newest).Hits);
}
