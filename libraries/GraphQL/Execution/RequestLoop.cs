namespace Engagement.GraphQL.Execution;

/// <summary>
/// Runs what continues after an <c>await</c> in a request one piece at a time, so that resolvers of one request never run at the same moment; when nothing is left to run,
/// everything waits, and that is when the data loaders have all the keys they can get: they are dispatched.
/// </summary>
internal sealed class RequestLoop(CancellationToken requestAborted) : SynchronizationContext
{
    private readonly Lock _gate = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly List<DataLoader> _waiting = [];
    private bool _running;

    internal CancellationToken RequestAborted => requestAborted;

    internal void Enlist(DataLoader loader)
    {
        lock (_gate)
        {
            _waiting.Add(loader);
            if (!_running)
            {
                // Asked for from code that left the loop (ConfigureAwait(false)): come back to it.
                _running = true;
                ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.Drain(), this, preferLocal: false);
            }
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            _queue.Enqueue((d, state));
            if (_running)
            {
                return;
            }
            _running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.Drain(), this, preferLocal: false);
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("A request's loop is never blocked on.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs the work and what follows from it in the loop, on this thread until everything waits.</summary>
    internal Task Run(Func<Task> work)
    {
        Task? task = null;
        lock (_gate)
        {
            _running = true;
            _queue.Enqueue((_ => task = work(), null));
        }
        Drain();
        return task!;
    }

    private void Drain()
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            while (Next() is { } step)
            {
                step.Callback(step.State);
            }
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private (SendOrPostCallback Callback, object? State)? Next()
    {
        lock (_gate)
        {
            if (_queue.TryDequeue(out var step))
            {
                return step;
            }
            if (_waiting.Count > 0)
            {
                var loaders = _waiting.ToArray();
                _waiting.Clear();
                return (static state => DispatchAll((DataLoader[])state!), loaders);
            }
            _running = false;
            return null;
        }
    }

    private static void DispatchAll(DataLoader[] loaders)
    {
        foreach (var loader in loaders)
        {
            loader.Dispatch();
        }
    }
}
