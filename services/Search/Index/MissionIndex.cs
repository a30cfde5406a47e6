namespace Engagement.Search.Index;

/// <summary>
/// The mission index in memory. Queries read an immutable view and never lock; the writer, one at a time, makes a small segment of a
/// batch, marks what it replaces, merges small segments, and publishes the next view. Nothing of a batch is seen before all of it.
/// </summary>
internal sealed class MissionIndex
{
    private readonly Lock writing = new();
    private readonly FacetWords words = new();
    private readonly Dictionary<Guid, Location> locations = [];
    private LexiconSet lexicons = new();
    private DocumentReader reader;
    private volatile IndexView view = IndexView.Empty;

    internal MissionIndex() => reader = new DocumentReader(lexicons, words);

    /// <summary>The change number that queries see.</summary>
    internal long Number => view.Number;

    /// <summary>How many missions it holds, ended ones included.</summary>
    internal int Count => view.Count;

    /// <summary>How many different texts it holds: terms, and values of each field.</summary>
    internal int Texts => view.Lexicons.All.Sum(lexicon => lexicon.Count);

    /// <summary>Whether missions have a value. It may have no mission any more, but none that a mission has is missing.</summary>
    internal bool Has(Field field, string value) => view.Lexicons[field].TryGet(value, out _);

    internal MissionResult Search(MissionQuery query) => ListSearch.Run(view, query);

    internal MissionMapResult Map(MissionMapQuery query) => MapSearch.Run(view, query);

    /// <summary>Which missions it holds.</summary>
    internal IReadOnlyList<Guid> Ids
    {
        get
        {
            lock (writing) return [.. locations.Keys];
        }
    }

    /// <summary>Puts and removes missions, together.</summary>
    internal void Apply(IndexBatch batch)
    {
        lock (writing)
        {
            var removals = batch.Removals.ToHashSet();
            var newest = Newest(batch, removals);
            var accepted = newest.Values.Where(IsAccepted).ToList();
            var again = Learn(newest, removals);
            var added = Build(accepted);
            var merge = new SegmentMerge(lexicons);
            var rewritten = merge.Rewrite(Parts(again), reader).ToList();
            var remaining = WithoutReplaced(newest.Keys.Concat(removals).Concat(again));
            Show(batch.Number, merge.Merge([.. remaining, .. rewritten, .. added.Select(segment => new SegmentView(segment))]));
        }
    }

    private void Show(long number, SegmentView[] merged)
    {
        var (kept, segments) = Forgetting.Forget(lexicons, merged);
        if (!ReferenceEquals(kept, lexicons)) (lexicons, reader) = (kept, reader.With(kept));
        Locate(segments);
        view = new IndexView(number, segments, lexicons);
        words.Written();
    }

    // The words of the batch; returns the other missions that have other facet values because of it.
    private List<Guid> Learn(Dictionary<Guid, MissionDocument> newest, HashSet<Guid> removals)
    {
        foreach (var id in removals) words.Remove(id);
        foreach (var document in newest.Values)
        {
            if (IsAccepted(document)) words.Put(document);
            else words.Remove(document.Id);
        }

        return [.. words.Settle().Where(id => !newest.ContainsKey(id) && !removals.Contains(id) && locations.ContainsKey(id))];
    }

    private static bool IsAccepted(MissionDocument document) => string.Equals(document.Status, "ACCEPTED", StringComparison.Ordinal);

    // The last state of each mission, unless the index has a newer one.
    private Dictionary<Guid, MissionDocument> Newest(IndexBatch batch, HashSet<Guid> removals)
    {
        var newest = new Dictionary<Guid, MissionDocument>(batch.Upserts.Count);
        foreach (var document in batch.Upserts)
        {
            if (removals.Contains(document.Id)) continue;
            if (!batch.IsAgain && locations.TryGetValue(document.Id, out var location) && location.Number > document.Number) continue;
            if (newest.TryGetValue(document.Id, out var other) && other.Number > document.Number) continue;
            newest[document.Id] = document;
        }

        return newest;
    }

    private List<Segment> Build(List<MissionDocument> documents)
    {
        var segments = new List<Segment>();
        foreach (var chunk in documents.Chunk(Segment.MostMissions))
        {
            var rows = new SegmentRows();
            foreach (var document in chunk) rows.Add(document, reader);
            segments.Add(rows.ToSegment(lexicons));
        }

        return segments;
    }

    // Missions as parts of the segments that they stand in.
    private IEnumerable<SegmentView> Parts(List<Guid> missions)
    {
        if (missions.Count == 0) return [];
        var segments = view.Segments.ToDictionary(segment => segment.Segment.Identity);
        return missions.Select(id => locations[id]).GroupBy(location => location.Segment, location => location.Mission)
            .Select(part => segments[part.Key].Only(part));
    }

    private IEnumerable<SegmentView> WithoutReplaced(IEnumerable<Guid> ids)
    {
        var replaced = new Dictionary<object, List<ushort>>();
        foreach (var id in ids)
        {
            if (!locations.Remove(id, out var location)) continue;
            if (!replaced.TryGetValue(location.Segment, out var missions)) replaced[location.Segment] = missions = [];
            missions.Add(location.Mission);
        }

        return view.Segments
            .Select(segment => replaced.TryGetValue(segment.Segment.Identity, out var missions) ? segment.Without(missions) : segment)
            .ToList();
    }

    private void Locate(SegmentView[] merged)
    {
        var known = view.Segments.Select(segment => segment.Segment.Identity).ToHashSet();
        foreach (var fresh in merged.Where(segment => !known.Contains(segment.Segment.Identity)))
        {
            var segment = fresh.Segment;
            for (var i = 0; i < segment.Count; i++) locations[segment.Ids[i]] = new Location(segment.Identity, (ushort)i, segment.Numbers[i]);
        }
    }

    /// <param name="Segment">Its identity.</param>
    private readonly record struct Location(object Segment, ushort Mission, long Number);
}
