using Engagement.Missions;
using Engagement.Search.Index;

namespace Engagement.Benchmarks;

/// <summary>List+facets queries as partner sites make them, all different, by kind.</summary>
internal sealed class BenchQueries
{
    private static readonly FacetRequest[] EveryFacet = [.. Enum.GetValues<MissionFacet>().Select(facet => new FacetRequest(facet, 50))];

    private readonly Random random = new(3);

    internal List<(string Kind, MissionQuery Query)> Mix(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Kinds[i % Kinds.Length]).Select(kind => (kind.Name, kind.Make(this)))];

    private static readonly (string Name, Func<BenchQueries, MissionQuery> Make)[] Kinds =
    [
        ("everything", q => q.List(MissionFilter.None) with { Order = q.random.Next(2) == 0 ? MissionOrder.StartDate : MissionOrder.PostedDate }),
        ("domain", q => q.List(new MissionFilter { Domains = q.Some(Taxonomy.Domains) })),
        ("domain + department", q => q.List(new MissionFilter { Domains = q.Some(Taxonomy.Domains), Place = new PlaceFilter { Departments = q.Some(Taxonomy.Departments) } })),
        ("activities + remote + minors", q => q.List(new MissionFilter { Activities = q.Some(Taxonomy.Activities), Remote = [RemoteMode.No], OpenToMinors = true })),
        ("dates", q => q.List(new MissionFilter { Start = new DateRange(BenchMissions.Now.AddDays(q.random.Next(60)), null) }) with { Order = MissionOrder.StartDate }),
        ("circle by distance", q => q.List(new MissionFilter { Place = q.Near(30) }) with { Order = MissionOrder.Distance }),
        ("wide circle + domain", q => q.List(new MissionFilter { Domains = q.Some(Taxonomy.Domains), Place = q.Near(150) }) with { Order = MissionOrder.Distance }),
        ("one rare word", q => q.List(MissionFilter.None) with { Search = q.Word(2000, 20_000) }),
        ("one frequent word", q => q.List(MissionFilter.None) with { Search = q.Word(10, 60) }),
        ("three words", q => q.List(MissionFilter.None) with { Search = $"{q.Word(20, 60)} {q.Word(60, 2000)} {q.Word(60, 2000)}" }),
        ("three words + department", q => q.List(new MissionFilter { Place = new PlaceFilter { Departments = q.Some(Taxonomy.Departments) } }) with { Search = $"{q.Word(20, 60)} {q.Word(60, 2000)} {q.Word(60, 2000)}" }),
        ("one partner's postal code", q => q.List(new MissionFilter { Publishers = [new Guid(q.random.Next(10), 0, 0, new byte[8])], Place = new PlaceFilter { PostalCodes = [$"{q.random.Next(200):D5}"] } })),
    ];

    private MissionQuery List(MissionFilter filter) =>
        new() { Filter = filter, Page = Page.First(20), Now = BenchMissions.Now, WantTotal = true, Facets = EveryFacet };

    private string Word(int from, int to) => BenchMissions.Vocabulary[random.Next(from, to)];

    private List<string> Some(IReadOnlyList<Term> terms) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => terms[BenchMissions.Zipf(random, terms.Count)].Code)];

    private PlaceFilter Near(double km) =>
        new() { Near = random.Next(3) == 0 ? new NearFilter(48.87, 2.35, km) : new NearFilter(43 + (random.NextDouble() * 7), -3 + (random.NextDouble() * 10), km) };
}
