using Engagement.Importer.Imports;
using Engagement.Importer.Runs;
using Engagement.Messaging;
using MassTransit;

namespace Engagement.Importer.Scheduling;

/// <summary>The service's clockwork: takes up what an ended process left, then begins what is due.</summary>
internal sealed partial class Schedule(
    IBusControl bus, Runner runner, ImportRequests requests, DueFeeds due, ILogger<Schedule> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private const int TicksBetweenRounds = 30;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        var resumed = false;
        for (var tick = 0; !stoppingToken.IsCancellationRequested; tick++)
        {
            try
            {
                if (tick % TicksBetweenRounds == 0)
                {
                    await runner.CloseInterrupted(stoppingToken);
                }

                if (!resumed)
                {
                    await requests.Resume(stoppingToken);
                    resumed = true;
                }

                await due.Begin(stoppingToken);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e) && !stoppingToken.IsCancellationRequested)
            {
                Log.CannotLook(logger, e);
            }

            await Task.Delay(Tick, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2301, Level = LogLevel.Warning, Message = "Cannot look for feeds that are due; will try again")]
        internal static partial void CannotLook(ILogger logger, Exception e);
    }
}
