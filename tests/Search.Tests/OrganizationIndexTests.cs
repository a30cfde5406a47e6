using Engagement.Contracts;
using Engagement.Missions;
using Engagement.Search.Organizations;
using Engagement.Search.Replica;

namespace Engagement.Search.Tests;

/// <summary>The list of structures in memory finds what looking at each name finds, in the same order, after any changes.</summary>
public sealed class OrganizationIndexTests
{
    private static readonly string[] Words =
        ["association", "Les", "Restos", "du", "cœur", "Secours", "populaire", "Été", "île-de-France", "d'aide", "A", "aa", "aaa", "maison", "MAISONS", "n°1", "\n", "ligne"];

    [Fact]
    public void Words_are_found_wherever_they_stand_in_names()
    {
        var random = new Random(7);
        var (index, known) = (new OrganizationIndex(), new Dictionary<Guid, (string Name, Guid Publisher)>());
        var publishers = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray();
        for (var round = 0; round < 60; round++)
        {
            var entries = Enumerable.Range(0, random.Next(1, 40)).Select(_ => Entry(random, known, publishers)).ToList();
            index.Apply(entries);
            for (var query = 0; query < 10; query++)
            {
                var search = string.Join(' ', Enumerable.Range(0, random.Next(0, 4)).Select(_ => Words[random.Next(Words.Length)]));
                var visible = publishers[random.Next(3)];
                var view = index.View();

                var found = view.Find(search, o => o.PublisherId == visible).Select(place => view[place].Id);

                var folded = TextFold.Fold(search).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                var expected = known.Where(o => o.Value.Publisher == visible && folded.All(word => TextFold.Fold(o.Value.Name).Contains(word, StringComparison.Ordinal)))
                    .OrderBy(o => TextFold.Fold(o.Value.Name), StringComparer.Ordinal).ThenBy(o => o.Key).Select(o => o.Key);
                Assert.Equal(expected, found);
            }
        }
    }

    private static OrganizationEntry Entry(Random random, Dictionary<Guid, (string Name, Guid Publisher)> known, Guid[] publishers)
    {
        var id = known.Count > 0 && random.Next(3) == 0 ? known.Keys.ElementAt(random.Next(known.Count)) : Guid.NewGuid();
        if (random.Next(6) == 0)
        {
            known.Remove(id);
            return new OrganizationEntry(id, 1, 1, null, null);
        }

        var name = string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Words[random.Next(Words.Length)]));
        known[id] = (name, publishers[random.Next(3)]);
        return new OrganizationEntry(id, 1, 1, known[id].Publisher, new RawJson(MissionJson.Serialize(new OrganizationContent { Key = "k", Name = name })));
    }
}
