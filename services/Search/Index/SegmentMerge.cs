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
        for (var level = 0; level < Sizes.Length; level++) MergeLevel(segments, level);
        MergeLarge(segments);
        // One at a time: all at once would make one update wait for them all.
        if (segments.Find(HasLostMuch) is { } thin) Replace(segments, [thin]);
        return [.. segments];
    }

    private static bool HasLostMuch(SegmentView segment) => segment.LiveCount < segment.Segment.Count * 2 / 3;

    private void MergeLevel(List<SegmentView> segments, int level)
    {
        var (least, most) = (level == 0 ? 0 : Sizes[level - 1], Sizes[level]);
        var alike = segments.Where(segment => segment.LiveCount >= least && segment.LiveCount < most).ToList();
        if (alike.Count < Together) return;
        var joined = new List<SegmentView>();
        var missions = 0;
        foreach (var segment in alike.OrderBy(segment => segment.LiveCount))
        {
            if (missions + segment.LiveCount > Segment.MostMissions) break;
            missions += segment.LiveCount;
            joined.Add(segment);
        }

        Replace(segments, joined);
    }

    // Two halves of a full segment make one.
    private void MergeLarge(List<SegmentView> segments)
    {
        var large = segments.Where(segment => segment.LiveCount >= Sizes[^1]).OrderBy(segment => segment.LiveCount).Take(2).ToList();
        if (large.Count == 2 && large[0].LiveCount + large[1].LiveCount <= Segment.MostMissions) Replace(segments, large);
    }

    private void Replace(List<SegmentView> segments, List<SegmentView> joined)
    {
        var result = Join(joined);
        segments.RemoveAll(joined.Contains);
        segments.Add(result);
    }

    private SegmentView Join(List<SegmentView> parts)
    {
        var rows = new SegmentRows();
        var texts = parts.ConvertAll(part => (part.Segment.Text, rows.Add(part)));
        return new SegmentView(rows.ToSegment(lexicons, new TextColumn(texts, rows.Count, lexicons.TermScratch())));
    }
}
