using Engagement.Catalog.Storage;
using Engagement.Messaging;
using Npgsql;

namespace Engagement.Catalog.Missions;

/// <summary>A run can be undone for 30 days: then what it changed is forgotten.</summary>
internal sealed partial class ForgetRunChanges(
    [FromKeyedServices(CatalogDb.Schema)] NpgsqlDataSource source, TimeProvider clock, ILogger<ForgetRunChanges> logger) : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    internal async Task<int> Forget(CancellationToken ct)
    {
        await using var command = source.CreateCommand("delete from catalog.run_change where at < $1");
        command.Parameters.Add(new NpgsqlParameter { Value = clock.GetUtcNow() - Kept });
        return await command.ExecuteNonQueryAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromDays(1), clock);
        do
        {
            try
            {
                Log.Forgotten(logger, await Forget(stoppingToken));
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e) && !stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2121, Level = LogLevel.Debug, Message = "{Count} changes of old runs forgotten")]
        internal static partial void Forgotten(ILogger logger, int count);

        [LoggerMessage(EventId = 2122, Level = LogLevel.Warning, Message = "Changes of old runs could not be forgotten; tried again tomorrow")]
        internal static partial void Failed(ILogger logger, Exception exception);
    }
}
