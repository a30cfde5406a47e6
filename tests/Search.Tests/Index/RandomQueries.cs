using Engagement.Missions;
using Engagement.Search.Index;

namespace Engagement.Search.Tests.Index;

/// <summary>Random combinations of filters over a <see cref="SmallWorld"/>.</summary>
internal sealed class RandomQueries(SmallWorld world, Random random)
{
    internal static readonly FacetRequest[] EveryFacet = [.. Enum.GetValues<MissionFacet>().Select(facet => new FacetRequest(facet))];

    private static readonly string[] Searches = ["theatre", "l'aide aux personnes agees", "Jardins", "zoo musique", "amis", "ecologie", "inconnu", "de la"];

    internal MissionQuery Query(int size = 20)
    {
        var filter = Filter();
        var order = world.Any(Enum.GetValues<MissionOrder>());
        return new MissionQuery
        {
            Search = random.Next(3) == 0 ? world.Any(Searches) : null,
            Filter = filter,
            Order = order == MissionOrder.Distance && filter.Place?.Near is null ? MissionOrder.StartDate : order,
            Page = Page.First(size),
            Now = SmallWorld.Now,
            WantTotal = true,
            Facets = EveryFacet,
            VisiblePublishers = random.Next(4) == 0 ? world.Some(SmallWorld.Publishers, 3) : null,
        };
    }

    internal MissionFilter Filter()
    {
        var filter = MissionFilter.None;
        foreach (var narrow in Enumerable.Range(0, random.Next(4)).Select(_ => world.Any(Narrowings))) filter = narrow(filter, world, random);
        return filter;
    }

    private static readonly Func<MissionFilter, SmallWorld, Random, MissionFilter>[] Narrowings =
    [
        (filter, world, _) => filter with { Types = world.Some(Enum.GetValues<MissionType>(), 3) },
        (filter, world, _) => filter with { Domains = world.Some([.. SmallWorld.Domains, "inconnu"], 3) },
        (filter, world, _) => filter with { Activities = world.Some(SmallWorld.Activities, 3) },
        (filter, world, _) => filter with { Audiences = world.Some(SmallWorld.Audiences, 2) },
        (filter, world, _) => filter with { Tags = world.Some(SmallWorld.Tags, 2) },
        (filter, world, _) => filter with { Publishers = world.Some([.. SmallWorld.Publishers, Guid.Empty], 2) },
        (filter, world, _) => filter with { Organizations = world.Some([.. SmallWorld.Organizations.Select(o => o.Id)], 3) },
        (filter, _, _) => filter with { OrganizationRna = ["w751000002", "W751000004"] },
        (filter, world, _) => filter with { Networks = world.Some(SmallWorld.Networks, 2) },
        (filter, world, _) => filter with { Remote = world.Some(Enum.GetValues<RemoteMode>(), 3) },
        (filter, world, _) => filter with { OpenToMinors = world.Perhaps(), Snu = world.Perhaps() },
        (filter, world, _) => filter with { ReducedMobilityAccessible = world.Perhaps(), CloseToTransport = world.Perhaps() },
        (filter, _, random) => filter with { HasPlaces = random.Next(6) != 0 },
        (filter, world, random) => filter with { Start = Range(world, random) },
        (filter, world, random) => filter with { End = Range(world, random) },
        (filter, world, random) => filter with { Posted = Range(world, random) },
        (filter, world, _) => filter with { UpdatedSince = world.Day(-60, 1) },
        (filter, world, random) => filter with { Compensation = new CompensationFilter(world.Perhaps(), random.Next(2) == 0 ? 100 * random.Next(6) : null, random.Next(3) == 0 ? CompensationUnit.Month : null) },
        (filter, world, random) => filter with { Place = Near(world, random) },
        (filter, world, random) => filter with { Place = Near(world, random) },
        (filter, _, random) => filter with { Place = new PlaceFilter { Bounds = random.Next(4) == 0 ? new GeoBounds(50, -30, -1.6, 60) : new GeoBounds(-2, 45, 5, 49) } },
        (filter, world, _) => filter with { Place = new PlaceFilter { Departments = world.Some(["75", "69", "2A", "974", "99"], 3) } },
        (filter, world, _) => filter with { Place = new PlaceFilter { Regions = world.Some(["11", "84", "94", "04"], 2) } },
        (filter, world, _) => filter with { Place = new PlaceFilter { Cities = world.Some(["saint etienne", "PARIS", "Lyon"], 2) } },
        (filter, world, _) => filter with { Place = new PlaceFilter { PostalCodes = world.Some(["75011", "42000"], 2), Communes = world.Some(["75111", "42218", "75056"], 2) } },
    ];

    private static DateRange Range(SmallWorld world, Random random)
    {
        var from = world.Day(-200, 100);
        return new DateRange(random.Next(4) == 0 ? null : from, random.Next(4) == 0 ? null : from.AddDays(random.Next(1, 100)));
    }

    private static PlaceFilter Near(SmallWorld world, Random random)
    {
        var town = world.Any(SmallWorld.Towns);
        return new PlaceFilter { Near = new NearFilter(town.Lat, town.Lon, world.Any([0.0, 5, 20, 60, 500, 25_000]), random.Next(3) == 0) };
    }
}
