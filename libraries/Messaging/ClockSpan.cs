namespace Engagement.Messaging;

/// <summary>One look at clock and timer together.</summary>
/// <param name="Now">The clock.</param>
/// <param name="Timestamp">The timer.</param>
/// <param name="Timer">What passed by the timer since the look before; zero at the first.</param>
/// <param name="Jump">How far the clock jumped over the last day; null when it did not.</param>
internal readonly record struct ClockLook(DateTimeOffset Now, long Timestamp, TimeSpan Timer, TimeSpan? Jump);

/// <summary>
/// How far clock and timer have gone apart. The spans that are compared go back a day: a clock that is drawn slowly to the right time moves
/// by a minute a day at most, several steps within a day add up.
/// </summary>
internal sealed class ClockSpan(TimeProvider clock, TimeSpan most)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    // Clock without timer at one moment: a steady clock never changes it.
    private readonly List<(long Timestamp, TimeSpan Offset)> kept = [];
    private readonly Lock access = new();
    private long? before;

    /// <summary>Whether the clock has jumped since the last look that was kept.</summary>
    internal bool HasJumped => Look().Jump is not null;

    /// <summary>How long ago the last look was kept, by the timer.</summary>
    internal TimeSpan SinceKept()
    {
        lock (access)
        {
            return before is { } then ? clock.GetElapsedTime(then) : TimeSpan.MaxValue;
        }
    }

    internal ClockLook Look()
    {
        lock (access)
        {
            // Between the two readings of the timer stands the clock: a process that is stopped in between must not look like a jump.
            var (early, now, late) = (clock.GetTimestamp(), clock.GetUtcNow(), clock.GetTimestamp());
            for (var tries = 0; clock.GetElapsedTime(early, late) > TimeSpan.FromSeconds(1) && tries < 10; tries++)
            {
                (early, now, late) = (clock.GetTimestamp(), clock.GetUtcNow(), clock.GetTimestamp());
            }

            var offset = OffsetAt(now, late);
            var farthest = kept.Select(k => offset - k.Offset).OrderByDescending(d => d.Duration()).FirstOrDefault();
            var passed = before is { } then ? clock.GetElapsedTime(then, late) : TimeSpan.Zero;
            return new ClockLook(now, late, passed, farthest.Duration() > most ? farthest : null);
        }
    }

    /// <summary>Remembers a look that was acted on: after a jump the spans begin anew.</summary>
    internal void Keep(ClockLook look)
    {
        lock (access)
        {
            before = look.Timestamp;
            if (look.Jump is not null)
            {
                kept.Clear();
            }

            kept.RemoveAll(k => clock.GetElapsedTime(k.Timestamp, look.Timestamp) > Longest);
            if (kept.Count == 0 || clock.GetElapsedTime(kept[^1].Timestamp, look.Timestamp) >= Between)
            {
                kept.Add((look.Timestamp, OffsetAt(look.Now, look.Timestamp)));
            }
        }
    }

    private TimeSpan OffsetAt(DateTimeOffset now, long timestamp) => now - DateTimeOffset.UnixEpoch - clock.GetElapsedTime(0, timestamp);
}
