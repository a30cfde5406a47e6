using Engagement.Importer.Imports;
using Engagement.Importer.Runs;
using Engagement.Messaging;
using MassTransit;

namespace Engagement.Importer.Scheduling;

/// <summary>The service's clockwork: takes up what an ended process or a database that was away left, then begins what is due.</summary>
internal sealed class Schedule(
    IBusControl bus, Runner runner, ImportRequests requests, DueFeeds due, ILogger<Schedule> logger) : RecurringWork(TimeSpan.FromSeconds(1), logger)
{
    private const int RoundsBetweenLooks = 5;
    private int rounds;

    protected override Task Prepare(CancellationToken ct) => bus.WaitForHealthStatus(BusHealthStatus.Healthy, ct);

    protected override async Task Round(CancellationToken ct)
    {
        if (rounds == 0)
        {
            await runner.CloseInterrupted(ct);
            await requests.Resume(ct);
        }

        // Not counted when it failed: as soon as the database is back, what it interrupted goes on.
        rounds = (rounds + 1) % RoundsBetweenLooks;
        await due.Begin(ct);
    }
}
