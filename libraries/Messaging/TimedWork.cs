using Microsoft.Extensions.Logging;

namespace Engagement.Messaging;

/// <summary>Recurring work that only time allows, such as pruning: it waits while the clock is not trusted.</summary>
/// <param name="pause">Between the end of a round and the next; no more than a minute after a round that had to wait.</param>
/// <param name="watch">The service's.</param>
/// <param name="logger">Told of rounds that fail.</param>
/// <param name="clock">Measures the pause; the system's when null.</param>
public abstract class TimedWork(TimeSpan pause, ClockWatch watch, ILogger logger, TimeProvider? clock = null)
    : RecurringWork(pause, logger, clock)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);
    private volatile bool hadToWait;

    /// <summary>One round, with a clock that is trusted.</summary>
    protected abstract Task RoundInTime(CancellationToken ct);

    /// <inheritdoc/>
    protected sealed override async Task Round(CancellationToken ct)
    {
        hadToWait = !(await watch.Look(ct)).IsTrusted;
        if (!hadToWait)
        {
            await RoundInTime(ct);
        }
    }

    /// <inheritdoc/>
    protected override Task Wait(int failures, CancellationToken ct) => hadToWait ? Task.Delay(Soon, Clock, ct) : base.Wait(failures, ct);
}
