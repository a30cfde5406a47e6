using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Messaging;

/// <summary>
/// Work that a service does again and again beside its requests: a round, a pause, the next round. A round that fails for a passing reason
/// is told and tried again after the pause; any other fault is a bug and stops the service, as that of any background service.
/// </summary>
/// <param name="pause">Between the end of a round and the next.</param>
/// <param name="logger">Told of rounds that fail.</param>
/// <param name="clock">Measures the pause; the system's when null.</param>
public abstract partial class RecurringWork(TimeSpan pause, ILogger logger, TimeProvider? clock = null) : BackgroundService
{
    /// <summary>Measures the pause, and tells the time to the work.</summary>
    protected TimeProvider Clock { get; } = clock ?? TimeProvider.System;

    /// <summary>What must come before the first round, for example that the bus is there.</summary>
    protected virtual Task Prepare(CancellationToken ct) => Task.CompletedTask;

    /// <summary>One round. Other processes may do theirs at the same time.</summary>
    protected abstract Task Round(CancellationToken ct);

    /// <summary>True when the next round can succeed where this one failed: by default what <see cref="DatabaseFault"/> says.</summary>
    protected virtual bool IsPassing(Exception fault) => DatabaseFault.IsPassing(fault);

    /// <summary>Waits for the next round; by default the pause.</summary>
    /// <param name="failures">How many rounds failed in a row; 0 after one that did not.</param>
    /// <param name="ct">Ends the waiting.</param>
    protected virtual Task Wait(int failures, CancellationToken ct) => Task.Delay(pause, Clock, ct);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Prepare(stoppingToken);
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await Round(stoppingToken);
                failures = 0;
            }
            catch (Exception e) when (IsPassing(e) && !stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, e, GetType().Name, ++failures);
            }

            await Wait(failures, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1131, Level = LogLevel.Warning, Message = "{Work} failed {Failures} times in a row for a passing reason; it is tried again")]
        internal static partial void Failed(ILogger logger, Exception exception, string work, int failures);
    }
}
