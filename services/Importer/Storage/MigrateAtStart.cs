using Engagement.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Engagement.Importer.Storage;

/// <summary>Brings the schema up to date before anything else of the service starts; waits for a database that starts at the same time.</summary>
internal sealed partial class MigrateAtStart(IDbContextFactory<ImporterDb> databases, ILogger<MigrateAtStart> logger) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int Attempts = 60;

    internal bool IsDone { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; !IsDone; attempt++)
        {
            try
            {
                await StorageFeature.Migrate(databases, cancellationToken);
                IsDone = true;
            }
            catch (Exception e) when (attempt < Attempts && DatabaseFault.IsPassing(e) && !cancellationToken.IsCancellationRequested)
            {
                Log.Waits(logger, e.Message);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The database is not there yet: {Reason}")]
        internal static partial void Waits(ILogger logger, string reason);
    }
}
