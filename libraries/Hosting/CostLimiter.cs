using System.Collections.Concurrent;

namespace Engagement.Hosting;

/// <summary>What became of a charge.</summary>
/// <param name="IsAdmitted">Whether the budget allowed it; then it was charged.</param>
/// <param name="Remaining">What is left of the budget.</param>
/// <param name="Reset">Until the whole budget is there again.</param>
/// <param name="RetryAfter">Until a charge of this size would be allowed; zero when it was.</param>
public readonly record struct CostVerdict(bool IsAdmitted, double Remaining, TimeSpan Reset, TimeSpan RetryAfter);

/// <summary>
/// Budgets by key: each refills continuously, up to what a minute allows, and may be spent at once (a token bucket). The keys that are
/// remembered are bounded: of more callers than that, those that asked least recently are forgotten, which gives them a whole budget again.
/// </summary>
/// <param name="perMinute">The budget.</param>
/// <param name="clock">Its timer, which no change of the time moves.</param>
/// <param name="mostKeys">How many keys are remembered at least; at most twice as many take memory.</param>
public sealed class CostLimiter<TKey>(double perMinute, TimeProvider clock, int mostKeys = 32_768)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private ConcurrentDictionary<TKey, Bucket> young = new();
    private ConcurrentDictionary<TKey, Bucket> old = new();
    private int made;

    /// <summary>The budget of a minute.</summary>
    public double PerMinute => perMinute;

    /// <summary>How many keys take memory now.</summary>
    public int Count => young.Count + old.Count;

    /// <summary>
    /// Charges a cost if the budget allows it. One beyond the whole budget is allowed when the budget is whole, and leaves a debt.
    /// </summary>
    /// <param name="key">Whose budget.</param>
    /// <param name="cost">The cost; 0 asks whether anything is left.</param>
    public CostVerdict Charge(TKey key, double cost)
    {
        var bucket = Find(key);
        lock (bucket)
        {
            Refill(bucket);
            var needed = Math.Min(Math.Max(cost, 1), perMinute);
            var isAdmitted = bucket.Left >= needed;
            if (isAdmitted)
            {
                bucket.Left -= cost;
            }

            var wait = isAdmitted ? TimeSpan.Zero : Time(needed - bucket.Left);
            return new CostVerdict(isAdmitted, Math.Max(0, bucket.Left), Time(perMinute - bucket.Left), wait);
        }
    }

    /// <summary>Charges what turned out to cost more than was charged, even into debt.</summary>
    public void ChargeMore(TKey key, double cost)
    {
        var bucket = Find(key);
        lock (bucket)
        {
            Refill(bucket);
            bucket.Left -= cost;
        }
    }

    private TimeSpan Time(double cost) => TimeSpan.FromMinutes(Math.Max(0, cost) / perMinute);

    private void Refill(Bucket bucket)
    {
        var now = clock.GetTimestamp();
        bucket.Left = Math.Min(perMinute, bucket.Left + (clock.GetElapsedTime(bucket.At, now).TotalMinutes * perMinute));
        bucket.At = now;
    }

    private Bucket Find(TKey key)
    {
        if (young.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        lock (gate)
        {
            if (made >= mostKeys)
            {
                (old, young, made) = (young, new ConcurrentDictionary<TKey, Bucket>(), 0);
            }

            if (!young.TryGetValue(key, out bucket))
            {
                bucket = old.TryGetValue(key, out var known) ? known : new Bucket(perMinute, clock.GetTimestamp());
                young[key] = bucket;
                made++;
            }

            return bucket;
        }
    }

    private sealed class Bucket(double left, long at)
    {
        internal double Left { get; set; } = left;

        internal long At { get; set; } = at;
    }
}
