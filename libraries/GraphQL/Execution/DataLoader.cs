namespace Engagement.GraphQL.Execution;

/// <summary>Base of data loaders: one instance per request collects keys and loads them together.</summary>
public abstract class DataLoader
{
    private RequestLoop? _loop;

    internal void Attach(RequestLoop loop) => _loop = loop;

    /// <summary>Has <see cref="Dispatch"/> called once every resolver that can go on has gone on.</summary>
    private protected void Enlist()
    {
        var loop = _loop ?? throw new InvalidOperationException(
            $"{GetType().Name} is used outside a GraphQL request. Take it as a resolver's parameter.");
        loop.Enlist(this);
    }

    /// <summary>Cancelled when the request ends.</summary>
    private protected CancellationToken RequestAborted => _loop?.RequestAborted ?? default;

    internal abstract void Dispatch();
}

/// <summary>
/// Loads values by key, many at once: the keys that a request's resolvers ask for are gathered until none of them can go on, then
/// <see cref="LoadBatchAsync"/> is called once. Results are kept for the rest of the request.
/// </summary>
/// <typeparam name="TKey">With value equality.</typeparam>
/// <typeparam name="TValue">What is loaded.</typeparam>
public abstract class BatchDataLoader<TKey, TValue> : DataLoader
    where TKey : notnull
{
    private readonly Dictionary<TKey, TaskCompletionSource<TValue?>> _cache = [];
    private List<TKey> _pending = [];

    /// <summary>Loads the values of the keys; a key that is missing in the answer gives null (or default).</summary>
    /// <param name="keys">Distinct keys.</param>
    /// <param name="ct">Cancelled when the request ends.</param>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken ct);

    /// <summary>Most keys of one batch; more become several batches, loaded at the same time.</summary>
    protected virtual int MaxBatchSize => 1000;

    /// <summary>The value of a key, or null when there is none.</summary>
    public Task<TValue?> LoadAsync(TKey key)
    {
        if (_cache.TryGetValue(key, out var known))
        {
            return known.Task;
        }
        var source = new TaskCompletionSource<TValue?>();
        _cache.Add(key, source);
        _pending.Add(key);
        if (_pending.Count == 1)
        {
            Enlist();
        }
        return source.Task;
    }

    /// <summary>The values of several keys, in their order.</summary>
    public async Task<IReadOnlyList<TValue?>> LoadAsync(IReadOnlyList<TKey> keys)
    {
        var tasks = new Task<TValue?>[keys.Count];
        for (var i = 0; i < tasks.Length; i++)
        {
            tasks[i] = LoadAsync(keys[i]);
        }
        return await Task.WhenAll(tasks);
    }

    /// <summary>Puts a value that is known already, so that it is not loaded.</summary>
    public void Prime(TKey key, TValue? value)
    {
        if (_cache.TryAdd(key, new TaskCompletionSource<TValue?>()))
        {
            _cache[key].SetResult(value);
        }
    }

    internal override void Dispatch()
    {
        var keys = _pending;
        _pending = [];
        for (var start = 0; start < keys.Count; start += MaxBatchSize)
        {
            _ = Load(keys.Count <= MaxBatchSize ? keys : keys.GetRange(start, Math.Min(MaxBatchSize, keys.Count - start)));
        }
    }

    private async Task Load(List<TKey> keys)
    {
        IReadOnlyDictionary<TKey, TValue> values;
        try
        {
            values = await LoadBatchAsync(keys, RequestAborted);
        }
        catch (Exception e)
        {
            // Each field that waits for one of the keys fails with it.
            foreach (var key in keys)
            {
                _cache[key].SetException(e);
            }
            return;
        }
        foreach (var key in keys)
        {
            _cache[key].SetResult(values.TryGetValue(key, out var value) ? value : default);
        }
    }
}
