using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>
/// Publishes new entries of a log as soon as they are committed: PostgreSQL notifies it, a look every second covers a lost notification.
/// One process dispatches at a time: it holds a session lock on the connection it reads with, so that losing one is losing both.
/// </summary>
/// <remarks>
/// It keeps no cursor. It begins at the head it finds and announces that head in an empty batch: a follower that missed entries, because
/// the former dispatcher died between commit and publication, sees that the head is beyond its checkpoint and pulls. Publication is thus
/// "at least once" without a write per batch.
/// </remarks>
internal sealed partial class ChangeLogDispatcher(ChangeLog log, NpgsqlDataSource source, IBus bus, ILogger<ChangeLogDispatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private bool notified;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stoppingToken);
                await using var turn = await Turn.Wait(connection, LockKeys.Dispatch, log.Schema, Retry, stoppingToken);
                await Dispatch(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.Interrupted(logger, e, log.Schema);
                await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Dispatch(NpgsqlConnection connection, CancellationToken ct)
    {
        connection.Notification += (_, _) => notified = true;
        await using (var listen = new NpgsqlCommand($"listen {log.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(ct);
        }

        var sent = await Announce(connection, ct);
        while (true)
        {
            // A notification that arrives while a query runs is raised then, not by the wait: the flag keeps it.
            notified = false;
            var changes = await log.Read(connection, sent.Number, PageLimits.Published, PageLimits.PublishedBytes, ct);
            if (changes.Head < sent.Number || (changes.Entries.Count > 0 && !await log.Has(connection, sent, ct)))
            {
                // The log's tables were restored under this connection.
                sent = await Announce(connection, ct);
            }
            else if (changes.Entries.Count > 0)
            {
                FaultPoint.Reach("log.before-dispatch");
                await bus.Publish(changes with { AfterMark = sent.Mark }, ct);
                FaultPoint.Reach("log.after-dispatch");
                sent = LogPosition.Of(changes.Entries[^1]);
            }
            else if (!notified)
            {
                await connection.WaitAsync(Retry, ct);
            }
        }
    }

    private async Task<LogPosition> Announce(NpgsqlConnection connection, CancellationToken ct)
    {
        var end = await log.End(connection, ct);
        await bus.Publish(new Contracts.Changes(end.Number, end.Number, end.Number, []) { AfterMark = end.Mark }, ct);
        return end;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Dispatch of the change log {Schema} was interrupted; it begins again")]
        internal static partial void Interrupted(ILogger logger, Exception exception, string schema);
    }
}
