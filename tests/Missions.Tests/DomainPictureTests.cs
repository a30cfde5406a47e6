using System.Xml.Linq;

namespace Engagement.Missions.Tests;

public sealed class DomainPictureTests
{
    [Fact]
    public void Mission_always_has_the_same_picture_of_its_domain()
    {
        var name = DomainPicture.FileName("sport", "m-1");
        Assert.StartsWith("sport-", name);
        Assert.Equal(name, DomainPicture.FileName("sport", "m-1"));
        Assert.Equal(DomainPicture.Variants, Enumerable.Range(0, 100).Select(i => DomainPicture.FileName("sport", $"m-{i}")).Distinct().Count());
        Assert.StartsWith("autre-", DomainPicture.FileName(null, "m-1"));
    }

    [Fact]
    public void Every_picture_of_every_domain_is_drawn_and_differs()
    {
        var names = Taxonomy.Domains.SelectMany(d => Enumerable.Range(1, DomainPicture.Variants).Select(v => $"{d.Code}-{v}.svg"));
        var pictures = names.Select(name => XDocument.Parse(DomainPicture.Svg(name)!).ToString()).ToList();
        Assert.Equal(80, pictures.Distinct().Count());
    }

    [Theory]
    [InlineData("sport-5.svg")]
    [InlineData("sport-0.svg")]
    [InlineData("sport-1.png")]
    [InlineData("cuisine-1.svg")]
    [InlineData("../sport-1.svg")]
    [InlineData("")]
    public void Unknown_picture_is_none(string name) => Assert.Null(DomainPicture.Svg(name));
}
