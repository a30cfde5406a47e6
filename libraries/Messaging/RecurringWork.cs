using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>
/// Work that a service does again and again beside its requests: a round, a pause, the next round. No fault ends it, nor the host: a round
/// that fails for a passing reason is tried again after the pause; after any other fault, which is a bug or content that the work cannot
/// take, the pause doubles each time. The work is a health check: degraded while its rounds fail, and while rows are parked.
/// </summary>
/// <param name="pause">Between the end of a round and the next.</param>
/// <param name="logger">Told of rounds that fail.</param>
/// <param name="clock">Measures the pause; the system's when null.</param>
public abstract partial class RecurringWork(TimeSpan pause, ILogger logger, TimeProvider? clock = null) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly TimeSpan pause = pause;
    private volatile string? trouble;
    private long parked;

    /// <summary>Measures the pause, and tells the time to the work.</summary>
    protected TimeProvider Clock { get; } = clock ?? TimeProvider.System;

    /// <summary>How many rows the work leaves out because it cannot take them; shown by the health check.</summary>
    protected long Parked
    {
        get => Interlocked.Read(ref parked);
        set => Interlocked.Exchange(ref parked, value);
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
        (trouble, Parked) switch
        {
            ({ } reason, _) => HealthCheckResult.Degraded(reason),
            (_, > 0 and var count) => HealthCheckResult.Degraded(Describe(count)),
            _ => HealthCheckResult.Healthy("at work"),
        });

    /// <summary>What the health check says while rows are parked.</summary>
    /// <param name="parked">How many.</param>
    protected virtual string Describe(long parked) => string.Create(CultureInfo.InvariantCulture, $"{parked} rows are parked");

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
        var (isPrepared, failures, faults) = (false, 0, 0);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!isPrepared)
                {
                    await Prepare(stoppingToken);
                    isPrepared = true;
                }

                await Round(stoppingToken);
                (failures, faults, trouble) = (0, 0, null);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                failures++;
                faults = IsPassing(e) ? 0 : faults + 1;
                Tell(e, failures, faults);
            }

            await (faults > 0 ? Task.Delay(PauseAfter(faults), Clock, stoppingToken) : Wait(failures, stoppingToken));
        }
    }

    private TimeSpan PauseAfter(int faults)
    {
        var doubled = pause * Math.Pow(2, Math.Min(faults, 20));
        return pause >= LongestPause ? pause : doubled < LongestPause ? doubled : LongestPause;
    }

    private void Tell(Exception fault, int failures, int faults)
    {
        // The text of a fault may hold content; its kind tells no secret. A passing fault is told by the part that passes.
        var state = fault is PostgresException { SqlState: var code } ? $" {code}" : "";
        trouble = faults == 0 ? trouble : string.Create(CultureInfo.InvariantCulture,
            $"failed {failures} times in a row: {fault.GetType().Name}{state}; see the log");
        if (faults == 0)
        {
            Log.Failed(logger, fault, GetType().Name, failures);
        }
        else
        {
            Log.Broke(logger, fault, GetType().Name, failures);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1131, Level = LogLevel.Warning, Message = "{Work} failed {Failures} times in a row for a passing reason; it is tried again")]
        internal static partial void Failed(ILogger logger, Exception exception, string work, int failures);

        [LoggerMessage(EventId = 1132, Level = LogLevel.Error,
            Message = "{Work} failed {Failures} times in a row by a fault of ours or of content; it is tried again later")]
        internal static partial void Broke(ILogger logger, Exception exception, string work, int failures);
    }
}

/// <summary>How a service registers its recurring work.</summary>
public static class RecurringWorkSetup
{
    /// <summary>Registers the work, has the host run it, and adds its health check under a name.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">Name of its health check.</param>
    /// <param name="healthTags">Tags of the health check, for example that of readiness.</param>
    public static void AddRecurringWork<TWork>(this IServiceCollection services, string name, params string[] healthTags)
        where TWork : RecurringWork
    {
        services.TryAddSingleton<TWork>();
        services.AddHostedService(provider => provider.GetRequiredService<TWork>());
        services.AddHealthChecks().Add(new HealthCheckRegistration(name, provider => provider.GetRequiredService<TWork>(),
            failureStatus: null, healthTags));
    }
}
