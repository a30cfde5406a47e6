using System.Collections.Concurrent;

namespace Engagement.Search.Keys;

/// <summary>
/// When each key was last used, to the minute, until Catalog knows it. Only keys that are good are noted: it holds at most as many as the key
/// ring. Noting costs a look-up, and a write once a minute.
/// </summary>
internal sealed class KeyUses(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Use> uses = new();

    /// <summary>A key was used now.</summary>
    internal void Note(Guid key)
    {
        var minute = clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute;
        var use = uses.GetOrAdd(key, static _ => new Use());
        if (Volatile.Read(ref use.Last) < minute)
        {
            // Two requests of the same minute write the same value. A request that was held up between the two lines may write the minute before.
            Volatile.Write(ref use.Last, minute);
        }
    }

    /// <summary>The keys that were used since they were last reported, at most so many.</summary>
    internal IReadOnlyList<(Guid Key, DateTimeOffset At)> Unreported(int limit)
    {
        var unreported = new List<(Guid, DateTimeOffset)>();
        foreach (var (key, use) in uses)
        {
            if (Volatile.Read(ref use.Last) is var last && last > use.Reported)
            {
                unreported.Add((key, new DateTimeOffset(last * TimeSpan.TicksPerMinute, TimeSpan.Zero)));
                if (unreported.Count == limit)
                {
                    break;
                }
            }
        }

        return unreported;
    }

    /// <summary>Catalog knows these.</summary>
    internal void Reported(IEnumerable<(Guid Key, DateTimeOffset At)> known)
    {
        foreach (var (key, at) in known)
        {
            uses[key].Reported = at.UtcTicks / TimeSpan.TicksPerMinute;
        }
    }

    private sealed class Use
    {
        /// <summary>The last minute in which it was used.</summary>
        internal long Last;

        /// <summary>The minute that Catalog knows; the reporter's alone.</summary>
        internal long Reported;
    }
}
