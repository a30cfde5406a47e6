using Engagement.Importer.Imports;
using Engagement.Importer.Runs;
using Engagement.Messaging;
using MassTransit;

namespace Engagement.Importer.Scheduling;

/// <summary>The service's clockwork: takes up what an ended process left, then begins what is due.</summary>
internal sealed class Schedule(
    IBusControl bus, Runner runner, ImportRequests requests, DueFeeds due, ILogger<Schedule> logger) : RecurringWork(TimeSpan.FromSeconds(1), logger)
{
    private const int RoundsBetweenLooks = 30;
    private int rounds;
    private bool resumed;

    protected override Task Prepare(CancellationToken ct) => bus.WaitForHealthStatus(BusHealthStatus.Healthy, ct);

    protected override async Task Round(CancellationToken ct)
    {
        if (rounds++ % RoundsBetweenLooks == 0)
        {
            await runner.CloseInterrupted(ct);
        }

        if (!resumed)
        {
            await requests.Resume(ct);
            resumed = true;
        }

        await due.Begin(ct);
    }
}
