using Engagement.Contracts;
using Engagement.Importer.Batches;
using Engagement.Importer.Feeds;
using Engagement.Messaging;

namespace Engagement.Importer.Runs;

/// <summary>The batches of a run that are on their way: a few at a time, so that reading waits for Catalog and memory stays small.</summary>
internal sealed class BatchFlow(SendBatch send, RunProgress progress) : IAsyncDisposable
{
    private readonly SemaphoreSlim free = new(send.Options.InFlight);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> going = [];

    internal async Task Send(OutgoingBatch batch, CancellationToken ct)
    {
        using (Stage.Measure("importer.wait-for-catalog"))
        {
            await free.WaitAsync(ct);
        }

        foreach (var ended in going.Where(t => t.IsCompleted).ToList())
        {
            going.Remove(ended);
            await ended;
        }

        progress.Sent += batch.ClientIds.Length;
        going.Add(Task.Run(() => SendAndFree(batch, ct), ct));
    }

    /// <summary>Withdraws missions, and waits until every outcome is written.</summary>
    internal async Task Withdraw(Feed feed, Guid runId, IEnumerable<WithdrawnMission> missions, CancellationToken ct)
    {
        progress.Phase = "withdrawing";
        foreach (var some in missions.Chunk(send.Options.MaxMissions))
        {
            await Send(OutgoingBatch.OfWithdrawals(feed, runId, some), ct);
        }

        await Settle();
    }

    /// <summary>Waits until every outcome is written.</summary>
    internal Task Settle() => Task.WhenAll(going);

    /// <summary>A run that ends early does not wait; what it sent is sent again until Catalog answers.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Settle().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        free.Dispose();
    }

    private async Task SendAndFree(OutgoingBatch batch, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, stop.Token);
        try
        {
            if (!await send.SendAndWait(batch, either.Token))
            {
                throw new RunFailure(RunReasons.CatalogSilent);
            }

            progress.Confirm(batch.ClientIds.Length);
        }
        finally
        {
            free.Release();
        }
    }
}
