namespace Engagement.Search.Index;

/// <summary>
/// The mission index in memory. Queries read an immutable view and never lock; the writer, one at a time, makes a small segment of a
/// batch, marks what it replaces, merges small segments, and publishes the next view. Nothing of a batch is seen before all of it.
/// </summary>
internal sealed class MissionIndex
{
    private readonly Lock writing = new();
    private readonly LexiconSet lexicons = new();
    private readonly DocumentReader reader;
    private readonly Dictionary<Guid, Location> locations = [];
    private volatile IndexView view = IndexView.Empty;

    internal MissionIndex() => reader = new DocumentReader(lexicons);

    /// <summary>The change number that queries see.</summary>
    internal long Number => view.Number;

    /// <summary>How many missions it holds, ended ones included.</summary>
    internal int Count => view.Count;

    internal MissionResult Search(MissionQuery query) => ListSearch.Run(view, lexicons, query);

    internal MissionMapResult Map(MissionMapQuery query) => MapSearch.Run(view, lexicons, query);

    /// <summary>Puts and removes missions, together.</summary>
    internal void Apply(IndexBatch batch)
    {
        lock (writing)
        {
            var removals = batch.Removals.ToHashSet();
            var newest = Newest(batch.Upserts, removals);
            var added = Build(newest.Values.Where(document => string.Equals(document.Status, "ACCEPTED", StringComparison.Ordinal)));
            var remaining = WithoutReplaced(newest.Keys.Concat(removals));
            var merged = new SegmentMerge(lexicons).Merge([.. remaining, .. added.Select(segment => new SegmentView(segment))]);
            Locate(merged);
            view = new IndexView(batch.Number, merged);
        }
    }

    // The last state of each mission, unless the index has a newer one.
    private Dictionary<Guid, MissionDocument> Newest(IReadOnlyList<MissionDocument> upserts, HashSet<Guid> removals)
    {
        var newest = new Dictionary<Guid, MissionDocument>(upserts.Count);
        foreach (var document in upserts)
        {
            if (removals.Contains(document.Id)) continue;
            if (locations.TryGetValue(document.Id, out var location) && location.Number > document.Number) continue;
            if (newest.TryGetValue(document.Id, out var other) && other.Number > document.Number) continue;
            newest[document.Id] = document;
        }

        return newest;
    }

    private List<Segment> Build(IEnumerable<MissionDocument> documents)
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

    private IEnumerable<SegmentView> WithoutReplaced(IEnumerable<Guid> ids)
    {
        var replaced = new Dictionary<Segment, List<ushort>>();
        foreach (var id in ids)
        {
            if (!locations.Remove(id, out var location)) continue;
            if (!replaced.TryGetValue(location.Segment, out var missions)) replaced[location.Segment] = missions = [];
            missions.Add(location.Mission);
        }

        return view.Segments
            .Select(segment => replaced.TryGetValue(segment.Segment, out var missions) ? segment.Without(missions) : segment)
            .ToList();
    }

    private void Locate(SegmentView[] merged)
    {
        var known = view.Segments.Select(segment => segment.Segment).ToHashSet();
        foreach (var fresh in merged.Where(segment => !known.Contains(segment.Segment)))
        {
            var segment = fresh.Segment;
            for (var i = 0; i < segment.Count; i++) locations[segment.Ids[i]] = new Location(segment, (ushort)i, segment.Numbers[i]);
        }
    }

    private readonly record struct Location(Segment Segment, ushort Mission, long Number);
}
