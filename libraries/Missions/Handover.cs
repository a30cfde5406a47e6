using System.Runtime.ExceptionServices;

namespace Engagement.Missions;

/// <summary>
/// A bounded queue between a thread that blocks and code that awaits, in either direction: XmlReader pulls fastest when it may block,
/// while the network and the importer await. Whoever fails or ends calls <see cref="Complete"/>; the taker sees the fault after what came before it.
/// </summary>
internal sealed class Handover<T>(int capacity) : IDisposable
    where T : class
{
    private readonly Queue<T> _items = new(capacity);
    private readonly SemaphoreSlim _filled = new(0);
    private readonly SemaphoreSlim _free = new(capacity);
    private bool _completed;
    private Exception? _fault;

    internal void Put(T item, CancellationToken ct)
    {
        _free.Wait(ct);
        Add(item);
    }

    internal async ValueTask PutAsync(T item, CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        Add(item);
    }

    /// <summary>The next item, or null after the last.</summary>
    internal T? Take(CancellationToken ct)
    {
        _filled.Wait(ct);
        return Remove();
    }

    /// <summary>The next item, or null after the last.</summary>
    internal async ValueTask<T?> TakeAsync(CancellationToken ct)
    {
        await _filled.WaitAsync(ct);
        return Remove();
    }

    internal void Complete(Exception? fault = null)
    {
        lock (_items)
        {
            _completed = true;
            _fault ??= fault;
        }

        _filled.Release();
    }

    public void Dispose()
    {
        _filled.Dispose();
        _free.Dispose();
    }

    private void Add(T item)
    {
        lock (_items)
        {
            _items.Enqueue(item);
        }

        _filled.Release();
    }

    private T? Remove()
    {
        lock (_items)
        {
            if (_items.TryDequeue(out var item))
            {
                _free.Release();
                return item;
            }

            if (!_completed)
            {
                throw new InvalidOperationException("An empty hand-over was signalled without having been completed.");
            }

            // The end stays visible to whoever asks again.
            _filled.Release();
            if (_fault is not null)
            {
                ExceptionDispatchInfo.Throw(_fault);
            }

            return null;
        }
    }
}
