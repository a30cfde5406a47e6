using System.Text;
using Engagement.Missions;
using Engagement.Search.Replica;

namespace Engagement.Search.Organizations;

/// <summary>
/// What lists of structures search and filter by, in memory and in the order of the lists. Changes are noted as they are applied, and put
/// in order
/// when a list is asked for next: an import of thousands pays for it once.
/// </summary>
internal sealed class OrganizationIndex
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, ListedOrganization?> changed = [];
    private volatile OrganizationView view = OrganizationView.Empty;

    /// <summary>Learns structures, in the order of the log.</summary>
    internal void Apply(IReadOnlyList<OrganizationEntry> entries)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                changed[entry.Id] = ListedOrganization.Of(entry);
            }
        }
    }

    /// <summary>Learns all structures that there are: others are forgotten.</summary>
    internal void Replace(IReadOnlyList<OrganizationEntry> all)
    {
        lock (gate)
        {
            changed.Clear();
            view = OrganizationView.Empty;
            Apply(all);
        }
    }

    /// <summary>All structures as they are now.</summary>
    internal OrganizationView View()
    {
        lock (gate)
        {
            if (changed.Count > 0)
            {
                view = view.With(changed);
                changed.Clear();
            }

            return view;
        }
    }
}

/// <summary>A structure as lists know it; the order is that of its folded name, then of its id.</summary>
internal sealed record ListedOrganization(
    Guid Id, byte[] Name, Guid PublisherId, string? Rna, string? Siret, string? Department, IReadOnlyList<string> Networks)
    : IComparable<ListedOrganization>
{
    internal static ListedOrganization? Of(OrganizationEntry entry) => entry is { PublisherId: { } publisher, Content: { } content }
        ? new ListedOrganization(
            entry.Id,
            Encoding.UTF8.GetBytes(TextFold.Fold(content.Name)),
            publisher,
            content.Rna,
            content.Siret,
            content.PostalCode is { } code ? Taxonomy.DepartmentOfPostalCode(code)?.Code : null,
            content.Networks)
        : null;

    public int CompareTo(ListedOrganization? other) => other is null ? 1
        : Name.AsSpan().SequenceCompareTo(other.Name) is not 0 and var order ? order
        : Id.CompareTo(other.Id);
}
