using System.Globalization;
using System.Text.Json;
using Engagement.Testing;

namespace Engagement.EndToEnd.Tests;

/// <summary>Missions whose partner gives no coordinates: what the file says of their place, and a small table of our own of where that is.</summary>
public sealed class PlaceTests : IAsyncLifetime
{
    private const string Publisher = "Partenaire sans coordonnées";

    /// <summary>clientId, the address in the file, the INSEE code, the department, the precision, and a point that is less than so many kilometres away.</summary>
    private static readonly Place[] Places =
    [
        new("nantes", "<postalCode>44300</postalCode><city>NANTES CEDEX 3</city>", "44109", "44", "CITY", 47.218, -1.553, 5),
        new("paris", "<postalCode>75012</postalCode><city>Paris 12ème</city>", "75112", "75", "CITY", 48.853, 2.349, 5),
        new("st-etienne", "<postalCode>42000</postalCode><city>St Etienne</city>", "42218", "42", "CITY", 45.434, 4.39, 5),
        new("reunion", "<city>Saint-Denis</city><departmentCode>974</departmentCode>", "97411", "974", "CITY", -20.882, 55.45, 5),
        // A village that GeoNames does not know: amid its neighbours.
        new("village", "<postalCode>01640</postalCode><city>L'Abergement-de-Varey</city>", "01002", "01", "DEPARTMENT", 46.0096, 5.428, 20),
        new("loire-atlantique", "<departmentName>Loire-Atlantique</departmentName>", null, "44", "DEPARTMENT", 47.3, -1.7, 40),
        new("given", "<postalCode>69003</postalCode><city>Lyon</city><location><lat>45.7601</lat><lon>4.8602</lon></location>", "69383", "69", "GIVEN", 45.7601, 4.8602, 0.01),
        new("ambiguous", "<city>Saint-Denis</city>", null, null, "NONE", 0, 0, 0),
        new("brussels", "<city>Bruxelles</city><country>BE</country>", null, null, "NONE", 0, 0, 0),
    ];

    private TestDatabase database = null!;
    private FeedServer partner = null!;
    private Instance instance = null!;

    public async Task InitializeAsync()
    {
        database = await PostgresCluster.CreateDatabase();
        var feed = $"<source>{string.Concat(Places.Select(Mission))}</source>";
        partner = await FeedServer.Start(
            ("/feed.xml", feed),
            ("/retitled.xml", feed.Replace("<title>Aider à nantes</title>", "<title>Aider encore à nantes</title>", StringComparison.Ordinal)));
        instance = await Instance.Start(database, partner.Allowed);
        (await instance.ImportUrl(Publisher, $"{partner.Address}feed.xml")).AssertCounts(Places.Length, created: Places.Length);
    }

    public async Task DisposeAsync()
    {
        await instance.DisposeAsync();
        await partner.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Missions_without_coordinates_are_found_where_they_are()
    {
        await AssertAddresses();
        await AssertFilters();
        await AssertMap();
        (await instance.ImportUrl(Publisher, $"{partner.Address}feed.xml")).AssertCounts(Places.Length, unchanged: Places.Length);
        (await instance.ImportUrl(Publisher, $"{partner.Address}retitled.xml")).AssertCounts(Places.Length, updated: 1, unchanged: Places.Length - 1);
        await AssertAddresses();
    }

    private async Task AssertAddresses()
    {
        var answer = await instance.Query("{ missions(first: 50) { nodes { clientId addresses { communeCode department { code } location { lat lon } precision } } } }");
        var addresses = answer.GetProperty("missions").GetProperty("nodes").EnumerateArray()
            .ToDictionary(m => m.GetProperty("clientId").GetString()!, m => m.GetProperty("addresses").EnumerateArray().Single(), StringComparer.Ordinal);
        foreach (var place in Places)
        {
            var address = addresses[place.ClientId];
            var location = address.GetProperty("location");
            Assert.Equal(
                (place.Commune, place.Department, place.Precision),
                (address.GetProperty("communeCode").GetString(), Code(address.GetProperty("department")), address.GetProperty("precision").GetString()));
            Assert.True(
                place.Precision == "NONE" ? location.ValueKind == JsonValueKind.Null : Km(location, place) <= place.WithinKm,
                $"{place.ClientId} is at {location}");
        }
    }

    private async Task AssertFilters()
    {
        Assert.Equal(["nantes"], await Found("place: { communes: [\"44109\"] }"));
        Assert.Equal(["paris"], await Found("place: { communes: [\"75112\"] }"));
        Assert.Equal(["given", "paris"], await Found("place: { communes: [\"75056\", \"69123\"] }"));
        Assert.Equal(["reunion", "village"], await Found("place: { communes: [\"97411\", \"01002\"] }"));
        Assert.Equal(["loire-atlantique", "nantes"], await Found("place: { departments: [\"44\"] }"));
        Assert.Equal(["nantes"], await Found("place: { near: { lat: 47.218, lon: -1.553, radiusKm: 6 } }"));
        Assert.Equal(["reunion"], await Found("place: { near: { lat: -21.1, lon: 55.5, radiusKm: 60 } }"));
        Assert.Equal(["st-etienne"], await Found("place: { bounds: { west: 4.2, south: 45.3, east: 4.6, north: 45.6 } }"));
    }

    private async Task AssertMap()
    {
        var map = (await instance.Query("{ missionMap(bounds: { west: -180, south: -90, east: 180, north: 90 }, zoom: 3) { totalCount unlocatedCount } }")).GetProperty("missionMap");
        Assert.Equal((Places.Length - 2, 2), (map.GetProperty("totalCount").GetInt32(), map.GetProperty("unlocatedCount").GetInt32()));
    }

    private async Task<IEnumerable<string>> Found(string filter) =>
        (await instance.Query($"{{ missions(first: 50, filter: {{ {filter} }}) {{ nodes {{ clientId }} }} }}")).GetProperty("missions").GetProperty("nodes")
            .EnumerateArray().Select(m => m.GetProperty("clientId").GetString()!).Order(StringComparer.Ordinal);

    private static string? Code(JsonElement term) => term.ValueKind == JsonValueKind.Null ? null : term.GetProperty("code").GetString();

    private static double Km(JsonElement location, Place place)
    {
        var (lat, lon) = (location.GetProperty("lat").GetDouble(), location.GetProperty("lon").GetDouble());
        var (dx, dy) = ((lon - place.Lon) * Math.Cos(double.DegreesToRadians(lat)), lat - place.Lat);
        return 111.2 * Math.Sqrt((dx * dx) + (dy * dy));
    }

    private static string Mission(Place place) => string.Create(CultureInfo.InvariantCulture, $"""
        <mission><clientId>{place.ClientId}</clientId><title>Aider à {place.ClientId}</title><description>Utile à tous.</description>
        <applicationUrl>https://example.fr/{place.ClientId}</applicationUrl><organizationName>Les voisins</organizationName>
        <addresses><address>{place.Xml}</address></addresses></mission>
        """);

    private sealed record Place(string ClientId, string Xml, string? Commune, string? Department, string Precision, double Lat, double Lon, double WithinKm);
}
