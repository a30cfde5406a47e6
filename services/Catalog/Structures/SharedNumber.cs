namespace Engagement.Catalog.Structures;

/// <summary>
/// The records that carry one number, and whose it is: that of the name which records of most partners have a word in common with, one vote
/// a partner; of several such names the one that carried the number first. A record without a word of that name is of another structure.
/// </summary>
internal sealed class SharedNumber
{
    private readonly NameWords names;
    private readonly RecordIdentity named;

    /// <param name="carriers">At least one record.</param>
    /// <param name="names">Their names.</param>
    /// <param name="since">Since when a record carries the number.</param>
    internal SharedNumber(IReadOnlyCollection<RecordIdentity> carriers, NameWords names, Func<RecordIdentity, long?> since)
    {
        this.names = names;
        named = carriers.Count == 1 ? carriers.First() : Elect(carriers, since);
    }

    /// <summary>Whether a record's name has a word in common with that of the number.</summary>
    internal bool IsOf(RecordIdentity record) => names.Share(named, record);

    private RecordIdentity Elect(IReadOnlyCollection<RecordIdentity> carriers, Func<RecordIdentity, long?> since)
    {
        var partners = new Dictionary<string, HashSet<Guid>>(StringComparer.Ordinal);
        foreach (var record in carriers)
        {
            foreach (var word in names.Of(record) ?? [])
            {
                (partners.TryGetValue(word, out var known) ? known : partners[word] = []).Add(record.PublisherId);
            }
        }

        // Words of one partner only, as those of thousands of records may be, need no set.
        int Votes(RecordIdentity record)
        {
            var sets = (names.Of(record) ?? []).Select(w => partners[w]).ToList();
            return sets.Exists(s => s.Count > 1) ? sets.SelectMany(s => s).Distinct().Count() : 1;
        }

        return carriers.OrderByDescending(Votes).ThenBy(r => since(r) ?? long.MaxValue).ThenBy(r => r.OrganizationId).First();
    }
}

/// <summary>
/// The words of records' names. What a person joined to a record gives it the words of its own name: that the two are one structure is
/// known.
/// </summary>
internal sealed class NameWords
{
    private readonly Dictionary<Guid, string[]?> words;

    internal NameWords(IReadOnlyCollection<RecordIdentity> records, Dictionary<Guid, StructureDecision> decided)
    {
        words = records.ToDictionary(r => r.OrganizationId, r => r.Words?.Split(' '));
        foreach (var record in records.Where(r => decided.GetValueOrDefault(r.OrganizationId) is { JoinedTo: not null }))
        {
            var root = RootOf(record.OrganizationId, decided);
            if (root != record.OrganizationId && words.GetValueOrDefault(root) is { } known && record.Words is { } own)
            {
                words[root] = [.. known, .. own.Split(' ')];
            }
        }
    }

    /// <summary>
    /// The record that a person's decisions lead to: A joins B, B joins C: all are C's. A circle, which no person can make, would end where
    /// it began.
    /// </summary>
    internal static Guid RootOf(Guid organizationId, Dictionary<Guid, StructureDecision> decided)
    {
        var root = organizationId;
        for (var steps = 0; steps < decided.Count && decided.TryGetValue(root, out var decision) && decision.JoinedTo is { } next; steps++)
        {
            root = next;
        }

        return root;
    }

    /// <summary>The words of a record; null when its name was not read yet.</summary>
    internal IReadOnlyList<string>? Of(RecordIdentity record) => words[record.OrganizationId];

    /// <summary>Whether two records' names have a word in common; a name that was not read yet has one with every other.</summary>
    internal bool Share(RecordIdentity one, RecordIdentity other) =>
        one == other || Of(one) is not { } words || Of(other) is not { } others || words.Any(others.Contains);
}
