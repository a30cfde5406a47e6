using Engagement.GraphQL.Declaration;
using Engagement.GraphQL.Execution;
using Engagement.Search.Identifiers;
using Engagement.Search.Replica;

namespace Engagement.Search.Organizations;

/// <summary>A host structure matched across the records that partners have of it, by RNA, SIRET, SIREN, or name and commune.</summary>
internal sealed class Structure
{
    private readonly IReadOnlyList<Organization> records;
    private readonly SharedFields shared;

    private Structure(Guid id, IReadOnlyList<Organization> records) =>
        (Id, this.records, shared) = (PublicId.Of(PublicId.Structure, id), records, new SharedFields(records));

    /// <summary>
    /// Its id: records with the same are of one structure. It changes when a better number of the structure becomes known.
    /// </summary>
    [ID] public string Id { get; }

    /// <summary>
    /// What most of the partners whose records these are call it, one vote each; of several names with as many votes that of the oldest
    /// record.
    /// </summary>
    public string Name => shared[StructureField.Name]!;

    /// <summary>Its number in the register of associations (RNA): of several the one that most partners give.</summary>
    public string? Rna => shared[StructureField.Rna];

    /// <summary>Its number in the register of businesses: of several the one that most partners give.</summary>
    public string? Siren => shared[StructureField.Siren];

    /// <summary>The number of its establishment: of several the one that most partners give.</summary>
    public string? Siret => shared[StructureField.Siret];

    /// <summary>Where its name and numbers come from: one for each that is not null.</summary>
    [ListSize(AssumedSize = 4)] public IReadOnlyList<StructureSource> Sources => shared.Sources;

    /// <summary>
    /// The records of it that the caller may see, this one too: the oldest of each partner first; of very many the first hundred.
    /// </summary>
    [ListSize(AssumedSize = 10)] public IReadOnlyList<Organization> Organizations => records;

    /// <summary>What the caller sees of it; null when that is one record, which then stands for itself.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="visible">Those of its records that the caller may see, in the order of their voices.</param>
    internal static Structure? Of(Guid id, IReadOnlyList<Organization> visible) => visible.Count > 1 ? new Structure(id, visible) : null;
}

/// <summary>A structure and its records, whoever may see them, in the order of their voices.</summary>
internal sealed record MatchedStructure(Guid Id, IReadOnlyList<Organization> Records);

/// <summary>The structures of records, those of one answer together.</summary>
internal sealed class StructureByOrganization(ReplicaReader replica, OrganizationCache organizations) : BatchDataLoader<Guid, MatchedStructure>
{
    protected override async Task<IReadOnlyDictionary<Guid, MatchedStructure>> LoadBatchAsync(IReadOnlyList<Guid> keys, CancellationToken ct)
    {
        var structures = await replica.ReadStructuresOf(keys, ct);
        var records = await organizations.Load([.. structures.SelectMany(s => s.Speakers).Distinct()], ct);
        var found = new Dictionary<Guid, MatchedStructure>();
        foreach (var (id, speakers, asked) in structures)
        {
            var matched = new MatchedStructure(id, [.. speakers.Where(records.ContainsKey).Select(m => records[m])]);
            foreach (var member in asked)
            {
                found[member] = matched;
            }
        }

        return found;
    }
}
