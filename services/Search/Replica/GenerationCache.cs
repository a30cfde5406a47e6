using System.Collections.Concurrent;

namespace Engagement.Search.Replica;

/// <summary>
/// Entities by id within a number of bytes. Two generations: when the young one is full it becomes the old one, and what nobody asked for
/// since falls out with the one before. A value that was read while its entity changed is never kept.
/// </summary>
/// <param name="bytes">About how much is kept.</param>
internal sealed class GenerationCache<T>(long bytes)
    where T : class
{
    private const int Stripes = 1_024;

    private readonly Lock gate = new();
    private readonly int[] changes = new int[Stripes];
    private ConcurrentDictionary<Guid, Kept> young = new();
    private ConcurrentDictionary<Guid, Kept> old = new();
    private long youngBytes;

    /// <summary>The value, or null when it is not kept.</summary>
    internal T? Find(Guid id)
    {
        if (young.TryGetValue(id, out var kept))
        {
            return kept.Value;
        }

        var ticket = Ticket(id);
        if (!old.TryGetValue(id, out kept))
        {
            return null;
        }

        Keep(id, kept.Value, kept.Bytes, ticket);
        return kept.Value;
    }

    /// <summary>Taken before an entity is read; says at <see cref="Keep"/> whether it changed meanwhile.</summary>
    internal int Ticket(Guid id) => Volatile.Read(ref changes[Stripe(id)]);

    internal void Keep(Guid id, T value, int size, int ticket)
    {
        if (!young.TryAdd(id, new Kept(value, size)))
        {
            return;
        }

        if (Ticket(id) != ticket)
        {
            // It changed: whoever dropped it may have done so before it was added.
            young.TryRemove(id, out _);
        }
        else if (Interlocked.Add(ref youngBytes, size) >= bytes / 2)
        {
            NextGeneration();
        }
    }

    /// <summary>Drops an entity that changed.</summary>
    internal void Forget(Guid id)
    {
        Interlocked.Increment(ref changes[Stripe(id)]);
        young.TryRemove(id, out _);
        old.TryRemove(id, out _);
    }

    /// <summary>Drops everything.</summary>
    internal void Clear()
    {
        for (var stripe = 0; stripe < Stripes; stripe++)
        {
            Interlocked.Increment(ref changes[stripe]);
        }

        lock (gate)
        {
            (young, old, youngBytes) = (new ConcurrentDictionary<Guid, Kept>(), new ConcurrentDictionary<Guid, Kept>(), 0);
        }
    }

    private void NextGeneration()
    {
        lock (gate)
        {
            if (youngBytes >= bytes / 2)
            {
                (old, young, youngBytes) = (young, new ConcurrentDictionary<Guid, Kept>(), 0);
            }
        }
    }

    private static int Stripe(Guid id) => (id.GetHashCode() & int.MaxValue) % Stripes;

    private readonly record struct Kept(T Value, int Bytes);
}
