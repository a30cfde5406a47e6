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
    public void The_order_in_which_records_come_makes_no_difference()
    {
        var random = new Random(20261102);
        string? Some(string prefix, int most) => random.Next(2) == 0 ? null : prefix + random.Next(most);
        for (var round = 0; round < 300; round++)
        {
            var records = Ids.Select(id => new RecordIdentity(id, Some("W", 3), Some("S", 4), Some("U", 3), Some("n", 4))).ToList();
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
        Assert.Equal(key, RecordIdentity.Of(Ids[0], new OrganizationContent { Key = "k", Name = name, PostalCode = postalCode, City = city }).NameKey);

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
