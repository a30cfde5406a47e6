using System.Collections;
using System.Reflection;

namespace Engagement.Missions.Tests;

public sealed class MissionHashTests
{
    private static readonly OrganizationContent Organization = new() { Key = "o", Name = "Les Jardins", Networks = ["A", "B"] };

    private static readonly MissionAddress Lyon = new() { Street = "1 rue A", PostalCode = "69001", City = "Lyon", Lat = 45.7, Lon = 4.8, Precision = GeoPrecision.Given };
    private static readonly MissionAddress Brest = new() { PostalCode = "29200", City = "Brest" };

    private static readonly MissionContent Mission = new()
    {
        ClientId = "1",
        Title = "Aider au jardin",
        Description = "Bonjour à tous",
        DescriptionHtml = "<p>Bonjour à tous</p>",
        Type = MissionType.Benevolat,
        ApplicationUrl = "https://a.example",
        Tags = ["a", "b"],
        Addresses = [Lyon, Brest],
        PostedAt = new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero),
        OrganizationKey = "o",
    };

    private static string Hash(MissionContent mission, OrganizationContent? organization = null) =>
        Convert.ToHexString(MissionHash.Of(mission, organization ?? Organization));

    [Fact]
    public void Order_blanks_white_space_and_the_hour_of_publication_make_no_difference()
    {
        var hash = Hash(Mission);
        Assert.Equal(hash, Hash(Mission with { Addresses = [Brest, Lyon] }));
        Assert.Equal(hash, Hash(Mission with { Tags = ["b", "a"] }));
        Assert.Equal(hash, Hash(Mission with { Schedule = "" }));
        Assert.Equal(hash, Hash(Mission with { Title = " Aider  au\n jardin " }));
        Assert.Equal(hash, Hash(Mission with { PostedAt = Mission.PostedAt!.Value.AddHours(5) }));
        Assert.Equal(hash, Hash(Mission, Organization with { Networks = ["B", "A"], City = "" }));
    }

    [Fact]
    public void White_space_beside_blocks_of_the_description_makes_no_difference_and_between_words_it_does()
    {
        string Of(string html) => Hash(Mission with { DescriptionHtml = html });
        Assert.Equal(Of("<p>Un <b>beau</b> jardin</p><ul><li>semer</li></ul>"), Of("<p> Un <b>beau</b>\n jardin\n</p>\n<ul>\n <li>semer </li>\n</ul>"));
        Assert.NotEqual(Of("<p><b>Un</b> <i>jardin</i></p>"), Of("<p><b>Un</b><i>jardin</i></p>"));
        Assert.NotEqual(Of("<p>Un</p><p>jardin</p>"), Of("<p>Un jardin</p>"));
    }

    [Fact]
    public void Publication_on_another_day_in_Paris_is_a_change()
    {
        // 22:30 UTC is already the next day in Paris.
        Assert.NotEqual(Hash(Mission), Hash(Mission with { PostedAt = new DateTimeOffset(2026, 5, 1, 22, 30, 0, TimeSpan.Zero) }));
        Assert.NotEqual(Hash(Mission), Hash(Mission with { PostedAt = null }));
    }

    [Fact]
    public void Result_of_a_geocoding_is_no_change_and_coordinates_given_are()
    {
        var located = Brest with { Lat = 48.4, Lon = -4.5, Precision = GeoPrecision.City };
        Assert.Equal(Hash(Mission), Hash(Mission with { Addresses = [Lyon, located] }));
        Assert.NotEqual(Hash(Mission), Hash(Mission with { Addresses = [Lyon, located with { Precision = GeoPrecision.Given }] }));
        Assert.Equal(EntityId.OfAddress(Guid.Empty, Brest), EntityId.OfAddress(Guid.Empty, located));
        Assert.NotEqual(EntityId.OfAddress(Guid.Empty, Lyon), EntityId.OfAddress(Guid.Empty, Lyon with { Lat = 45.8 }));
        Assert.Equal(EntityId.OfAddress(Guid.Empty, Lyon), EntityId.OfAddress(Guid.Empty, Lyon with { Street = " 1  rue A" }));
    }

    [Fact]
    public void Values_do_not_run_into_each_other()
    {
        Assert.NotEqual(Hash(Mission with { Tags = ["ab"] }), Hash(Mission with { Tags = ["a", "b"] }));
        Assert.NotEqual(Hash(Mission with { Tags = ["x"], Tasks = [] }), Hash(Mission with { Tags = [], Tasks = ["x"] }));
        Assert.NotEqual(Hash(Mission with { Priority = "x" }), Hash(Mission with { Metadata = "x" }));
        Assert.NotEqual(Hash(Mission with { OpenToMinors = false }), Hash(Mission with { OpenToMinors = null }));
    }

    /// <summary>A property added to the content and forgotten in the hash would never reach anybody.</summary>
    [Fact]
    public void Every_property_counts()
    {
        // The plain text follows from the HTML; the department, region and country of an address are tried below.
        foreach (var property in typeof(MissionContent).GetProperties().Where(p => p.Name is not ("Description" or "Compensation")))
        {
            Assert.True(Hash(Mission) != Hash(Changed(Mission, property)), property.Name);
        }

        foreach (var property in typeof(OrganizationContent).GetProperties())
        {
            Assert.True(Hash(Mission) != Hash(Mission, Changed(Organization, property)), property.Name);
        }

        foreach (var property in typeof(MissionAddress).GetProperties().Where(p => p.Name is not ("Precision" or "CommuneCode")))
        {
            Assert.True(Hash(Mission) != Hash(Mission with { Addresses = [Changed(Lyon, property), Brest] }), property.Name);
        }

        foreach (var property in typeof(Compensation).GetProperties())
        {
            Assert.True(Hash(Mission) != Hash(Mission with { Compensation = Changed(new Compensation(), property) }), property.Name);
        }
    }

    [Fact]
    public void Mission_without_its_structure_hashes_otherwise() =>
        Assert.NotEqual(MissionHash.Of(Mission, null), MissionHash.Of(Mission, Organization));

    [Fact]
    public void Amounts_compare_as_numbers() =>
        Assert.Equal(
            Hash(Mission with { Compensation = new Compensation { Amount = 100m } }),
            Hash(Mission with { Compensation = new Compensation { Amount = 100.00m } }));

    /// <summary>Another value here means that every mission of every partner counts as changed at its next run: then say so in the commit.</summary>
    [Fact]
    public void Known_mission_has_its_known_hash()
    {
        Assert.Equal("E339864F5FA13D768EF41B61124C09ED268F7284B69F885C9B11D5C310A1AB07", Hash(Mission));
        Assert.Equal("4ae1efd6-787d-869d-b44c-c9a51b766022", EntityId.OfMission(EntityId.OfPublisher("demo"), "m-1").ToString());
    }

    private static T Changed<T>(T original, PropertyInfo property)
        where T : class
    {
        var copy = (T)original.GetType().GetMethod("<Clone>$")!.Invoke(original, null)!;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        object value =
            type == typeof(string) ? "changé"
            : type == typeof(bool) ? !(bool?)property.GetValue(original) ?? true
            : type == typeof(int) ? 77
            : type == typeof(double) ? 12.5
            : type == typeof(decimal) ? 12.5m
            : type == typeof(DateTimeOffset) ? new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)
            : type.IsEnum ? Enum.ToObject(type, property.GetValue(original) is { } held ? 1 - (int)held : 1)
            : type == typeof(IReadOnlyList<MissionAddress>) ? new[] { Lyon }
            : typeof(IEnumerable).IsAssignableFrom(type) ? new[] { "changé" }
            : throw new InvalidOperationException($"No other value is known for {property.Name}.");
        property.SetValue(copy, value);
        return copy;
    }
}
