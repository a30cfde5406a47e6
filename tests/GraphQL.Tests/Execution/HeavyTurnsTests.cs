using Engagement.GraphQL.Execution;

namespace Engagement.GraphQL.Tests.Execution;

public sealed class HeavyTurnsTests
{
    [Fact]
    public async Task Callers_take_turns_however_many_operations_each_waits_for()
    {
        var turns = new HeavyTurns(1);
        var order = new List<string>();
        var first = await turns.Take("greedy", default);
        var waiting = new List<Task>();
        foreach (var caller in new[] { "greedy", "greedy", "greedy", "modest", "greedy", "other", "modest" })
        {
            waiting.Add(Run(turns, caller, order));
        }

        first.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["greedy", "modest", "other", "greedy", "modest", "greedy", "greedy"], order);
    }

    [Fact]
    public async Task As_many_run_at_once_as_the_options_say()
    {
        var turns = new HeavyTurns(3);
        var (running, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            using var turn = await turns.Take(i % 5, default);
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(1);
            Interlocked.Decrement(ref running);
        }));

        Assert.Equal((0, 3), (running, most));
    }

    [Fact]
    public async Task Whoever_goes_away_while_waiting_keeps_no_turn()
    {
        var turns = new HeavyTurns(1);
        var first = await turns.Take("a", default);
        using var leave = new CancellationTokenSource();
        var gone = Enumerable.Range(0, 20).Select(i => turns.Take($"b{i % 3}", leave.Token).AsTask()).ToList();
        var last = turns.Take("c", default).AsTask();
        await leave.CancelAsync();
        foreach (var task in gone)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        }

        first.Dispose();
        (await last.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
        (await turns.Take("d", default).AsTask().WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    private static async Task Run(HeavyTurns turns, string caller, List<string> order)
    {
        using var turn = await turns.Take(caller, default);
        lock (order)
        {
            order.Add(caller);
        }
    }
}
