using System.Collections.Frozen;
using Engagement.Missions;
using Engagement.Search.Keys;
using Engagement.Search.Replica;

namespace Engagement.Search.Publishers;

/// <summary>A partner platform as its readers know it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">The number of the log that this state has.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Url">Its site, or null.</param>
/// <param name="Logo">Its picture, or null.</param>
/// <param name="IsPublisher">False for a partner that only shows missions.</param>
/// <param name="IsPublic">True when its missions are shown to every caller.</param>
internal sealed record Partner(Guid Id, long Number, string Name, string? Url, string? Logo, bool IsPublisher, bool IsPublic)
{
    /// <summary>What readers see of it.</summary>
    internal Publisher AsPublisher => field ??= new Publisher(this);
}

/// <summary>
/// The partners, in memory, fed by the change log, and the one answer to "whose missions may this caller see": those of public publishers
/// and the caller's own. Who is not named there is not seen.
/// </summary>
internal sealed class PublisherDirectory
{
    private View view = new([]);

    /// <summary>A partner, whoever may see its missions; null when unknown.</summary>
    internal Partner? Find(Guid id) => view.ById.GetValueOrDefault(id);

    /// <summary>The publishers whose missions the caller may see, by name.</summary>
    internal IReadOnlyList<Partner> VisibleTo(Caller caller)
    {
        var now = view;
        return caller.PartnerId is { } id && now.ById.TryGetValue(id, out var own) && own is { IsPublisher: true, IsPublic: false }
            ? Sorted(now.Public.Append(own))
            : now.Public;
    }

    /// <summary>Their ids.</summary>
    internal IReadOnlyList<Guid> VisibleIds(Caller caller)
    {
        var now = view;
        var visible = VisibleTo(caller);
        return ReferenceEquals(visible, now.Public) ? now.PublicIds : visible.Select(p => p.Id).ToArray();
    }

    /// <summary>Whether the caller may see the missions of a publisher.</summary>
    internal bool IsVisible(Guid publisherId, Caller caller) =>
        view.ById.TryGetValue(publisherId, out var partner) && partner.IsPublisher && (partner.IsPublic || caller.Is(publisherId));

    /// <summary>Learns states; older ones than those it has change nothing. Readers see all of them or none.</summary>
    internal void Apply(IReadOnlyCollection<PublisherEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var partners = view.ById.ToDictionary();
        foreach (var entry in entries.Where(e => !partners.TryGetValue(e.Id, out var known) || known.Number < e.Number))
        {
            if (AsPartner(entry) is { } partner)
            {
                partners[entry.Id] = partner;
            }
            else
            {
                partners.Remove(entry.Id);
            }
        }

        view = new View(partners);
    }

    /// <summary>Learns the states of all partners: whoever is not among them is forgotten, whatever its number was.</summary>
    internal void Replace(IReadOnlyCollection<PublisherEntry> all) =>
        view = new View(all.Select(AsPartner).OfType<Partner>().ToDictionary(p => p.Id));

    private static Partner? AsPartner(PublisherEntry entry) => entry.Body is { } body
        ? new Partner(entry.Id, entry.Number, body.Name, body.Url, body.Logo, body.IsPublisher, body.IsPublic)
        : null;

    private static IReadOnlyList<Partner> Sorted(IEnumerable<Partner> partners) =>
        partners.OrderBy(p => TextFold.Fold(p.Name), StringComparer.Ordinal).ThenBy(p => p.Id).ToArray();

    private sealed class View(Dictionary<Guid, Partner> partners)
    {
        internal FrozenDictionary<Guid, Partner> ById { get; } = partners.ToFrozenDictionary();

        internal IReadOnlyList<Guid> PublicIds => field ??= Public.Select(p => p.Id).ToArray();

        internal IReadOnlyList<Partner> Public { get; } = Sorted(partners.Values.Where(p => p is { IsPublisher: true, IsPublic: true }));
    }
}
