using Engagement.Missions.Places;

namespace Engagement.Missions.Tests.Places;

public sealed class MissionPlacesTests
{
    [Theory]
    [InlineData("Nantes", "44000", null, "44109", GeoPrecision.City, 47.22, -1.55)]
    [InlineData("Paris", "75012", "75", "75112", GeoPrecision.City, 48.85, 2.35)]
    [InlineData("L'Abergement-de-Varey", "01640", "01", "01002", GeoPrecision.Department, 46.04, 5.40)]
    [InlineData("Nulle-Part", "01400", "01", null, GeoPrecision.Department, 46.15, 4.95)]
    [InlineData("Saint-Denis", null, "974", "97411", GeoPrecision.City, -20.88, 55.45)]
    [InlineData(null, null, "2A", null, GeoPrecision.Department, 41.8, 8.9)]
    public void An_address_without_coordinates_gets_those_of_the_nearest_level_that_is_known(
        string? city, string? postalCode, string? department, string? commune, GeoPrecision precision, double lat, double lon)
    {
        var located = MissionPlaces.Locate(new MissionAddress { City = city, PostalCode = postalCode, DepartmentCode = department });
        Assert.Equal((commune, precision), (located.CommuneCode, located.Precision));
        Assert.InRange(located.Lat!.Value, lat - 0.15, lat + 0.15);
        Assert.InRange(located.Lon!.Value, lon - 0.2, lon + 0.2);
        Assert.Equal((city, postalCode), (located.City, located.PostalCode));
    }

    [Fact]
    public void Coordinates_of_the_partner_are_kept_and_the_commune_is_told()
    {
        var given = new MissionAddress { City = "Lyon", PostalCode = "69003", Lat = 45.76, Lon = 4.85, Precision = GeoPrecision.Given };
        Assert.Equal(given with { CommuneCode = "69383", DepartmentCode = "69" }, MissionPlaces.Locate(given));
    }

    [Fact]
    public void A_department_that_the_partner_names_is_kept() =>
        Assert.Equal("75", MissionPlaces.Locate(new MissionAddress { City = "Nantes", PostalCode = "44000", DepartmentCode = "75" }).DepartmentCode);

    [Fact]
    public void What_cannot_be_told_is_left_alone()
    {
        foreach (var address in new MissionAddress[]
        {
            new() { City = "Bruxelles", PostalCode = "1000", Country = "BE" },
            new() { City = "Nulle-Part" },
            new() { Street = "1 rue du Port" },
        })
        {
            Assert.Same(address, MissionPlaces.Locate(address));
        }

        var abroad = new MissionContent
        {
            ClientId = "1",
            Title = "T",
            Description = "D",
            DescriptionHtml = "D",
            Type = MissionType.Benevolat,
            ApplicationUrl = "https://example.org/",
            Addresses = [new() { City = "Paris", Country = "CA" }],
        };
        Assert.Same(abroad, MissionPlaces.Locate(abroad));
    }

    [Fact]
    public async Task Locating_a_mission_changes_neither_its_addresses_identity_nor_where_they_stand()
    {
        var item = await MissionXml.ReadOne(("addresses", "<address><city>Bruxelles</city><country>BE</country></address><address><city>Nantes</city></address>"));
        var located = MissionPlaces.Locate(item.Mission!);
        Assert.Equal(["Bruxelles", "Nantes"], located.Addresses.Select(a => a.City));
        Assert.Equal(("44", "44109"), (located.Addresses[1].DepartmentCode, located.Addresses[1].CommuneCode));
        Assert.Null(item.Mission!.Addresses[1].DepartmentCode);
        var id = Guid.NewGuid();
        Assert.Equal(item.Mission.Addresses.Select(a => EntityId.OfAddress(id, a)), located.Addresses.Select(a => EntityId.OfAddress(id, a)));
    }
}
