using Engagement.Contracts;

namespace Engagement.Catalog.Structures;

/// <summary>
/// What readers are told of structures: those with several records, and those with one whose RNA number or SIRET a record of another
/// structure carries too, so that a look-up by number can tell them apart. The others would say nothing that the record itself does not.
/// </summary>
internal sealed class ToldStructures
{
    /// <summary>Of a network's thousands of records no more are shown with the structure.</summary>
    private const int MostSpeakers = 100;

    private readonly Dictionary<Guid, RecordIdentity> records;
    private readonly IReadOnlyDictionary<Guid, StructureMatch> matches;
    private readonly HashSet<string> contested;

    internal ToldStructures(IReadOnlyCollection<RecordIdentity> records, IReadOnlyDictionary<Guid, StructureMatch> matches)
    {
        this.records = records.ToDictionary(r => r.OrganizationId);
        this.matches = matches;
        contested = [.. records.SelectMany(r => Numbers(r).Select(number => (number, matches[r.OrganizationId].Key))).Distinct()
            .CountBy(n => n.number, StringComparer.Ordinal).Where(n => n.Value > 1).Select(n => n.Key)];
    }

    /// <summary>The body of a structure's entry; null when readers are told nothing of it.</summary>
    /// <param name="organizations">Its records, by ascending id.</param>
    internal StructureBody? Body(IReadOnlyList<Guid> organizations)
    {
        var members = organizations.Select(id => records[id]).ToList();
        return members.Count > 1 || members.Exists(m => Numbers(m).Any(contested.Contains))
            ? new StructureBody(
                organizations,
                Speakers(members),
                [.. members.Select(m => new CarriedSince(m.Age.Rna, m.Age.Siret))],
                members.TrueForAll(IsApart) ? true : null)
            : null;
    }

    private static IEnumerable<string> Numbers(RecordIdentity record) => new[] { record.Rna, record.Siret }.OfType<string>();

    /// <summary>Not joined for a conflict, or split off by a person.</summary>
    private bool IsApart(RecordIdentity record) =>
        matches[record.OrganizationId] is var match && (match.IsOwn || match.By == StructureMatching.Conflict);

    /// <summary>
    /// First the oldest record of each partner, then the second of each, and so on, so that many records of one hide no other's.
    /// </summary>
    private Guid[] Speakers(IReadOnlyList<RecordIdentity> members) =>
    [
        .. members.GroupBy(m => m.PublisherId)
            .SelectMany(partner => partner.OrderBy(Age).Select((record, turn) => (record, turn)))
            .OrderBy(r => r.turn).ThenBy(r => Age(r.record)).Take(MostSpeakers).Select(r => r.record.OrganizationId),
    ];

    /// <summary>
    /// How long it carries the number that made it one of the structure; a name or a person's word comes after any number.
    /// </summary>
    private (long Number, long Record, Guid Id) Age(RecordIdentity record) => (
        matches[record.OrganizationId].By switch
        {
            StructureMatching.Rna => record.Age.Rna,
            StructureMatching.Siret => record.Age.Siret,
            StructureMatching.Siren => record.Age.Siren,
            _ => null,
        } ?? long.MaxValue,
        record.Age.Record,
        record.OrganizationId);
}
