using Engagement.GraphQL.Execution;
using Engagement.Search.Replica;

namespace Engagement.Search.Organizations;

/// <summary>Structures by id: read from the replica in one query per answer, and kept within 16 MB.</summary>
internal sealed class OrganizationCache(ReplicaReader replica)
{
    private readonly GenerationCache<Organization> kept = new(16 * 1024 * 1024);

    /// <summary>The structures that the replica has, by id.</summary>
    internal async Task<IReadOnlyDictionary<Guid, Organization>> Load(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var found = new Dictionary<Guid, Organization>(ids.Count);
        var absent = new List<Guid>();
        foreach (var id in ids)
        {
            if (kept.Find(id) is { } organization)
            {
                found[id] = organization;
            }
            else
            {
                absent.Add(id);
            }
        }

        if (absent.Count > 0)
        {
            var tickets = absent.ToDictionary(id => id, kept.Ticket);
            foreach (var organization in (await replica.ReadOrganizations(absent, ct)).Select(Read).OfType<Organization>())
            {
                found[organization.Key] = organization;
                kept.Keep(organization.Key, organization, organization.Weight, tickets[organization.Key]);
            }
        }

        return found;
    }

    /// <summary>One that is kept; null when it must be read.</summary>
    internal Organization? Find(Guid id) => kept.Find(id);

    /// <summary>One structure; null when the replica does not have it.</summary>
    internal async Task<Organization?> Load(Guid id, CancellationToken ct) =>
        kept.Find(id) ?? (await Load([id], ct)).GetValueOrDefault(id);

    /// <summary>Drops one that changed.</summary>
    internal void Forget(Guid id) => kept.Forget(id);

    /// <summary>Drops everything.</summary>
    internal void Clear() => kept.Clear();

    private static Organization? Read(OrganizationEntry entry) => entry is { PublisherId: { } publisher, Content: { } content, Json: { } json }
        ? new Organization(entry.Id, publisher, content, json.Utf8.Length)
        : null;
}

/// <summary>Structures by id, those of one answer together.</summary>
internal sealed class OrganizationById(OrganizationCache organizations) : BatchDataLoader<Guid, Organization>
{
    protected override Task<IReadOnlyDictionary<Guid, Organization>> LoadBatchAsync(IReadOnlyList<Guid> keys, CancellationToken ct) =>
        organizations.Load(keys, ct);
}
