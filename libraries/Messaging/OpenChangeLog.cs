using System.Globalization;
using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>
/// Before a process appends to its log, it asks the follower for the highest number that it knows: a log whose database was restored while
/// the process was down goes on above that number. A follower that does not answer within 10 s is not waited for: it finds out by itself.
/// </summary>
internal sealed partial class OpenChangeLog(
    ChangeLog log, NpgsqlDataSource source, Func<CancellationToken, Task<HttpResponseMessage>> ask, TaskCompletionSource opened, ILogger<OpenChangeLog> logger)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(Patience);
        try
        {
            while (!await IsDone(patience.Token))
            {
                await Task.Delay(Pause, patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Log.NotAsked(logger, log.Schema);
        }
        finally
        {
            opened.TrySetResult();
        }
    }

    private async Task<bool> IsDone(CancellationToken ct)
    {
        try
        {
            using var answer = await ask(ct);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                // There is no follower at that address.
                return true;
            }

            answer.EnsureSuccessStatusCode();
            var known = long.Parse(await answer.Content.ReadAsStringAsync(ct), CultureInfo.InvariantCulture);
            await using var connection = await source.OpenConnectionAsync(ct);
            if (await log.ContinueAbove(connection, known, ct))
            {
                Log.GoesOnAbove(logger, log.Schema, known);
            }

            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && (e is HttpRequestException or FormatException || DatabaseFault.IsPassing(e)))
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1142, Level = LogLevel.Warning, Message = "Change log {Schema} is behind a follower, which knows {Known}: its database was restored; it goes on above that number")]
        internal static partial void GoesOnAbove(ILogger logger, string schema, long known);

        [LoggerMessage(EventId = 1143, Level = LogLevel.Information, Message = "The follower of change log {Schema} does not answer at start and is not waited for")]
        internal static partial void NotAsked(ILogger logger, string schema);
    }
}
