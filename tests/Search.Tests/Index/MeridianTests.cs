using System.Globalization;
using Engagement.Missions;
using Engagement.Search.Index;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Index;

/// <summary>Circles at the 180th meridian, where longitudes jump from 180 to -180.</summary>
public sealed class MeridianTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(179.9, -179.9)]
    [InlineData(-179.9, 179.9)]
    [InlineData(180, -180)]
    [InlineData(-180, 180)]
    [InlineData(180, -179.9)]
    [InlineData(179.9, 179.7)]
    public void A_circle_reaches_over_the_meridian(double center, double mission)
    {
        var index = MissionIndexTests.Load([At(-17, mission)], 1);
        // A fifth of a degree is 21.3 km there.
        var hit = Assert.Single(Near(index, -17, center, 22).Hits);
        Assert.InRange(hit.DistanceKm!.Value, 0, 21.4);
        if (hit.DistanceKm > 1) Assert.Empty(Near(index, -17, center, hit.DistanceKm.Value - 0.5).Hits);
    }

    [Fact]
    public void A_circle_that_does_not_reach_the_meridian_ends_before_it()
    {
        var index = MissionIndexTests.Load([At(-17, -179.9), At(-17, 179), At(-17, -179)], 3);
        Assert.Equal(1, Near(index, -17, 179, 50).TotalCount);
        Assert.Equal(2, Near(index, -17, 179, 120).TotalCount);
    }

    [Fact]
    public void Around_the_meridian_and_the_poles_circles_find_what_the_formula_of_distances_finds()
    {
        const int Seed = 179;
        var random = new Random(Seed);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {Seed}"));
        var missions = Enumerable.Range(0, 400).Select(_ => At(Latitude(random), Longitude(random))).ToList();
        var index = MissionIndexTests.Load(missions, 100);
        var crossing = 0;
        for (var i = 0; i < 400; i++)
        {
            var near = new NearFilter(Latitude(random), Longitude(random), 1 + (random.NextDouble() * 900));
            var expected = missions.Count(m => Oracle.Nearest(m, near) <= near.RadiusKm);
            var result = Near(index, near.Lat, near.Lon, near.RadiusKm);
            Assert.True(expected == result.TotalCount, string.Create(CultureInfo.InvariantCulture, $"{near}: {expected} expected, {result.TotalCount} found"));
            crossing += result.Hits.Any(hit => Math.Sign(Place(missions, hit).Lon!.Value) != Math.Sign(near.Lon)) ? 1 : 0;
        }

        Assert.InRange(crossing, 50, 400);
    }

    private static double Latitude(Random random) => random.Next(4) == 0 ? 88 + (random.NextDouble() * 2) : -20 + (random.NextDouble() * 10);

    private static double Longitude(Random random) => (random.Next(2) == 0 ? 1 : -1) * (175 + (random.NextDouble() * 5));

    private static MissionAddress Place(List<MissionDocument> missions, MissionHit hit) => missions.Find(m => m.Id == hit.Id)!.Content.Addresses[0];

    private static MissionResult Near(MissionIndex index, double lat, double lon, double km) => index.Search(new MissionQuery
    {
        Filter = new MissionFilter { Place = new PlaceFilter { Near = new NearFilter(lat, lon, km) } },
        Order = MissionOrder.Distance,
        Page = Page.First(500),
        Now = SmallWorld.Now,
        WantTotal = true,
    });

    private static MissionDocument At(double lat, double lon)
    {
        var mission = new SmallWorld(new Random(1)).Mission(Guid.NewGuid());
        var address = new MissionAddress { City = "Taveuni", Lat = lat, Lon = lon, Precision = GeoPrecision.Given };
        return mission with { Status = "ACCEPTED", Content = mission.Content with { EndAt = null, Addresses = [address] } };
    }
}
