namespace Engagement.Search.Index;

/// <summary>
/// The first (or last) missions of an order after (or before) a position, out of many offered in any order. It keeps one more than the
/// page, to know whether there is a next one.
/// </summary>
internal sealed class TopHits
{
    private readonly Page page;
    private readonly Hit[] heap;
    private int count;

    internal TopHits(Page page)
    {
        this.page = page;
        heap = new Hit[page.Size + 1];
    }

    /// <summary>Whether a mission lies on the other side of the page's position, or at it.</summary>
    internal bool HasOutside { get; set; }

    /// <summary>Whether there are more than the page takes.</summary>
    internal bool HasMore => count > page.Size;

    /// <summary>Whether a mission must now come before <see cref="LastKey"/>, or tie with it, to be kept.</summary>
    internal bool IsFull => count == heap.Length;

    /// <summary>The key of the last mission kept, when full.</summary>
    internal long LastKey => heap[0].Position.Key;

    /// <summary>False when this mission, and all that follow it in the order, come too late.</summary>
    internal bool Offer(long key, Guid[] ids, int segment, int mission)
    {
        if (count == heap.Length && Sooner(heap[0].Position.Key, key)) return false;
        var hit = new Hit(new MissionPosition(key, ids[mission]), segment, mission);
        if (page.From is { } from && Compare(hit.Position, from) <= 0)
        {
            HasOutside = true;
            return true;
        }

        if (count < heap.Length)
        {
            heap[count++] = hit;
            SiftUp(count - 1);
            return true;
        }

        if (Compare(hit.Position, heap[0].Position) >= 0) return false;
        heap[0] = hit;
        SiftDown();
        return true;
    }

    /// <summary>The page, in the order.</summary>
    internal ReadOnlySpan<Hit> Hits()
    {
        var hits = heap.AsSpan(0, count);
        hits.Sort((left, right) => Compare(left.Position, right.Position));
        hits = hits[..Math.Min(count, page.Size)];
        if (page.Backward) hits.Reverse();
        return hits;
    }

    private bool Sooner(long key, long other) => page.Backward ? key > other : key < other;

    private int Compare(MissionPosition left, MissionPosition right) => page.Backward ? right.CompareTo(left) : left.CompareTo(right);

    private void SiftUp(int at)
    {
        while (at > 0 && Compare(heap[at].Position, heap[(at - 1) / 2].Position) > 0)
        {
            (heap[at], heap[(at - 1) / 2]) = (heap[(at - 1) / 2], heap[at]);
            at = (at - 1) / 2;
        }
    }

    private void SiftDown()
    {
        var at = 0;
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= count) return;
            if (child + 1 < count && Compare(heap[child + 1].Position, heap[child].Position) > 0) child++;
            if (Compare(heap[child].Position, heap[at].Position) <= 0) return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }

    internal readonly record struct Hit(MissionPosition Position, int Segment, int Mission);
}
