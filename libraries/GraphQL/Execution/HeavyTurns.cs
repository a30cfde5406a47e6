namespace Engagement.GraphQL.Execution;

/// <summary>
/// Lets few heavy operations run at the same time, so that light operations always find a processor. The callers that wait take turns: a
/// caller that asks for many heavy operations delays its own operations, not those of others.
/// </summary>
internal sealed class HeavyTurns(int atOnce)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, Queue<TaskCompletionSource>> _waiting = [];

    // The callers of _waiting, each once, in the order of their turns.
    private readonly Queue<object> _callers = [];
    private int _free = atOnce;

    /// <summary>Waits for a turn of the caller.</summary>
    /// <returns>Ends the turn when it is disposed.</returns>
    internal async ValueTask<IDisposable> Take(object caller, CancellationToken ct)
    {
        if (Enter(caller) is { } entry)
        {
            try
            {
                await entry.Task.WaitAsync(ct);
            }
            catch (OperationCanceledException)
            {
                // The turn may have come at the same moment: then it goes to the next one.
                if (!entry.TrySetCanceled(CancellationToken.None))
                {
                    Give();
                }
                throw;
            }
        }
        return new Turn(this);
    }

    /// <summary>Null when a turn is free.</summary>
    private TaskCompletionSource? Enter(object caller)
    {
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return null;
            }
            if (!_waiting.TryGetValue(caller, out var queue))
            {
                _waiting.Add(caller, queue = []);
                _callers.Enqueue(caller);
            }
            var entry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            queue.Enqueue(entry);
            return entry;
        }
    }

    private void Give()
    {
        lock (_gate)
        {
            while (_callers.TryDequeue(out var caller))
            {
                var queue = _waiting[caller];
                var isGiven = false;
                while (!isGiven && queue.TryDequeue(out var entry))
                {
                    isGiven = entry.TrySetResult();
                }
                if (queue.Count > 0)
                {
                    _callers.Enqueue(caller);
                }
                else
                {
                    _waiting.Remove(caller);
                }
                if (isGiven)
                {
                    return;
                }
            }
            _free++;
        }
    }

    private sealed class Turn(HeavyTurns turns) : IDisposable
    {
        public void Dispose() => turns.Give();
    }
}
