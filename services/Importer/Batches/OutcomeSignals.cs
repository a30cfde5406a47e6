using System.Collections.Concurrent;

namespace Engagement.Importer.Batches;

/// <summary>
/// Wakes a run of this process when the outcome of its batch is written. Only a matter of speed: with several processes another one may
/// consume the outcome, so whoever waits also looks at the table.
/// </summary>
internal sealed class OutcomeSignals
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = new();

    internal Task Expect(Guid batchId) =>
        waiting.GetOrAdd(batchId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal void Written(Guid batchId)
    {
        if (waiting.TryRemove(batchId, out var signal))
        {
            signal.SetResult();
        }
    }

    internal void Forget(Guid batchId) => waiting.TryRemove(batchId, out _);
}
