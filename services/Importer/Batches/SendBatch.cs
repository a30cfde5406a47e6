using Engagement.Importer.Storage;
using Engagement.Messaging;
using MassTransit;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Engagement.Importer.Batches;

/// <summary>
/// Sends one batch and waits until its outcome is written. What is sent is stored first, so that Catalog can never hold a mission that
/// the importer does not know.
/// </summary>
internal sealed partial class SendBatch(
    ImporterConnections connections, IBus bus, OutcomeSignals outcomes, IOptions<BatchOptions> options, ILogger<SendBatch> logger)
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    internal BatchOptions Options => options.Value;

    /// <returns>False when Catalog gave no outcome for too long.</returns>
    internal async Task<bool> SendAndWait(OutgoingBatch batch, CancellationToken ct)
    {
        var written = outcomes.Expect(batch.Id);
        try
        {
            await Store(batch, ct);
            await Publish(batch.Id, batch.Message, ct);
            FaultPoint.Reach("importer.after-send");
            return await WaitFor(batch.Id, written, ct);
        }
        finally
        {
            outcomes.Forget(batch.Id);
        }
    }

    /// <summary>Waits for what an earlier run of the feed sent: a run begins with every outcome known.</summary>
    /// <inheritdoc cref="SendAndWait" path="/returns"/>
    internal async Task<bool> WaitForEarlier(Guid feedId, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand("select id from importer.batch where feed_id = $1");
        command.Parameters.Add(new() { Value = feedId });
        var earlier = new List<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                earlier.Add(reader.GetGuid(0));
            }
        }

        var answered = true;
        foreach (var id in earlier)
        {
            answered = answered && await WaitFor(id, outcomes.Expect(id), ct);
            outcomes.Forget(id);
        }

        return answered;
    }

    /// <summary>A message that the bus does not take is sent again later, like one that it lost.</summary>
    internal async Task Publish(Guid batchId, object message, CancellationToken ct)
    {
        using var measure = Stage.Measure("importer.publish");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(PublishLimit);
        try
        {
            await bus.Publish(message, limit.Token);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Log.NotPublished(logger, e, batchId);
        }
    }

    private async Task Store(OutgoingBatch batch, CancellationToken ct)
    {
        using var measure = Stage.Measure("importer.store");
        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var commands = new NpgsqlBatch(connection, transaction);
        commands.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into importer.batch (id, feed_id, run_id, kind, body, positions, lines, sent_at, attempts)
            values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), 1)
            """)
        {
            Parameters =
            {
                new() { Value = batch.Id }, new() { Value = batch.FeedId }, new() { Value = batch.RunId }, new() { Value = batch.Kind },
                new() { Value = batch.Body() }, new() { Value = batch.Positions }, new() { Value = batch.Lines },
            },
        });
        commands.BatchCommands.Add(batch.Kind == BatchKind.Received ? MarkSent(batch) : MarkWithdrawing(batch));
        await commands.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static NpgsqlBatchCommand MarkSent(OutgoingBatch batch) => new(
        """
        insert into importer.mission_state (feed_id, client_id, sent_hash, sent_batch)
        select $1, client_id, hash, $2 from unnest($3, $4) as sent (client_id, hash)
        on conflict (feed_id, client_id) do update set sent_hash = excluded.sent_hash, sent_batch = excluded.sent_batch
        """)
    {
        Parameters = { new() { Value = batch.FeedId }, new() { Value = batch.Id }, new() { Value = batch.ClientIds }, new() { Value = batch.Hashes } },
    };

    // Without a sent hash the mission is not settled: if it comes back before the outcome, it is sent.
    private static NpgsqlBatchCommand MarkWithdrawing(OutgoingBatch batch) => new(
        "update importer.mission_state set sent_hash = null, sent_batch = $2 where feed_id = $1 and client_id = any($3)")
    {
        Parameters = { new() { Value = batch.FeedId }, new() { Value = batch.Id }, new() { Value = batch.ClientIds } },
    };

    private async Task<bool> WaitFor(Guid batchId, Task written, CancellationToken ct)
    {
        var looks = Options.GiveUpAfterSeconds / Look.TotalSeconds;
        for (var look = 0; look < looks; look++)
        {
            if (await Within(written, Look, ct) || !await IsOutstanding(batchId, ct))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> Within(Task task, TimeSpan time, CancellationToken ct)
    {
        try
        {
            await task.WaitAsync(time, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> IsOutstanding(Guid batchId, CancellationToken ct)
    {
        await using var command = connections.Source.CreateCommand("select exists (select from importer.batch where id = $1)");
        command.Parameters.Add(new() { Value = batchId });
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Batch {BatchId} could not be given to the bus; it will be sent again")]
        internal static partial void NotPublished(ILogger logger, Exception e, Guid batchId);
    }
}
