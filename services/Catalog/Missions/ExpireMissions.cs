using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>
/// Each minute turns missions past their end into expired ones, through the log like any change, so that index, feeds and webhooks learn
/// it. After a jump of the clock they wait (<see cref="ReviveMissions"/> brings back what expired by a wrong clock).
/// </summary>
internal sealed partial class ExpireMissions(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source,
    [FromKeyedServices(CatalogDb.Schema)] ChangeLog log,
    [FromKeyedServices(CatalogDb.Schema)] ClockWatch watch,
    TimeProvider clock,
    ILogger<ExpireMissions> logger) : TimedWork(TimeSpan.FromMinutes(1), watch, logger, clock)
{
    private readonly StatusSweep sweep = new(
        source, log, clock, new("expiry", "m.status = 'ACCEPTED' and m.end_at <= $1", MissionStatus.Expired));

    /// <summary>Expires what is past its end now; returns how many missions.</summary>
    internal Task<int> Sweep(CancellationToken ct) => sweep.Sweep(ct);

    protected override async Task RoundInTime(CancellationToken ct)
    {
        if (await Sweep(ct) is > 0 and var count)
        {
            Log.Expired(logger, count);
        }

        Parked = await sweep.CountParked(ct);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2111, Level = LogLevel.Information, Message = "{Count} missions came to their end")]
        internal static partial void Expired(ILogger logger, int count);
    }
}
