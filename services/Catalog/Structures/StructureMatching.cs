namespace Engagement.Catalog.Structures;

/// <summary>What a record was matched to: the key of its structure, and by what.</summary>
internal readonly record struct StructureMatch(string Key, string By)
{
    /// <summary>True for the key of a record that stands alone: no structure of that number.</summary>
    internal bool IsOwn => Key.StartsWith(StructureMatching.OwnPrefix, StringComparison.Ordinal);
}

/// <summary>A person's word on a record: the same structure as another record, or, without one, a structure of its own.</summary>
internal sealed record StructureDecision(Guid OrganizationId, Guid? JoinedTo);

/// <summary>
/// Says which records are of one structure. The answer depends on the records alone, never on the order in which they came: each has the
/// key of the best number that it, or a record that shares a number with it, carries. What could mean two structures means neither: a
/// record whose SIRET is that of two associations keeps its SIRET as key, and is not guessed to be one of them. Records of a number whose
/// names have no word in common are not joined: <see cref="SharedNumber"/> says which of them the number is.
/// </summary>
internal sealed class StructureMatching
{
    internal const string Rna = "RNA";
    internal const string Siret = "SIRET";
    internal const string Siren = "SIREN";
    internal const string Name = "NAME";
    internal const string Hand = "HAND";
    internal const string Alone = "ALONE";
    internal const string Conflict = "CONFLICT";
    internal const string OwnPrefix = "record:";

    private readonly Dictionary<Guid, StructureMatch> matches;
    private readonly IReadOnlyCollection<RecordIdentity> records;
    private readonly Dictionary<Guid, StructureDecision> decided;
    private readonly NameWords names;

    private StructureMatching(IReadOnlyCollection<RecordIdentity> records, IReadOnlyCollection<StructureDecision> decisions)
    {
        this.records = records;
        matches = new Dictionary<Guid, StructureMatch>(records.Count);
        decided = decisions.ToDictionary(d => d.OrganizationId);
        names = new NameWords(records, decided);
    }

    internal static IReadOnlyDictionary<Guid, StructureMatch> Match(IReadOnlyCollection<RecordIdentity> records, IReadOnlyCollection<StructureDecision> decisions)
    {
        var matching = new StructureMatching(records, decisions);
        // What a person took out or put elsewhere draws no other record after it.
        var rest = records.Where(r => !matching.decided.ContainsKey(r.OrganizationId)).ToList();
        rest = matching.TakeByNumber(rest, r => r.Rna, r => r.Age.Rna, Rna);
        rest = matching.TakeByNumber(rest, r => r.Siret, r => r.Age.Siret, Siret);
        rest = matching.TakeByNumber(rest, r => r.Siren, r => r.Age.Siren, Siren);
        matching.TakeByName(rest);
        matching.MarkForeignSirets();
        matching.Decide();
        return matching.matches;
    }

    /// <summary>The key of a structure with one record, which nothing is matched to.</summary>
    private static string Own(Guid organizationId) => $"{OwnPrefix}{organizationId:N}";

    /// <summary>
    /// Those that already have a structure and carry a number or name, by it; what stands alone for a conflict draws none after it.
    /// </summary>
    private Dictionary<string, List<RecordIdentity>> CarriersOf(Func<RecordIdentity, string?> value) => records
        .Where(r => value(r) is not null && matches.TryGetValue(r.OrganizationId, out var match) && match.By != Conflict)
        .GroupBy(r => value(r)!, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);

    private List<RecordIdentity> TakeByNumber(
        List<RecordIdentity> left, Func<RecordIdentity, string?> value, Func<RecordIdentity, long?> since, string by)
    {
        var carriers = CarriersOf(value);
        foreach (var group in left.Where(r => value(r) is not null).GroupBy(r => value(r)!, StringComparer.Ordinal))
        {
            var known = carriers.GetValueOrDefault(group.Key, []);
            // Establishments of one legal unit have names of their own: among several of them a name says nothing.
            var isUnit = by == Siren && known.Select(KeyOf).Distinct(StringComparer.Ordinal).Skip(1).Any();
            var number = new SharedNumber(isUnit ? [.. group] : [.. group, .. known], names, since);
            var key = known.Where(number.IsOf).Select(KeyOf).Distinct(StringComparer.Ordinal).ToList() is [var only]
                ? only
                : $"{by.ToLowerInvariant()}:{group.Key}";
            foreach (var record in group)
            {
                matches[record.OrganizationId] = number.IsOf(record)
                    ? new StructureMatch(key, by)
                    : new StructureMatch(Own(record.OrganizationId), Conflict);
            }
        }

        return [.. left.Where(r => value(r) is null)];
    }

    private void TakeByName(List<RecordIdentity> left)
    {
        var carriers = CarriersOf(r => r.NameKey);
        foreach (var record in left)
        {
            if (record.NameKey is { } name)
            {
                var known = carriers.GetValueOrDefault(name, []).Select(KeyOf).Distinct(StringComparer.Ordinal).ToList();
                matches[record.OrganizationId] = new StructureMatch(known is [var only] ? only : $"name:{name}", Name);
            }
            else
            {
                matches[record.OrganizationId] = new StructureMatch(Own(record.OrganizationId), Alone);
            }
        }
    }

    /// <summary>
    /// A record with an RNA number that is alone in its structure, and whose SIRET others carry under another name, waits for a person too.
    /// </summary>
    private void MarkForeignSirets()
    {
        var sizes = matches.Values.CountBy(m => m.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var carriers in CarriersOf(r => r.Siret).Values.Where(c => c.Count > 1))
        {
            var number = new SharedNumber(carriers, names, r => r.Age.Siret);
            foreach (var record in carriers.Where(r => !number.IsOf(r) && sizes[KeyOf(r)] == 1))
            {
                matches[record.OrganizationId] = new StructureMatch(KeyOf(record), Conflict);
            }
        }
    }

    private string KeyOf(RecordIdentity record) => matches[record.OrganizationId].Key;

    private void Decide()
    {
        foreach (var record in records.Where(r => decided.ContainsKey(r.OrganizationId)))
        {
            var root = NameWords.RootOf(record.OrganizationId, decided);
            var isDecided = decided.ContainsKey(root) || !matches.ContainsKey(root);
            matches[record.OrganizationId] = new StructureMatch(isDecided ? Own(root) : matches[root].Key, Hand);
        }
    }
}
