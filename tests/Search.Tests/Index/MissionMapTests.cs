using Engagement.Search.Index;

namespace Engagement.Search.Tests.Index;

public sealed class MissionMapTests
{
    private static readonly SmallWorld World = new(new Random(21));
    private static readonly List<MissionDocument> Documents = World.Missions(1_000);
    private static readonly MissionIndex Index = MissionIndexTests.Load(Documents, 130);

    public static TheoryData<double, double, double, double, int> Maps => new()
    {
        { -180, -85, 180, 85, 0 }, { -6, 41, 10, 52, 5 }, { -6, 41, 10, 52, 8 }, { 2, 48.5, 2.8, 49, 12 }, { 2.37, 48.85, 2.39, 48.87, 22 }, { 50, -40, -1, 60, 4 },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void Cells_count_as_a_loop_over_the_documents_does(double west, double south, double east, double north, int zoom)
    {
        var bounds = new GeoBounds(west, south, east, north);
        var map = Index.Map(Query(bounds, zoom));
        var shown = new Oracle(Documents).Retained(Newest);
        var inside = shown.Where(m => Points(m).Any(p => Contains(bounds, p))).ToList();
        Assert.Equal(inside.Count, map.TotalCount);
        Assert.Equal(inside.Sum(m => m.Content.Places), map.PlacesCount);
        Assert.Equal(shown.Count(m => !Points(m).Any()), map.UnlocatedCount);
        foreach (var cell in map.Cells) AssertCell(cell, bounds, inside);
        Assert.All(inside.SelectMany(Points).Where(p => Contains(bounds, p)), p => Assert.Contains(map.Cells, cell => InCell(cell.Bounds, p)));
        Assert.Equal(map.Cells.Count, map.Cells.Select(cell => cell.Bounds).Distinct().Count());
    }

    [Fact]
    public void Cells_narrow_as_the_zoom_grows_and_never_are_too_many()
    {
        var bounds = new GeoBounds(-6, 41, 10, 52);
        var (wide, narrow) = (Index.Map(Query(bounds, 4)), Index.Map(Query(bounds, 7)));
        Assert.True(wide.Cells.Count < narrow.Cells.Count);
        var deepest = Index.Map(Query(bounds, 22)).Cells[0].Bounds;
        Assert.InRange((bounds.East - bounds.West) / (deepest.East - deepest.West), 30, 16_384);
    }

    [Fact]
    public void A_map_keeps_to_search_and_filter()
    {
        var filter = new MissionFilter { Domains = ["sport", "sante"] };
        var map = Index.Map(Query(new GeoBounds(-180, -90, 180, 90), 3) with { Search = "theatre", Filter = filter });
        var retained = new Oracle(Documents).Retained(Newest with { Search = "theatre", Filter = filter });
        Assert.Equal(retained.Count, map.TotalCount + map.UnlocatedCount);
    }

    private static readonly MissionQuery Newest = new() { Page = Page.First(20), Now = SmallWorld.Now };

    private static MissionMapQuery Query(GeoBounds bounds, int zoom) => new() { Bounds = bounds, Zoom = zoom, Now = SmallWorld.Now };

    private static void AssertCell(MapCell cell, GeoBounds bounds, List<MissionDocument> inside)
    {
        var mine = inside.Where(m => Points(m).Any(p => Contains(bounds, p) && InCell(cell.Bounds, p))).ToList();
        Assert.Equal(mine.Count, cell.Count);
        Assert.Equal(mine.Sum(m => m.Content.Places), cell.Places);
        Assert.Equal(mine.Count == 1 ? mine[0].Id : null, cell.Mission);
        var points = mine.SelectMany(Points).Where(p => Contains(bounds, p) && InCell(cell.Bounds, p)).ToList();
        Assert.Equal(points.Average(p => p.Lat), cell.Lat, 6);
        Assert.Equal(points.Average(p => p.Lon), cell.Lon, 6);
    }

    private static IEnumerable<(double Lat, double Lon)> Points(MissionDocument m) =>
        m.Content.Addresses.Where(a => a.Lat is not null).Select(a => (a.Lat!.Value, a.Lon!.Value));

    private static bool Contains(GeoBounds b, (double Lat, double Lon) p) =>
        p.Lat >= b.South && p.Lat <= b.North && (b.West <= b.East ? p.Lon >= b.West && p.Lon <= b.East : p.Lon >= b.West || p.Lon <= b.East);

    private static bool InCell(GeoBounds b, (double Lat, double Lon) p) => p.Lat > b.South && p.Lat <= b.North && p.Lon >= b.West && p.Lon < b.East;
}
