using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>A run can be undone for 30 days: then what it changed is forgotten.</summary>
internal sealed partial class ForgetRunChanges(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source, [FromKeyedServices(CatalogDb.Schema)] ClockWatch watch,
    TimeProvider clock, ILogger<ForgetRunChanges> logger)
    : TimedWork(TimeSpan.FromDays(1), watch, logger, clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    internal async Task<int> Forget(CancellationToken ct)
    {
        await using var command = source.CreateCommand("delete from catalog.run_change where at < $1");
        command.Parameters.Add(new NpgsqlParameter { Value = Clock.GetUtcNow() - Kept });
        return await command.ExecuteNonQueryAsync(ct);
    }

    protected override async Task RoundInTime(CancellationToken ct) => Log.Forgotten(logger, await Forget(ct));

    private static partial class Log
    {
        [LoggerMessage(EventId = 2121, Level = LogLevel.Debug, Message = "{Count} changes of old runs forgotten")]
        internal static partial void Forgotten(ILogger logger, int count);
    }
}
