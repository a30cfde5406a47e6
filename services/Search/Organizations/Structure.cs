using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.Search.Identifiers;
using Engagement.Search.Replica;

namespace Engagement.Search.Organizations;

/// <summary>A host structure matched across the records that partners have of it, by RNA, SIRET, SIREN, or name and commune.</summary>
internal sealed class Structure
{
    private readonly IReadOnlyList<Organization> records;

    private Structure(Guid id, IReadOnlyList<Organization> records) => (Id, this.records) = (PublicId.Of(PublicId.Structure, id), records);

    /// <summary>Its id: records with the same are of one structure. It changes when a better number of the structure becomes known.</summary>
    [ID] public string Id { get; }

    /// <summary>What most of its records call it.</summary>
    public string Name => records.GroupBy(r => r.Name, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key;

    /// <summary>Its number in the register of associations (RNA), when a record has it.</summary>
    public string? Rna => Only(r => r.Rna);

    /// <summary>Its number in the register of businesses, when the records that have one agree.</summary>
    public string? Siren => Only(r => r.Siren);

    /// <summary>The number of its establishment, when the records that have one agree.</summary>
    public string? Siret => Only(r => r.Siret);

    /// <summary>The records of it that the caller may see, this one too.</summary>
    [ListSize(AssumedSize = 10)] public IReadOnlyList<Organization> Organizations => records;

    /// <summary>What the caller sees of it; null when that is one record, which then stands for itself.</summary>
    internal static Structure? Of(Guid id, IReadOnlyList<Organization> visible) => visible.Count > 1 ? new Structure(id, visible) : null;

    private string? Only(Func<Organization, string?> number) => records.Select(number).OfType<string>().Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;
}

/// <summary>A structure and all records of it, whoever may see them.</summary>
internal sealed record MatchedStructure(Guid Id, IReadOnlyList<Organization> Records);

/// <summary>The structures of records, those of one answer together.</summary>
internal sealed class StructureByOrganization(ReplicaReader replica, OrganizationCache organizations) : BatchDataLoader<Guid, MatchedStructure>
{
    // Of a town's or a network's records, more than these would weigh an answer down.
    private const int MostRecords = 100;

    protected override async Task<IReadOnlyDictionary<Guid, MatchedStructure>> LoadBatchAsync(IReadOnlyList<Guid> keys, CancellationToken ct)
    {
        var structures = await replica.ReadStructuresOf(keys, ct);
        var records = await organizations.Load([.. structures.SelectMany(s => s.Organizations.Take(MostRecords)).Distinct()], ct);
        var found = new Dictionary<Guid, MatchedStructure>();
        foreach (var (id, members) in structures)
        {
            var matched = new MatchedStructure(id, [.. members.Take(MostRecords).Where(records.ContainsKey).Select(m => records[m])]);
            foreach (var member in members)
            {
                found[member] = matched;
            }
        }

        return found;
    }
}
