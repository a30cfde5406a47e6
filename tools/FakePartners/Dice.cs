namespace Engagement.FakePartners;

/// <summary>A small generator of numbers that depends on its seed alone (SplitMix64), so that mission n is the same whatever comes before it.</summary>
internal struct Dice(ulong seed)
{
    private ulong _state = seed;

    internal static Dice For(int seed, string purpose, int index)
    {
        var mixed = (ulong)(uint)seed * 0x9E3779B97F4A7C15UL;
        foreach (var c in purpose)
        {
            mixed = (mixed ^ c) * 0x100000001B3UL;
        }

        return new Dice(mixed + ((ulong)(uint)index * 0xD1342543DE82EF95UL));
    }

    /// <summary>A number from 0 to below the bound.</summary>
    internal int Next(int bound)
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return (int)((z ^ (z >> 31)) % (ulong)bound);
    }

    internal bool Chance(int percent) => Next(100) < percent;

    internal T Pick<T>(IReadOnlyList<T> values) => values[Next(values.Count)];

    /// <summary>Some values, each once, in a drawn order.</summary>
    internal List<T> Some<T>(IReadOnlyList<T> values, int count)
    {
        var left = values.ToList();
        var taken = new List<T>(count);
        while (taken.Count < count && left.Count > 0)
        {
            var at = Next(left.Count);
            taken.Add(left[at]);
            left.RemoveAt(at);
        }

        return taken;
    }
}
