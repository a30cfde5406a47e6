using System.Globalization;

namespace Engagement.Missions.Tests;

public sealed class FeedWordsTests
{
    private readonly FeedWords words = new();

    [Fact]
    public void As_many_words_as_places_are_no_warning()
    {
        Add(5_000, 0);
        Add(5_000, 0);

        Assert.Empty(words.Warnings);
    }

    [Fact]
    public void One_word_more_is_a_warning_for_its_list()
    {
        Add(5_000, 0);
        words.Add(Mission(["un de plus"], []), null);

        var warning = Assert.Single(words.Warnings);
        Assert.Equal((FeedCodes.TooManyWords, "tags", "5 001"), (warning.Code, warning.Field, warning.Value));
        Assert.Contains("5 001 mots différents dans « tags »", warning.Message, StringComparison.Ordinal);
        Assert.Contains("Les 5 000 mots que le plus de missions utilisent sont des filtres", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_list_is_counted_by_itself()
    {
        Add(6_000, 0);

        Assert.Equal(
            [("tags", "6 000"), ("audience", "6 000"), ("organizationReseaux", "6 000")], words.Warnings.Select(w => (w.Field, w.Value)));
    }

    [Fact]
    public void Beyond_a_hundred_thousand_words_are_no_longer_counted()
    {
        for (var i = 0; i < 201; i++)
        {
            Add(1_000, i * 1_000);
        }

        Assert.All(words.Warnings, w => Assert.Equal("plus de 100 000", w.Value));
    }

    private void Add(int count, int from)
    {
        string[] values = [.. Enumerable.Range(from, count).Select(n => n.ToString(CultureInfo.InvariantCulture))];
        words.Add(Mission(values, values), new OrganizationContent { Key = "o", Name = "Les Jardins", Networks = values });
    }

    private static MissionContent Mission(IReadOnlyList<string> tags, IReadOnlyList<string> audiences) => new()
    {
        ClientId = "m",
        Title = "Aider au jardin",
        Description = "Entretenir les parcelles.",
        DescriptionHtml = "<p>Entretenir les parcelles.</p>",
        Type = MissionType.Benevolat,
        ApplicationUrl = "https://partenaire.example/m",
        Tags = tags,
        Audiences = audiences,
    };
}
