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
        var takenUp = rounds == 0 ? TakeUp(ct) : Task.CompletedTask;
        await takenUp.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await due.Begin(ct);
        // A fault of what is taken up ends the round here, after what is due has begun. The round is then not counted: as soon as the database
        // is back, what it interrupted goes on.
        await takenUp;
        rounds = (rounds + 1) % RoundsBetweenLooks;
    }

    private async Task TakeUp(CancellationToken ct)
    {
        await runner.CloseInterrupted(ct);
        await requests.Resume(ct);
    }
}
