using Engagement.Contracts;
using Npgsql;

namespace Engagement.Messaging;

// How it follows: waiting for its turn, pulling, applying in order, isolating what cannot be applied.
public abstract partial class ChangeFollower
{
    private async Task<Turn> WaitForTurn(NpgsqlConnection connection, CancellationToken ct)
    {
        while (true)
        {
            var turn = await Turn.Take(connection, LockKeys.Follow, $"{settings.Schema}.{settings.Name}", ct);
            var (number, parked) = await store.Load(connection, ct);
            Interlocked.Exchange(ref checkpoint, number);
            Interlocked.Exchange(ref dead, parked);
            if (turn is not null)
            {
                return turn;
            }

            // Another process applies; this one only watches how far it came.
            await FetchPage(number, limit: 0, ct);
            await Task.Delay(Retry, ct);
        }
    }

    private async Task Follow(NpgsqlConnection connection, CancellationToken ct)
    {
        pullDue = true;
        while (true)
        {
            if (pullDue)
            {
                pullDue = false;
                await Replay(connection, ct);
                await Pull(connection, ct);
            }

            if (await Next(ct) is not { } batch)
            {
                pullDue = true;
            }
            else if (batch.After > Checkpoint)
            {
                pullDue = true;
            }
            else if (batch.To > Checkpoint)
            {
                await ApplyAll(connection, batch.Entries, batch.To, ct);
            }
        }
    }

    private async Task<Changes?> Next(CancellationToken ct)
    {
        if (delivered.Reader.TryRead(out var waiting))
        {
            return waiting;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // While the log's owner does not answer, entries may be missing: ask again soon.
        patience.CancelAfter(trouble is null ? settings.PullEvery : PullRetry);
        try
        {
            return await delivered.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task Pull(NpgsqlConnection connection, CancellationToken ct)
    {
        var next = FetchPage(Checkpoint, limit: null, ct);
        while (await next is { } page && page.To > Checkpoint)
        {
            // The next page is on its way while this one is applied.
            next = page.To < page.Head ? FetchPage(page.To, limit: null, ct) : Task.FromResult<Changes?>(null);
            await ApplyAll(connection, page.Entries, page.To, ct);
        }
    }

    private async Task<Changes?> FetchPage(long after, int? limit, CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            var page = await ChangePage.Fetch(client, after, limit, ct);
            Raise(ref head, page.Head);
            failedPulls = 0;
            trouble = page.Head < after
                ? $"the log ends at {page.Head}, before what was applied: the log's database was replaced, rebuild this follower"
                : null;
            return page;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            trouble = $"the log's owner does not answer: {e.Message}";
            // A process that starts asks before the other (or it itself) listens: only what lasts is worth a line, once in ten seconds.
            if (++failedPulls % 40 == 4)
            {
                Log.CannotPull(logger, settings.Name, e.Message);
            }

            return null;
        }
    }

    private async Task ApplyAll(NpgsqlConnection connection, IReadOnlyList<Change> batch, long to, CancellationToken ct)
    {
        var entries = batch.Where(e => e.Number > Checkpoint).ToList();
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (entries.Count > 0)
            {
                await Apply(connection, transaction, entries, ct);
            }

            await store.Save(transaction, to, ct);
            FaultPoint.Reach($"{settings.Schema}.before-commit");
            await transaction.CommitAsync(ct);
        }
        catch (Exception e) when (entries.Count > 1 && !DatabaseFault.IsPassing(e))
        {
            var half = entries.Count / 2;
            await ApplyAll(connection, entries[..half], entries[half - 1].Number, ct);
            await ApplyAll(connection, entries[half..], to, ct);
            return;
        }
        catch (Exception e) when (entries.Count == 1 && !DatabaseFault.IsPassing(e))
        {
            await Park(connection, entries[0], to, e, ct);
            return;
        }

        FaultPoint.Reach($"{settings.Schema}.after-commit");
        await Advance(entries, to, ct);
    }

    private async Task Park(NpgsqlConnection connection, Change entry, long to, Exception error, CancellationToken ct)
    {
        Log.Parked(logger, error, settings.Name, entry.Number, entry.Kind, entry.EntityId);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await store.Park(transaction, entry, error.ToString(), ct);
            await store.Save(transaction, Math.Max(to, Checkpoint), ct);
            await transaction.CommitAsync(ct);
        }

        await CountDead(connection, ct);
        await Advance([], Math.Max(to, Checkpoint), ct);
    }

    private async Task Replay(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var entry in await store.ToReplay(connection, ct))
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(ct);
                await Apply(connection, transaction, [entry], ct);
                await store.Forget(transaction, entry.Number, ct);
                await transaction.CommitAsync(ct);
            }
            catch (Exception e) when (!DatabaseFault.IsPassing(e))
            {
                await Park(connection, entry, Checkpoint, e, ct);
                continue;
            }

            await CountDead(connection, ct);
            await Applied([entry], Checkpoint, ct);
        }
    }

    private async Task Advance(IReadOnlyList<Change> entries, long to, CancellationToken ct)
    {
        Interlocked.Exchange(ref checkpoint, to);
        await Applied(entries, to, ct);
        Raise(ref head, to);
    }

    private async Task CountDead(NpgsqlConnection connection, CancellationToken ct) =>
        Interlocked.Exchange(ref dead, (await store.Load(connection, ct)).Dead);
}
