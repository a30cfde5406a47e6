using Engagement.Search.Index;

namespace Engagement.Search.Tests.Index;

public sealed class PagingTests
{
    private static readonly Random Random = new(11);
    private static readonly SmallWorld World = new(Random);
    private static readonly List<MissionDocument> Documents = World.Missions(1_200);
    private static readonly MissionIndex Index = MissionIndexTests.Load(Documents, 150);

    public static TheoryData<int, string?> Orders => new()
    {
        { (int)MissionOrder.StartDate, null }, { (int)MissionOrder.PostedDate, "theatre" }, { (int)MissionOrder.UpdatedDate, null },
        { (int)MissionOrder.Distance, null }, { (int)MissionOrder.Relevance, null }, { (int)MissionOrder.Relevance, "theatre" },
        { (int)MissionOrder.Relevance, "zoo musique jardins" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Pages_forward_and_backward_are_the_whole_list(int order, string? search)
    {
        foreach (var size in new[] { 1, 7, 50, 2_000 })
        {
            var query = Query((MissionOrder)order, search) with { Page = Page.First(5_000) };
            var whole = Index.Search(query).Hits.Select(hit => hit.Id).ToList();
            if (size == 1) query = Query((MissionOrder)order, search) with { Filter = query.Filter with { Domains = ["sport"] } };
            if (size == 1) whole = [.. Index.Search(query with { Page = Page.First(5_000) }).Hits.Select(hit => hit.Id)];
            Assert.NotEmpty(whole);
            Assert.Equal(whole.Count, whole.Distinct().Count());
            Assert.Equal(whole, Forward(query, size));
            Assert.Equal(whole, Backward(query, size));
        }
    }

    [Fact]
    public void A_mission_that_does_not_change_is_neither_skipped_nor_repeated_while_others_do()
    {
        var world = new SmallWorld(new Random(12));
        var missions = world.Missions(400).Where(m => m.Status == "ACCEPTED").ToList();
        var index = MissionIndexTests.Load(missions, 100);
        var still = missions.Take(200).Select(m => m.Id).ToHashSet();
        var query = Query(MissionOrder.StartDate, null) with { Filter = MissionFilter.None };
        var expected = index.Search(query with { Page = Page.First(1_000) }).Hits.Select(hit => hit.Id).Where(still.Contains).ToList();
        var seen = new List<Guid>();
        var page = Page.First(9);
        for (var result = index.Search(query with { Page = page }); ; result = index.Search(query with { Page = page }))
        {
            seen.AddRange(result.Hits.Select(hit => hit.Id));
            if (!result.HasNext) break;
            page = Page.First(9, result.Hits[^1].Position);
            var changed = missions.Skip(200).Where((_, i) => i % 3 == seen.Count % 3).Select(m => world.Mission(m.Id)).ToList();
            index.Apply(new IndexBatch(seen.Count, changed, [missions[200 + (seen.Count % 150)].Id]));
        }

        Assert.Equal(expected, seen.Where(still.Contains));
    }

    [Fact]
    public void A_page_of_nothing_still_counts()
    {
        var result = Index.Search(Query(MissionOrder.StartDate, null) with { Page = Page.First(0) });
        Assert.Empty(result.Hits);
        Assert.True(result.HasNext);
        Assert.True(result.TotalCount > 0);
    }

    [Fact]
    public void Distance_needs_a_place() =>
        Assert.Throws<ArgumentException>(() => Index.Search(Query(MissionOrder.Distance, null) with { Filter = MissionFilter.None }));

    [Fact]
    public void A_hit_near_a_place_names_its_nearest_address_and_distance()
    {
        var query = Query(MissionOrder.Distance, null);
        var near = query.Filter.Place!.Near!;
        foreach (var hit in Index.Search(query with { Page = Page.First(200) }).Hits)
        {
            var mission = Documents.Single(m => m.Id == hit.Id);
            var expected = Oracle.Nearest(mission, near);
            if (double.IsInfinity(expected)) Assert.Null(hit.DistanceKm);
            else Assert.Equal(expected, hit.DistanceKm!.Value, 6);
            Assert.Equal(hit.DistanceKm is null, hit.NearestAddress is null);
            if (hit.NearestAddress is { } at) Assert.Equal(expected, Oracle.Nearest(mission with { Content = mission.Content with { Addresses = [mission.Content.Addresses[at]] } }, near), 6);
        }
    }

    private static MissionQuery Query(MissionOrder order, string? search) => new()
    {
        Search = search,
        Order = order,
        Filter = new MissionFilter { Place = new PlaceFilter { Near = new NearFilter(45.75, 4.85, 150, IncludeRemote: true) } },
        Page = Page.First(20),
        Now = SmallWorld.Now,
        WantTotal = true,
    };

    private static List<Guid> Forward(MissionQuery query, int size)
    {
        var seen = new List<Guid>();
        MissionPosition? after = null;
        while (true)
        {
            var result = Index.Search(query with { Page = Page.First(size, after) });
            Assert.Equal(seen.Count > 0, result.HasPrevious);
            seen.AddRange(result.Hits.Select(hit => hit.Id));
            if (!result.HasNext) return seen;
            after = result.Hits[^1].Position;
        }
    }

    private static List<Guid> Backward(MissionQuery query, int size)
    {
        var seen = new List<Guid>();
        MissionPosition? before = null;
        while (true)
        {
            var result = Index.Search(query with { Page = Page.Last(size, before) });
            Assert.Equal(seen.Count > 0, result.HasNext);
            seen.InsertRange(0, result.Hits.Select(hit => hit.Id));
            if (!result.HasPrevious) return seen;
            before = result.Hits[0].Position;
        }
    }
}
