using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// Each minute turns expired missions whose end is in the future back into accepted ones, without an import: their clock was wrong. After a
/// jump of the clock they wait, as expiry does.
/// </summary>
internal sealed partial class ReviveMissions(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    [FromKeyedServices(CatalogDb.Schema)] ClockWatch watch,
    TimeProvider clock,
    ILogger<ReviveMissions> logger) : TimedWork(TimeSpan.FromMinutes(1), watch, logger, clock)
{
    private readonly StatusSweep sweep = new(
        source, log, clock, new("revival", "m.status = 'EXPIRED' and m.end_at > $1", MissionStatus.Accepted));

    /// <summary>Brings back what is not over now; returns how many missions.</summary>
    internal Task<int> Sweep(CancellationToken ct) => sweep.Sweep(ct);

    protected override async Task RoundInTime(CancellationToken ct)
    {
        if (await Sweep(ct) is > 0 and var count)
        {
            Log.Revived(logger, count);
        }

        Parked = await sweep.CountParked(ct);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2113, Level = LogLevel.Warning,
            Message = "{Count} expired missions came back: their end is in the future again")]
        internal static partial void Revived(ILogger logger, int count);
    }
}
