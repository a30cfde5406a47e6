using Engagement.Contracts;
using Engagement.Importer.Storage;
using Engagement.Messaging;
using MassTransit;
using Npgsql;

namespace Engagement.Importer.Batches;

/// <summary>
/// Writes the outcome of a batch: hashes, the run's counts, what failed into its report. The first outcome of a batch takes its row
/// away; one that comes again finds nothing to count twice, one that comes after the end of its run confirms the hashes all the same.
/// </summary>
internal sealed class ConfirmBatch(ImporterConnections connections, OutcomeSignals outcomes) : IConsumer<BatchApplied>
{
    public async Task Consume(ConsumeContext<BatchApplied> context)
    {
        FaultPoint.Reach("importer.before-confirm");
        await Write(context.Message, context.CancellationToken);
        outcomes.Written(context.Message.BatchId);
    }

    private async Task Write(BatchApplied applied, CancellationToken ct)
    {
        using var measure = Stage.Measure("importer.confirm");
        await using var connection = await connections.Source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var statements = await Take(applied.BatchId, connection, ct) switch
        {
            null => ConfirmOutcomes.OfNoBatch(applied),
            (BatchKind.Received, var feedId) => ConfirmOutcomes.OfReceived(applied, feedId),
            (_, var feedId) => ConfirmOutcomes.OfWithdrawn(applied, feedId),
        };
        await using var commands = new NpgsqlBatch(connection, transaction);
        foreach (var statement in statements)
        {
            commands.BatchCommands.Add(statement);
        }

        await commands.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<(string Kind, Guid FeedId)?> Take(Guid batchId, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select kind, feed_id from importer.batch where id = $1 for update", connection)
        {
            Parameters = { new() { Value = batchId } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetString(0), reader.GetGuid(1)) : null;
    }
}
