using Engagement.Missions;

namespace Engagement.Search.Index;

/// <summary>
/// The words that missions use freely (tags, audiences, networks), by publisher, and which of them are facet values (<see cref="WordList"/>).
/// It knows nothing of how an index stores missions, only which missions an index must write again when a word wins or loses its place. For
/// one writer at a time.
/// </summary>
internal sealed class FacetWords
{
    /// <summary>Distinct words of a publisher in one of its lists that are facet values.</summary>
    internal const int Most = FeedWords.MostFilters;

    private readonly Dictionary<Guid, Lists> publishers = [];
    private readonly Dictionary<Guid, Words> missions = [];
    private readonly HashSet<Lists> touched = [];
    private readonly HashSet<Guid> owed = [];

    /// <summary>Whether the values of a field are words that compete for places.</summary>
    internal static bool Holds(Field field) => field is Field.Tag or Field.Audience or Field.Network;

    /// <summary>Learns what a live mission uses now.</summary>
    internal void Put(MissionDocument document)
    {
        var known = missions.GetValueOrDefault(document.Id);
        var (tags, audiences, networks) = (document.Content.Tags, document.Content.Audiences, document.Organization?.Networks ?? []);
        if (known is null && tags.Count + audiences.Count + networks.Count == 0) return;
        var lists = ListsOf(document.PublisherId);
        if (known is null || known.Lists != lists)
        {
            Remove(document.Id);
            missions[document.Id] = known = new Words(lists);
        }

        touched.Add(lists);
        known.Tags = lists.Tags.Replace(known.Tags, tags);
        known.Audiences = lists.Audiences.Replace(known.Audiences, audiences);
        known.Networks = lists.Networks.Replace(known.Networks, networks);
    }

    /// <summary>Forgets a mission that no longer lives.</summary>
    internal void Remove(Guid mission)
    {
        owed.Remove(mission);
        if (!missions.Remove(mission, out var known)) return;
        touched.Add(known.Lists);
        known.Lists.Tags.Replace(known.Tags, []);
        known.Lists.Audiences.Replace(known.Audiences, []);
        known.Lists.Networks.Replace(known.Networks, []);
    }

    /// <summary>Chooses the facet values anew; returns the missions that are written with other values than they now have.</summary>
    internal IReadOnlyCollection<Guid> Settle()
    {
        var changed = new HashSet<Lists>();
        foreach (var lists in touched)
        {
            if (lists.Settle()) changed.Add(lists);
        }

        touched.Clear();
        if (changed.Count == 0) return owed;
        foreach (var (id, words) in missions)
        {
            if (changed.Contains(words.Lists) && words.HaveMoved) owed.Add(id);
        }

        return owed;
    }

    /// <summary>To be called when the missions that <see cref="Settle"/> returned are written.</summary>
    internal void Written() => owed.Clear();

    /// <summary>The words of a mission in a list, those that are no facet values too.</summary>
    internal ReadOnlySpan<WordUse> Of(Guid mission, Field field) => !missions.TryGetValue(mission, out var words) ? [] : field switch
    {
        Field.Tag => words.Tags,
        Field.Audience => words.Audiences,
        Field.Network => words.Networks,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "A field without words."),
    };

    private Lists ListsOf(Guid publisher)
    {
        if (!publishers.TryGetValue(publisher, out var lists)) publishers[publisher] = lists = new Lists();
        return lists;
    }

    private sealed class Lists
    {
        internal WordList Tags { get; } = new();

        internal WordList Audiences { get; } = new();

        internal WordList Networks { get; } = new();

        // Each settles, whatever the others do.
        internal bool Settle() => Tags.Settle() | Audiences.Settle() | Networks.Settle();
    }

    private sealed class Words(Lists lists)
    {
        internal Lists Lists { get; } = lists;

        internal WordUse[] Tags { get; set; } = [];

        internal WordUse[] Audiences { get; set; } = [];

        internal WordUse[] Networks { get; set; } = [];

        internal bool HaveMoved => HasMoved(Tags) || HasMoved(Audiences) || HasMoved(Networks);

        private static bool HasMoved(WordUse[] words) => Array.Exists(words, word => word.HasMoved);
    }
}
