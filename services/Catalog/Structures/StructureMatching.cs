namespace Engagement.Catalog.Structures;

/// <summary>What a record was matched to: the key of its structure, and by what.</summary>
internal readonly record struct StructureMatch(string Key, string By);

/// <summary>A person's word on a record: the same structure as another record, or, without one, a structure of its own.</summary>
internal sealed record StructureDecision(Guid OrganizationId, Guid? JoinedTo);

/// <summary>
/// Says which records are of one structure. The answer depends on the records alone, never on the order in which they came: each has the key of the
/// best number that it, or a record that shares a number with it, carries. What could mean two structures means neither: a record whose
/// SIRET is that of two associations keeps its SIRET as key, and is not guessed to be one of them.
/// </summary>
internal sealed class StructureMatching
{
    internal const string Rna = "RNA";
    internal const string Siret = "SIRET";
    internal const string Siren = "SIREN";
    internal const string Name = "NAME";
    internal const string Hand = "HAND";
    internal const string Alone = "ALONE";

    private readonly Dictionary<Guid, StructureMatch> matches;

    private StructureMatching(int count) => matches = new Dictionary<Guid, StructureMatch>(count);

    internal static IReadOnlyDictionary<Guid, StructureMatch> Match(IReadOnlyCollection<RecordIdentity> records, IReadOnlyCollection<StructureDecision> decisions)
    {
        var matching = new StructureMatching(records.Count);
        var decided = decisions.ToDictionary(d => d.OrganizationId);
        // What a person took out or put elsewhere draws no other record after it.
        var rest = records.Where(r => !decided.ContainsKey(r.OrganizationId)).ToList();
        rest = matching.Take(rest, r => r.Rna, "rna:", Rna);
        rest = matching.Take(rest, r => r.Siret, "siret:", Siret, matching.KeysBy(records, decided, r => r.Siret));
        rest = matching.Take(rest, r => r.Siren, "siren:", Siren, matching.KeysBy(records, decided, r => r.Siren));
        rest = matching.Take(rest, r => r.NameKey, "name:", Name, matching.KeysBy(records, decided, r => r.NameKey));
        foreach (var record in rest)
        {
            matching.matches[record.OrganizationId] = new StructureMatch(Own(record.OrganizationId), Alone);
        }

        matching.Decide(records, decided);
        return matching.matches;
    }

    /// <summary>The key of a structure with one record, which nothing is matched to.</summary>
    private static string Own(Guid organizationId) => $"record:{organizationId:N}";

    /// <summary>The key of the records that already have one and carry a number or name; null where there are several.</summary>
    private Dictionary<string, string?> KeysBy(
        IEnumerable<RecordIdentity> records, Dictionary<Guid, StructureDecision> decided, Func<RecordIdentity, string?> value)
    {
        var keys = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (value(record) is { } shared && !decided.ContainsKey(record.OrganizationId) && matches.TryGetValue(record.OrganizationId, out var match))
            {
                keys[shared] = keys.TryGetValue(shared, out var other) && other != match.Key ? null : match.Key;
            }
        }

        return keys;
    }

    private List<RecordIdentity> Take(
        List<RecordIdentity> records, Func<RecordIdentity, string?> value, string prefix, string by, Dictionary<string, string?>? known = null)
    {
        var rest = new List<RecordIdentity>();
        foreach (var record in records)
        {
            if (value(record) is { } own)
            {
                matches[record.OrganizationId] = new StructureMatch(known?.GetValueOrDefault(own) ?? prefix + own, by);
            }
            else
            {
                rest.Add(record);
            }
        }

        return rest;
    }

    private void Decide(IReadOnlyCollection<RecordIdentity> records, Dictionary<Guid, StructureDecision> decided)
    {
        foreach (var record in records.Where(r => decided.ContainsKey(r.OrganizationId)))
        {
            var root = record.OrganizationId;
            // A joins B, B joins C: all are C's. A circle, which no person can make, would end where it began.
            for (var steps = 0; steps < decided.Count && decided.TryGetValue(root, out var decision) && decision.JoinedTo is { } next; steps++)
            {
                root = next;
            }

            var isDecided = decided.ContainsKey(root) || !matches.ContainsKey(root);
            matches[record.OrganizationId] = new StructureMatch(isDecided ? Own(root) : matches[root].Key, Hand);
        }
    }
}
