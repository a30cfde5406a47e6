namespace Engagement.Search.Index;

/// <summary>
/// Keeps segments few: eight of about one size become one, so that each mission is rewritten a few times in its life however it arrives.
/// A segment that lost much is rewritten too.
/// </summary>
internal sealed class SegmentMerge(LexiconSet lexicons)
{
    private const int Together = 8;
    private static readonly int[] Sizes = [64, 512, 4096];

    internal SegmentView[] Merge(List<SegmentView> segments)
    {
        segments.RemoveAll(segment => segment.LiveCount == 0);
        MergeLevel(segments, 0);
        MergeLevel(segments, 1);
        // One large merge at a time: an update does not wait for several.
        _ = MergeLevel(segments, 2) || MergeLarge(segments) || RewriteThin(segments);
        return [.. segments];
    }

    /// <summary>Writes missions of several segments again, with the words that are facet values now.</summary>
    internal IEnumerable<SegmentView> Rewrite(IEnumerable<SegmentView> parts, DocumentReader words)
    {
        var joined = new List<SegmentView>();
        foreach (var part in parts)
        {
            if (joined.Sum(view => view.LiveCount) + part.LiveCount > Segment.MostMissions)
            {
                yield return Join(joined, words);
                joined.Clear();
            }

            joined.Add(part);
        }

        if (joined.Count > 0) yield return Join(joined, words);
    }

    private static bool HasLostMuch(SegmentView segment) => segment.LiveCount < segment.Segment.Count * 2 / 3;

    private bool MergeLevel(List<SegmentView> segments, int level)
    {
        var (least, most) = (level == 0 ? 0 : Sizes[level - 1], Sizes[level]);
        var alike = segments.Where(segment => segment.LiveCount >= least && segment.LiveCount < most).ToList();
        if (alike.Count < Together) return false;
        var joined = new List<SegmentView>();
        var missions = 0;
        foreach (var segment in alike.OrderBy(segment => segment.LiveCount))
        {
            if (missions + segment.LiveCount > Segment.MostMissions) break;
            missions += segment.LiveCount;
            joined.Add(segment);
        }

        Replace(segments, joined);
        return true;
    }

    // Two halves of a full segment make one.
    private bool MergeLarge(List<SegmentView> segments)
    {
        var large = segments.Where(segment => segment.LiveCount >= Sizes[^1]).OrderBy(segment => segment.LiveCount).Take(2).ToList();
        if (large.Count < 2 || large[0].LiveCount + large[1].LiveCount > Segment.MostMissions) return false;
        Replace(segments, large);
        return true;
    }

    private bool RewriteThin(List<SegmentView> segments)
    {
        if (segments.Find(HasLostMuch) is not { } thin) return false;
        Replace(segments, [thin]);
        return true;
    }

    private void Replace(List<SegmentView> segments, List<SegmentView> joined)
    {
        var result = Join(joined);
        segments.RemoveAll(joined.Contains);
        segments.Add(result);
    }

    private SegmentView Join(List<SegmentView> parts, DocumentReader? words = null)
    {
        var rows = new SegmentRows();
        var texts = parts.ConvertAll(part => (part.Segment.Text, rows.Add(part, words)));
        return new SegmentView(rows.ToSegment(lexicons, new TextColumn(texts, rows.Count, lexicons.TermScratch())));
    }
}
