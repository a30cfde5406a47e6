using System.Globalization;
using Engagement.Importer.Storage;
using Engagement.Messaging;
using MassTransit;
using Npgsql;

namespace Engagement.Importer.Batches;

/// <summary>
/// Sends again what has no outcome: everything at start, then what is older than 30 s. The age is by the database's clock, so any number
/// of processes share the work and a fixed clock does not stop it.
/// </summary>
internal sealed partial class ResendBatches(
    ImporterConnections connections, SendBatch send, IBusControl bus, ILogger<ResendBatches> logger)
    : RecurringWork(TimeSpan.FromSeconds(send.Options.ResendAfterSeconds) / 6, logger)
{
    private const int AtOnce = 20;

    // Five minutes without an answer: longer than a Catalog that starts.
    private const int ManyAttempts = 10;
    private DateTime before;

    /// <summary>True when what was found at start has been sent.</summary>
    internal bool IsDone { get; private set; }

    protected override async Task Prepare(CancellationToken ct)
    {
        // All that was sent before this process began; what its own runs send meanwhile is not late.
        before = await DatabaseTime(ct);
        // A message published before its consumers listen would be lost, and missed for as long as it takes to send it again.
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, ct);
    }

    protected override async Task Round(CancellationToken ct)
    {
        await Resend(IsDone ? await DatabaseTime(ct) - TimeSpan.FromSeconds(send.Options.ResendAfterSeconds) : before, ct);
        IsDone = true;
        Parked = await CountUnanswered(ct);
    }

    protected override string Describe(long parked) => string.Create(
        CultureInfo.InvariantCulture, $"{parked} batches were sent more than {ManyAttempts} times and Catalog does not answer them; see the log of Catalog");

    private async Task<long> CountUnanswered(CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand("select count(*) from importer.batch where attempts > $1");
        command.Parameters.Add(new() { Value = ManyAttempts });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task<DateTime> DatabaseTime(CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand("select clock_timestamp()");
        return (DateTime)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task Resend(DateTime before, CancellationToken ct)
    {
        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        for (var sent = AtOnce; sent == AtOnce;)
        {
            var due = await Take(connection, before, ct);
            sent = due.Count;
            foreach (var (id, kind, body, attempts) in due)
            {
                Log.SendsAgain(logger, id, attempts);
                await SendAgain(id, kind, body, ct);
            }
        }
    }

    /// <summary>One that cannot be read keeps no other from being sent: its missions stay unsettled, and the feed's next run sends them.</summary>
    private async Task SendAgain(Guid id, string kind, byte[] body, CancellationToken ct)
    {
        try
        {
            await send.Publish(id, OutgoingBatch.ReadMessage(kind, body), ct);
        }
        catch (Exception e) when (!IsPassing(e) && !ct.IsCancellationRequested)
        {
            Log.Unreadable(logger, e, id);
        }
    }

    private static async Task<List<(Guid Id, string Kind, byte[] Body, int Attempts)>> Take(NpgsqlConnection connection, DateTime before, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            with due as (
                select id from importer.batch
                -- A time in the future was written before the clock was put back.
                where sent_at <= $1 or sent_at > clock_timestamp() + interval '1 hour' order by sent_at limit $2 for update skip locked)
            update importer.batch b set sent_at = clock_timestamp(), attempts = attempts + 1
            from due where b.id = due.id
            returning b.id, b.kind, b.body, b.attempts
            """,
            connection)
        {
            Parameters = { new() { Value = before }, new() { Value = AtOnce } },
        };
        var due = new List<(Guid Id, string, byte[], int)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            due.Add((reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetInt32(3)));
        }

        // Identifiers are in order of making: so are the messages.
        due.Sort((a, b) => a.Id.CompareTo(b.Id));
        return due;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2112, Level = LogLevel.Error, Message = "Batch {BatchId} cannot be sent again by a fault of ours")]
        internal static partial void Unreadable(ILogger logger, Exception exception, Guid batchId);

        [LoggerMessage(EventId = 2111, Level = LogLevel.Information, Message = "Batch {BatchId} has no outcome and is sent again, attempt {Attempt}")]
        internal static partial void SendsAgain(ILogger logger, Guid batchId, int attempt);
    }
}
