using Engagement.Missions;
using Engagement.Search.Index;
using Xunit.Abstractions;

namespace Engagement.Search.Tests.Index;

public sealed class RelevanceTests(ITestOutputHelper output)
{
    private static readonly string[] Common = ["bénévole", "association", "accompagnement", "solidarité", "aide", "personnes", "enfants", "lecture", "musique"];

    [Fact]
    public void Judged_pairs_stand_in_the_right_order()
    {
        Assert.True(JudgedPairs.Table.Length >= 60);
        var wrong = JudgedPairs.Table.Where(pair => !InOrder(pair)).ToList();
        foreach (var pair in wrong) output.WriteLine($"{pair.Search}: {pair.Better} before {pair.Worse} ({pair.Because})");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Equal_scores_go_by_id_and_a_page_repeats_itself()
    {
        var ids = Enumerable.Range(1, 50).Select(i => new Guid(i, 0, 0, new byte[8])).ToList();
        var documents = ids.AsEnumerable().Reverse().Select((id, i) => Mission(id, i, new Sheet("Théâtre en ville"))).ToList();
        var index = MissionIndexTests.Load(documents, 9);
        Assert.Equal(ids, index.Search(Query("theatre", 100)).Hits.Select(hit => hit.Id));
        Assert.Equal(index.Search(Query("theatre", 10)).Hits, index.Search(Query("theatre", 10)).Hits);
    }

    [Fact]
    public void A_search_without_a_meaningful_word_is_no_search()
    {
        var documents = new SmallWorld(new Random(3)).Missions(100);
        var index = MissionIndexTests.Load(documents, 40);
        var all = index.Search(Query("", 100) with { WantTotal = true });
        foreach (var text in new[] { "de la", "l'", "?", "  " })
        {
            Assert.Equal(all.Hits, index.Search(Query(text, 100)).Hits);
        }
    }

    [Fact]
    public void The_order_of_words_does_not_change_a_score()
    {
        var index = MissionIndexTests.Load(new SmallWorld(new Random(4)).Missions(500), 90);
        Assert.Equal(index.Search(Query("théâtre jardin zoo", 500)).Hits, index.Search(Query("ZOO, théâtre; jardins", 500)).Hits);
    }

    // Each pair has an index of its own, with the worse mission first in every other respect.
    private static bool InOrder(JudgedPair pair)
    {
        var documents = Enumerable.Range(10, 60).Select(i => Mission(new Guid(i, 0, 0, new byte[8]), i, new Sheet(Description: $"{Common[i % 9]} {Common[i % 7]} {Common[i % 4]}"))).ToList();
        var (worse, better) = (new Guid(1, 0, 0, new byte[8]), new Guid(2, 0, 0, new byte[8]));
        documents.Add(Mission(better, 100, pair.Better));
        documents.Add(Mission(worse, 101, pair.Worse));
        var hits = MissionIndexTests.Load(documents, 25).Search(Query(pair.Search, 100)).Hits.Select(hit => hit.Id).ToList();
        return hits.Contains(better) && hits.Contains(worse) && hits.IndexOf(better) < hits.IndexOf(worse);
    }

    private static MissionQuery Query(string search, int size) => new() { Search = search, Page = Page.First(size), Now = SmallWorld.Now };

    private static MissionDocument Mission(Guid id, int age, Sheet sheet) => new()
    {
        Id = id,
        Number = 1,
        Version = 1,
        Status = "ACCEPTED",
        CreatedAt = SmallWorld.Now.AddDays(age - 500),
        UpdatedAt = SmallWorld.Now,
        PublisherId = Guid.Empty,
        Organization = new OrganizationWords(Guid.Empty, sheet.Organization ?? "Mairie centrale", null, []),
        Content = new MissionContent
        {
            ClientId = id.ToString(),
            Title = sheet.Title ?? "Donner un peu de son temps",
            Description = sheet.Description ?? "Rendez-vous chaque samedi matin dans nos locaux du centre",
            DescriptionHtml = "",
            Type = MissionType.Benevolat,
            ApplicationUrl = "https://example.org",
            Tags = sheet.Tag is { } tag ? [tag] : ["samedi"],
        },
    };
}
