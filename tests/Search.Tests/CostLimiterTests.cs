using Engagement.Hosting;

namespace Engagement.Search.Tests;

public sealed class CostLimiterTests
{
    private readonly ManualTimer timer = new();

    [Fact]
    public void A_budget_is_spent_at_once_and_refills_continuously()
    {
        var limiter = new CostLimiter<int>(600, timer);
        Assert.True(limiter.Charge(1, 600).IsAdmitted);
        var refused = limiter.Charge(1, 100);
        Assert.Equal((false, 0d, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)), (refused.IsAdmitted, refused.Remaining, refused.RetryAfter, refused.Reset));

        timer.Add(TimeSpan.FromSeconds(9.9));
        Assert.False(limiter.Charge(1, 100).IsAdmitted);
        timer.Add(TimeSpan.FromSeconds(0.2));
        Assert.True(limiter.Charge(1, 100).IsAdmitted);
        timer.Add(TimeSpan.FromHours(1));
        Assert.Equal(500, limiter.Charge(1, 100).Remaining);
    }

    [Fact]
    public void What_costs_more_than_a_budget_needs_a_whole_one_and_leaves_a_debt()
    {
        var limiter = new CostLimiter<int>(600, timer);
        Assert.True(limiter.Charge(1, 1200).IsAdmitted);
        timer.Add(TimeSpan.FromSeconds(60));
        Assert.False(limiter.Charge(1, 1).IsAdmitted);
        timer.Add(TimeSpan.FromSeconds(61));
        Assert.True(limiter.Charge(1, 1200).IsAdmitted);
    }

    [Fact]
    public void A_million_networks_take_no_more_memory_than_those_it_remembers_and_do_not_forget_who_goes_on_asking()
    {
        var limiter = new CostLimiter<int>(600, timer, mostKeys: 1_000);
        limiter.Charge(-1, 600);
        for (var network = 0; network < 1_000_000; network++)
        {
            Assert.True(limiter.Charge(network, 1).IsAdmitted);
            if (network % 500 == 0)
            {
                Assert.False(limiter.Charge(-1, 1).IsAdmitted);
            }
        }

        Assert.InRange(limiter.Count, 1, 2_000);
    }

    [Fact]
    public void Charges_of_many_threads_spend_a_budget_once()
    {
        var limiter = new CostLimiter<int>(10_000, timer);
        var admitted = 0;
        Parallel.For(0, 50_000, i => Interlocked.Add(ref admitted, limiter.Charge(i % 2, 1).IsAdmitted ? 1 : 0));
        Assert.Equal(20_000, admitted);
    }

    private sealed class ManualTimer : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref ticks);

        internal void Add(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);
    }
}
