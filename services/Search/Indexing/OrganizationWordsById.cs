using System.Collections.Concurrent;
using Engagement.Search.Index;
using Engagement.Search.Replica;

namespace Engagement.Search.Indexing;

/// <summary>
/// What the structures add to their missions in the index. Only the structures that missions name are kept: the others are forgotten from time
/// to time, and read again when a mission names them. Written by one follower while its workers read.
/// </summary>
internal sealed class OrganizationWordsById(ReplicaReader reader)
{
    private const int LeastGrowth = 4_096;

    private readonly ConcurrentDictionary<Guid, OrganizationWords> words = [];
    private readonly HashSet<Guid> missed = [];
    private int lookAt = LeastGrowth;

    /// <summary>How many structures are kept.</summary>
    internal int Count => words.Count;

    /// <summary>The words of a structure; null without one, or when the log has not told of it yet.</summary>
    internal OrganizationWords? Find(Guid? id)
    {
        if (id is not { } key)
        {
            return null;
        }

        if (words.TryGetValue(key, out var found))
        {
            return found;
        }

        lock (missed)
        {
            missed.Add(key);
        }

        return null;
    }

    /// <summary>Learns structures; returns those whose missions stand in the index with other words.</summary>
    internal List<Guid> Apply(IReadOnlyList<OrganizationEntry> entries)
    {
        var changed = new List<Guid>();
        foreach (var entry in entries)
        {
            var now = Words(entry);
            var known = words.GetValueOrDefault(entry.Id);
            if (now is null)
            {
                words.TryRemove(entry.Id, out _);
            }
            else
            {
                words[entry.Id] = now;
            }

            if ((known is not null && !Same(known, now)) || Missed(entry.Id))
            {
                changed.Add(entry.Id);
            }
        }

        return changed;
    }

    /// <summary>Reads the structures of missions that are to be indexed, where they are not known.</summary>
    internal async Task Need(IEnumerable<MissionEntry> missions, CancellationToken ct)
    {
        var unknown = missions.Select(m => m.Body?.OrganizationId).OfType<Guid>().Where(id => !words.ContainsKey(id)).ToHashSet();
        if (unknown.Count == 0)
        {
            return;
        }

        foreach (var entry in await reader.ReadOrganizations([.. unknown], ct))
        {
            if (Words(entry) is { } now)
            {
                words[entry.Id] = now;
            }
        }
    }

    /// <summary>Forgets structures that no mission names, when many came since the last time. Not while missions wait to be indexed.</summary>
    internal void Forget(Func<Guid, bool> isNamed)
    {
        if (words.Count < lookAt)
        {
            return;
        }

        foreach (var id in words.Keys.Where(id => !isNamed(id)))
        {
            words.TryRemove(id, out _);
        }

        lookAt = words.Count + Math.Max(LeastGrowth, words.Count / 4);
    }

    private bool Missed(Guid id)
    {
        lock (missed)
        {
            return missed.Remove(id);
        }
    }

    private static OrganizationWords? Words(OrganizationEntry entry) =>
        entry.Content is { } content ? new OrganizationWords(entry.Id, content.Name, content.Rna, content.Networks) : null;

    /// <summary>Forgets all of them, to learn them again.</summary>
    internal void Clear()
    {
        words.Clear();
        lock (missed)
        {
            missed.Clear();
        }
    }

    private static bool Same(OrganizationWords known, OrganizationWords? now) =>
        now is not null && known.Name == now.Name && known.Rna == now.Rna && known.Networks.SequenceEqual(now.Networks);
}
