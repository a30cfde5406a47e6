using Engagement.Search.Index;
using Engagement.Search.Replica;

namespace Engagement.Search.Indexing;

/// <summary>What the structures add to their missions in the index. Written by one follower; read by its workers between two writes.</summary>
internal sealed class OrganizationWordsById
{
    private readonly Dictionary<Guid, OrganizationWords> words = [];
    private readonly HashSet<Guid> missed = [];

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
            var now = entry.Content is { } content ? new OrganizationWords(entry.Id, content.Name, content.Rna, content.Networks) : null;
            var known = words.GetValueOrDefault(entry.Id);
            if (now is null)
            {
                words.Remove(entry.Id);
            }
            else
            {
                words[entry.Id] = now;
            }

            if ((known is not null && !Same(known, now)) || missed.Remove(entry.Id))
            {
                changed.Add(entry.Id);
            }
        }

        return changed;
    }

    private static bool Same(OrganizationWords known, OrganizationWords? now) =>
        now is not null && known.Name == now.Name && known.Rna == now.Rna && known.Networks.SequenceEqual(now.Networks);
}
