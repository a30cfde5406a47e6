using Engagement.Catalog.Structures;
using Engagement.Missions;

namespace Engagement.Catalog.Tests;

public sealed class StructureMatchingTests
{
    private static readonly Guid[] Ids = [.. Enumerable.Range(1, 12).Select(i => new Guid(i, 0, 0, new byte[8]))];

    [Fact]
    public void Records_of_one_RNA_are_one_structure() => AssertGroups("01 2", R(0, rna: "W1"), R(1, rna: "W1", siret: "S1"), R(2, rna: "W2", siret: "S2"));

    [Fact]
    public void A_record_without_an_RNA_follows_its_SIRET() => AssertGroups("01 2", R(0, rna: "W1", siret: "S1"), R(1, siret: "S1"), R(2, siret: "S2"));

    [Fact]
    public void Establishments_of_one_legal_unit_are_several_structures() => AssertGroups("0 1", R(0, siret: "U1-A", siren: "U1"), R(1, siret: "U1-B", siren: "U1"));

    [Fact]
    public void A_record_with_a_SIREN_alone_follows_the_one_structure_of_that_unit()
    {
        AssertGroups("01", R(0, siret: "U1-A", siren: "U1"), R(1, siren: "U1"));
        AssertGroups("01 2", R(0, siren: "U1"), R(1, siren: "U1"), R(2, siren: "U2"));
        // Which of the two it means cannot be told.
        AssertGroups("0 1 23", R(0, siret: "U1-A", siren: "U1"), R(1, siret: "U1-B", siren: "U1"), R(2, siren: "U1"), R(3, siren: "U1"));
    }

    [Fact]
    public void A_SIRET_of_two_associations_means_neither() => AssertGroups("0 1 2", R(0, rna: "W1", siret: "S1"), R(1, rna: "W2", siret: "S1"), R(2, siret: "S1"));

    [Fact]
    public void A_record_without_numbers_follows_its_name_and_commune()
    {
        AssertGroups("01", R(0, name: "jardins|44109"), R(1, name: "jardins|44109"));
        AssertGroups("01 2", R(0, rna: "W1", name: "jardins|44109"), R(1, name: "jardins|44109"), R(2, name: "jardins|35238"));
        AssertGroups("0 1 2", R(0, rna: "W1", name: "jardins|44109"), R(1, rna: "W2", name: "jardins|44109"), R(2, name: "jardins|44109"));
        AssertGroups("0 1", R(0), R(1));
    }

    [Fact]
    public void A_chain_of_numbers_is_followed() =>
        AssertGroups("0123", R(0, rna: "W1", siret: "U1-A", siren: "U1", name: "x|1"), R(1, siret: "U1-A", siren: "U1"), R(2, siren: "U1", name: "y|2"), R(3, name: "y|2"));

    [Fact]
    public void A_record_that_a_person_split_off_stands_alone_and_draws_none_after_it() =>
        AssertGroups("0 12", [new(Ids[0], null)], R(0, rna: "W1", siret: "S1"), R(1, rna: "W1"), R(2, rna: "W1"));

    [Fact]
    public void A_record_that_a_person_joined_follows_the_other_whatever_its_numbers()
    {
        AssertGroups("012", [new(Ids[2], Ids[0])], R(0, rna: "W1"), R(1, rna: "W1"), R(2, rna: "W2"));
        AssertGroups("012", [new(Ids[2], Ids[1]), new(Ids[1], Ids[0])], R(0), R(1), R(2, rna: "W2"));
        AssertGroups("01 2", [new(Ids[1], Ids[0]), new(Ids[0], null)], R(0, rna: "W1"), R(1), R(2, rna: "W1"));
    }

    [Fact]
    public void A_number_under_names_without_a_common_word_is_that_of_most_partners()
    {
        // Of two partners the one that carried it first; many records of one are one vote.
        AssertGroups("0 1", N(0, "nord", "jardin"), N(1, "sud", "gain"));
        AssertGroups("0 1 2 3", N(0, "nord", "gain"), N(1, "sud", "jardin"), N(2, "sud", "foret"), N(3, "sud", "lac"));
        AssertGroups("0 1 2 34", N(0, "nord", "gain"), N(1, "nord", "or"), N(2, "nord", "lac"), N(3, "sud", "jardin erdre"), N(4, "est", "erdre"));
        // A name in between joins no others but those that share a word with the number's own.
        AssertGroups("01 2", N(0, "nord", "jardin"), N(1, "sud", "gain jardin"), N(2, "sud", "gain"));
        Assert.Equal([StructureMatching.Rna, StructureMatching.Conflict], Rules([], N(0, "nord", "jardin"), N(1, "sud", "gain")));
    }

    [Fact]
    public void A_SIRET_or_SIREN_of_a_structure_is_not_joined_under_another_name()
    {
        AssertGroups("0 1", N(0, "nord", "jardin", siret: "S1"), N(1, "sud", "gain", rna: null, siret: "S1"));
        AssertGroups("0 1", N(0, "nord", "jardin", siret: "U1-A", siren: "U1"), N(1, "sud", "gain", rna: null, siren: "U1"));
        AssertGroups("01", N(0, "nord", "jardin", siret: "U1-A", siren: "U1"), N(1, "sud", "jardin", rna: null, siren: "U1"));
        // Whoever gives another's SIRET beside an RNA number of its own parts no records of the other.
        AssertGroups("02 1", N(0, "nord", "jardin", siret: "S1"), N(1, "sud", "gain", rna: "W9", siret: "S1"), N(2, "est", "jardin", rna: null, siret: "S1"));
        Assert.Equal(
            [StructureMatching.Rna, StructureMatching.Conflict], Rules([], N(0, "nord", "jardin", siret: "S1"), N(1, "sud", "gain", rna: "W9", siret: "S1")));
        // Establishments of one unit have names of their own and wait for nobody.
        Assert.Equal(
            [StructureMatching.Siret, StructureMatching.Siret, StructureMatching.Siren],
            Rules([], N(0, "nord", "musee", rna: null, siret: "U1-A", siren: "U1"), N(1, "nord", "piscine", rna: null, siret: "U1-B", siren: "U1"), N(2, "sud", "parc", rna: null, siren: "U1")));
    }

    [Fact]
    public void A_person_wins_over_names_and_gives_the_structure_a_name()
    {
        StructureDecision joined = new(Ids[1], Ids[0]);
        AssertGroups("012", [joined], N(0, "nord", "maison jeune"), N(1, "sud", "mjc"), N(2, "est", "mjc"));
        // With the first one split off, the number is that of the next.
        AssertGroups("0 1", [new(Ids[0], null)], N(0, "nord", "gain"), N(1, "sud", "jardin"));
        Assert.Equal([StructureMatching.Hand, StructureMatching.Rna], Rules([new(Ids[0], null)], N(0, "nord", "gain"), N(1, "sud", "jardin")));
    }

    [Fact]
    public void The_order_in_which_records_come_makes_no_difference()
    {
        var random = new Random(20261102);
        string? Some(string prefix, int most) => random.Next(2) == 0 ? null : prefix + random.Next(most);
        for (var round = 0; round < 300; round++)
        {
            var records = Ids.Select((id, i) => new RecordIdentity(id, Some("W", 3), Some("S", 4), Some("U", 3), Some("n", 4))
            {
                PublisherId = Ids[random.Next(3)],
                Words = string.Join(' ', new[] { Some("a", 2), Some("b", 2), "c" + i }.OfType<string>()),
                Age = new RecordAge(i, random.Next(3), random.Next(3), random.Next(3)),
            }).ToList();
            List<StructureDecision> decisions = [.. random.Next(2) == 0 ? [] : new[] { new StructureDecision(Ids[3], random.Next(2) == 0 ? null : Ids[7]) }];
            var expected = StructureMatching.Match(records, decisions);
            for (var i = 0; i < 5; i++)
            {
                var shuffled = StructureMatching.Match([.. records.OrderBy(_ => random.Next())], decisions);
                Assert.Equal(expected.OrderBy(m => m.Key), shuffled.OrderBy(m => m.Key));
            }

            Assert.All(records.GroupBy(r => expected[r.OrganizationId].Key), group =>
                Assert.True(group.Where(r => decisions.All(d => d.OrganizationId != r.OrganizationId)).Select(r => r.Rna).OfType<string>().Distinct().Count() < 2));
        }
    }

    [Theory]
    [InlineData("Les Jardins de l'Erdre", "44300", "Nantes", "jardins erdre|44109")]
    [InlineData("ASSOCIATION « JARDINS DE L’ERDRE » (loi 1901)", "44000", "NANTES CEDEX", "jardins erdre|44109")]
    [InlineData("Les Jardins de l'Erdre", null, null, null)]
    [InlineData("Les Jardins de l'Erdre", "01400", "Nulle-Part", null)]
    [InlineData("MJC", "44000", "Nantes", null)]
    public void Names_are_compared_without_what_partners_write_or_leave_out(string name, string? postalCode, string? city, string? key) =>
        Assert.Equal(key, RecordIdentity.Of(Ids[0], Ids[1], new OrganizationContent { Key = "k", Name = name, PostalCode = postalCode, City = city }).NameKey);

    /// <summary>A record of a partner, as old as its index says, of the number W1 if no other is given.</summary>
    private static RecordIdentity N(int index, string partner, string words, string? rna = "W1", string? siret = null, string? siren = null) =>
        new(Ids[index], rna, siret, siren, null)
        {
            PublisherId = EntityId.OfPublisher(partner),
            Words = words,
            Age = new RecordAge(index, index, index, index),
        };

    private static string[] Rules(StructureDecision[] decisions, params RecordIdentity[] records)
    {
        var matches = StructureMatching.Match(records, decisions);
        return [.. records.Select(r => matches[r.OrganizationId].By)];
    }

    private static RecordIdentity R(int index, string? rna = null, string? siret = null, string? siren = null, string? name = null) =>
        new(Ids[index], rna, siret, siren, name);

    private static void AssertGroups(string groups, params RecordIdentity[] records) => AssertGroups(groups, [], records);

    private static void AssertGroups(string groups, StructureDecision[] decisions, params RecordIdentity[] records)
    {
        var matches = StructureMatching.Match(records, decisions);
        var found = records.Select((r, i) => (Index: i, matches[r.OrganizationId].Key)).GroupBy(r => r.Key, r => r.Index).Select(g => string.Concat(g)).Order(StringComparer.Ordinal);
        Assert.Equal(groups, string.Join(' ', found));
    }
}
