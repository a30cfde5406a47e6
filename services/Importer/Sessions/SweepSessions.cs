using Engagement.Messaging;

namespace Engagement.Importer.Sessions;

/// <summary>Removes the sessions that have ended, each hour.</summary>
internal sealed partial class SweepSessions(OpenSessions sessions, ILogger<SweepSessions> logger) : RecurringWork(TimeSpan.FromHours(1), logger)
{
    protected override async Task Round(CancellationToken ct) => Log.Swept(logger, await sessions.Sweep(ct));

    private static partial class Log
    {
        [LoggerMessage(EventId = 2301, Level = LogLevel.Debug, Message = "{Count} sessions that had ended removed")]
        internal static partial void Swept(ILogger logger, int count);
    }
}
