using Engagement.Catalog.Geocoding;
using Engagement.Catalog.Missions;
using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Missions.Places;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Engagement.Catalog.Tests;

public sealed class GeocodingTests : IAsyncLifetime
{
    private static readonly MissionAddress Port = new() { Street = "12 rue du Port", PostalCode = "44000", City = "Nantes", DepartmentCode = "44" };
    private static readonly MissionAddress Village = new() { Street = "Le Bourg", PostalCode = "01640", City = "L'Abergement-de-Varey", DepartmentCode = "01" };

    private GeocoderServer geocoder = null!;
    private CatalogWorld world = null!;

    public async Task InitializeAsync()
    {
        geocoder = await GeocoderServer.Start(
            ("12 rue du Port", GeocoderServer.Found(47.2111, -1.5599, 0.93, "housenumber", "44109")),
            ("Le Bourg", GeocoderServer.Found(46.0096, 5.428, 0.7, "municipality", "01002")),
            ("3 rue d'ailleurs", GeocoderServer.Found(43.3, 5.4, 0.8, "street", "13201")),
            ("4 rue douteuse", GeocoderServer.Found(47.2, -1.5, 0.2, "street", "44109")),
            ("5 rue en panne", ",,,,,error"));
        // Asked by the tests, round by round.
        world = await CatalogWorld.Create(settings: Settings());
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await geocoder.DisposeAsync();
    }

    [Fact]
    public async Task A_mission_is_there_at_once_and_placed_better_later_as_a_change_like_any_other()
    {
        var mission = Mission("a", Port, Village);
        await world.Apply(mission);
        Assert.Equal([GeoPrecision.City, GeoPrecision.Department], (await Newest("a")).Addresses.Select(a => a.Precision));

        await Round();

        var (located, version) = (await Newest("a"), await Version("a"));
        Assert.Equal(2, version);
        Assert.Equal(
            [(GeoPrecision.Street, 47.2111, -1.5599, "44109"), (GeoPrecision.City, 46.0096, 5.428, "01002")],
            located.Addresses.Select(a => (a.Precision, a.Lat!.Value, a.Lon!.Value, a.CommuneCode!)));
        Assert.Equal(2L, await world.Database.Scalar<long>("select count(*) from catalog.address where precision in ('STREET', 'CITY')"));
        // The partner's content has not changed.
        Assert.Equal(Outcomes.Unchanged, (await world.Apply(mission)).Missions.Single().Outcome);
    }

    [Fact]
    public async Task An_address_that_stays_keeps_its_place_when_the_partner_changes_the_rest()
    {
        await world.Apply(Mission("a", Port));
        await Round();

        await world.Apply(Located(CatalogWorld.Mission("a", "Un autre titre", addresses: Port)));

        var after = await Newest("a");
        Assert.Equal(("Un autre titre", GeoPrecision.Street, 47.2111), (after.Title, after.Addresses.Single().Precision, after.Addresses.Single().Lat));
        await world.Apply(Located(CatalogWorld.Mission("a", "Un autre titre", addresses: Port with { Street = "13 rue du Port" })));
        Assert.Equal(GeoPrecision.City, (await Newest("a")).Addresses.Single().Precision);
    }

    [Fact]
    public async Task Two_spellings_of_one_address_are_asked_once_and_never_again()
    {
        await world.Apply(Mission("a", Port), Mission("b", Port with { Street = "12, RUE DU PORT" }), Mission("c", Port with { Street = "9 rue inconnue" }));
        await Round();
        Assert.Equal(2, geocoder.Asked.Count);
        Assert.Equal([GeoPrecision.Street, GeoPrecision.Street, GeoPrecision.City], await Precisions("a", "b", "c"));

        await world.Apply(Mission("d", Port));
        await Round();

        Assert.Equal((2, 1), (geocoder.Asked.Count, geocoder.Requests));
        Assert.Equal([GeoPrecision.Street], await Precisions("d"));
    }

    [Fact]
    public async Task What_is_given_elsewhere_unsure_or_unknown_improves_nothing()
    {
        await world.Apply(
            Mission("given", Port with { Lat = 1, Lon = 2, Precision = GeoPrecision.Given }),
            Mission("elsewhere", Port with { Street = "3 rue d'ailleurs" }),
            Mission("unsure", Port with { Street = "4 rue douteuse" }),
            Mission("broken", Port with { Street = "5 rue en panne" }),
            Mission("abroad", Port with { Country = "BE", DepartmentCode = null }),
            Mission("vague", Port with { Street = null }),
            Mission("found", Port));
        await Round();

        Assert.Equal(4, geocoder.Asked.Count);
        Assert.Equal(
            [GeoPrecision.Given, GeoPrecision.City, GeoPrecision.City, GeoPrecision.City, GeoPrecision.None, GeoPrecision.City],
            await Precisions("given", "elsewhere", "unsure", "broken", "abroad", "vague"));
        Assert.Equal(1, await Version("elsewhere"));
        await Round();
        Assert.Equal(4, geocoder.Asked.Count);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("garbage")]
    [InlineData("slow")]
    public async Task A_geocoder_that_fails_loses_nothing(string fault)
    {
        await world.Apply(Mission("a", Port));
        await Round();
        await world.Apply(Mission("b", Village));
        geocoder.Fault = fault;

        await Assert.ThrowsAsync<GeocoderFault>(Round);

        Assert.Equal([GeoPrecision.Street, GeoPrecision.Department], await Precisions("a", "b"));
        Assert.Equal(0L, await world.Database.Scalar<long>("select count(*) from catalog.geocoding where precision is null"));
        geocoder.Fault = "";
        await Round();
        Assert.Equal([GeoPrecision.City], await Precisions("b"));
    }

    [Fact]
    public async Task Half_an_answer_is_used_and_the_rest_asked_again()
    {
        await world.Apply([.. Enumerable.Range(0, 40).Select(i => Mission($"m{i}", Port with { Street = "12 rue du Port", City = $"Nantes {i}" }))]);
        geocoder.Fault = "half";
        await Round();
        var improved = await world.Database.Scalar<long>("select count(*) from catalog.address where precision = 'STREET'");
        Assert.InRange(improved, 10, 35);

        geocoder.Fault = "";
        await world.Database.Execute("update catalog.geocoding set at = at - interval '2 hours' where precision is null");
        await Round();

        Assert.Equal(40L, await world.Database.Scalar<long>("select count(*) from catalog.address where precision = 'STREET'"));
    }

    [Fact]
    public async Task A_run_can_be_undone_although_its_missions_were_placed_better_since()
    {
        await world.Apply(Mission("a", Port));
        var run = world.Batch(Located(CatalogWorld.Mission("a", "Un titre malheureux", addresses: Port with { Street = "5 rue neuve" })), Mission("b", Port));
        await world.Apply(run);
        await Round();
        Assert.Equal(2, await Version("b"));

        var page = await world.Host.Services.GetRequiredService<UndoRun>().Undo(run.RunId, new UndoRun.Request(world.PublisherId, CatalogWorld.Feed), Guid.Empty, CancellationToken.None);

        Assert.Equal([("a", "RESTORED"), ("b", "WITHDRAWN")], page.Missions.Select(m => (m.ClientId, m.Outcome)).Order());
        Assert.Equal("Aide aux devoirs", (await Newest("a")).Title);
        await Round();
        Assert.Equal([GeoPrecision.Street], await Precisions("a"));
        var again = await world.Host.Services.GetRequiredService<UndoRun>().Undo(run.RunId, new UndoRun.Request(world.PublisherId, CatalogWorld.Feed), Guid.Empty, CancellationToken.None);
        Assert.Equal([("a", "RESTORED"), ("b", "WITHDRAWN")], again.Missions.Select(m => (m.ClientId, m.Outcome)).Order());
    }

    [Fact]
    public async Task It_works_by_itself_when_it_is_switched_on_and_asks_less_often_after_failures()
    {
        geocoder.Fault = "error";
        await using var running = await CatalogWorld.Create(settings: new Dictionary<string, string?>(Settings()) { ["Geocoding:Enabled"] = "true", ["Geocoding:LongestPauseSeconds"] = "0.1" });
        await running.Apply(Mission("a", Port));
        await Eventually.Holds(() => geocoder.Requests >= 3, "it was asked three times");
        geocoder.Fault = "";
        await Eventually.Holds(async () => await running.Database.Scalar<long>("select count(*) from catalog.address where precision = 'STREET'") == 1, "the mission was placed better");
    }

    [Fact]
    public void It_is_off_by_default()
    {
        Assert.False(new GeocodingOptions().Enabled);
        Assert.DoesNotContain(world.Host.Services.GetServices<IHostedService>(), s => s is GeocodeAddresses);
    }

    [Fact]
    public async Task An_answer_is_forgotten_a_year_after_it_when_no_mission_is_there_any_more()
    {
        await world.Apply(Mission("a", Port), Mission("b", Village));
        await Round();
        await world.Database.Execute("update catalog.geocoding set at = at - interval '366 days'; delete from catalog.address where postal_code = '44000'");
        var before = await world.Database.Scalar<long>("select count(*) from catalog.geocoding");
        using var forget = ActivatorUtilities.CreateInstance<ForgetAnswers>(world.Host.Services);

        Assert.Equal((2L, 1), (before, await forget.Forget(CancellationToken.None)));
        Assert.Equal(1L, await world.Database.Scalar<long>("select count(*) from catalog.geocoding g join catalog.address a on a.geocoding_key = g.key"));
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["Geocoding:Url"] = geocoder.Url,
        ["Geocoding:PauseSeconds"] = "0.02",
        ["Geocoding:TimeoutSeconds"] = "2",
    };

    private async Task Round()
    {
        using var round = ActivatorUtilities.CreateInstance<GeocodeAddresses>(world.Host.Services);
        await round.AskOnce(CancellationToken.None);
    }

    /// <summary>As Importer sends it: located by the table of communes.</summary>
    private static ReceivedMission Mission(string clientId, params MissionAddress[] addresses) => Located(CatalogWorld.Mission(clientId, addresses: addresses));

    private static ReceivedMission Located(ReceivedMission mission) =>
        mission with { Content = new RawJson(MissionJson.Serialize(MissionPlaces.Locate(MissionJson.DeserializeMission(mission.Content.Utf8.Span)))) };

    private async Task<MissionContent> Newest(string clientId) => MissionJson.DeserializeMission(MessageJson.Read<MissionBody>((await Last(clientId)).Body!.Value).Content.Utf8.Span);

    private async Task<int> Version(string clientId) => (int)(await Last(clientId)).Version;

    private async Task<Change> Last(string clientId) => (await world.Log()).Last(c => c.EntityId == EntityId.OfMission(world.PublisherId, clientId));

    private async Task<List<GeoPrecision>> Precisions(params string[] clientIds)
    {
        var precisions = new List<GeoPrecision>();
        foreach (var clientId in clientIds)
        {
            precisions.Add((await Newest(clientId)).Addresses.Single().Precision);
        }

        return precisions;
    }
}
