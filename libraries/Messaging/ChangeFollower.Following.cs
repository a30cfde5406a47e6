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
            var stored = await store.Load(connection, ct);
            if (turn is not null)
            {
                Remember(await WithoutGoingBack(connection, stored, ct));
                return turn;
            }

            // Another process applies; this one only watches how far it came.
            Remember(stored);
            await FetchPage(stored.At, limit: 0, ct);
            await Task.Delay(Retry, ct);
        }
    }

    private void Remember(FollowerState stored)
    {
        Interlocked.Exchange(ref checkpoint, stored.At.Number);
        mark = stored.At.Mark;
        Raise(ref known, stored.At.Number);
        Interlocked.Exchange(ref incarnation, stored.Incarnation);
        Interlocked.Exchange(ref dead, stored.Dead);
        (isRebuilding, wasRebuilt) = (stored.IsRebuilding, stored.WasRebuilt);
    }

    /// <summary>A database that lost its last commits, or was restored, is behind what this process stored in it: memory must be read again.</summary>
    private async Task<FollowerState> WithoutGoingBack(NpgsqlConnection connection, FollowerState stored, CancellationToken ct)
    {
        if (stored.At.Number >= Checkpoint || stored.IsRebuilding || stored.Incarnation != Incarnation)
        {
            return stored;
        }

        Log.WentBack(logger, settings.Name, Checkpoint, stored.At.Number);
        Interlocked.Exchange(ref head, -1);
        await store.NextIncarnation(connection, ct);
        return await store.Load(connection, ct);
    }

    private async Task Follow(NpgsqlConnection connection, CancellationToken ct)
    {
        pullDue = true;
        while (delivered.Reader.TryRead(out _))
        {
            // What was delivered before may be of a log that lost it since; all that is still in the log is pulled.
        }

        while (true)
        {
            if (pullDue)
            {
                pullDue = false;
                await Replay(connection, ct);
                await Pull(connection, ct);
            }

            if (await Next(ct) is not { } batch || !Continues(batch))
            {
                pullDue = true;
            }
            else if (batch.To > Checkpoint)
            {
                await ApplyAll(connection, batch.Entries, EndOf(batch), ct);
            }
        }
    }

    /// <summary>
    /// False when a batch does not join on to what was applied: entries are missing in between, or the log is another than the one that was
    /// followed. The log is asked then.
    /// </summary>
    private bool Continues(Changes batch)
    {
        if (batch.After > Checkpoint)
        {
            return false;
        }

        if (batch.After == Checkpoint)
        {
            return IsSame(batch.AfterMark);
        }

        // An announcement from behind: the log went back. An old batch that comes again says nothing.
        return batch.To <= Checkpoint ? batch.Entries.Count > 0 : batch.Entries.FirstOrDefault(e => e.Number == Checkpoint) is { } joint && IsSame(joint.Mark);
    }

    private bool IsSame(int? other) => mark is null || other is null || mark == other;

    private static LogPosition EndOf(Changes batch) => new(batch.To, batch.Entries is [.., var last] ? last.Mark : null);

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
        var next = FetchPage(new LogPosition(Checkpoint, mark), limit: null, ct);
        var page = await next;
        while (page is not null && (page.IsLost || page.To > Checkpoint))
        {
            if (page.IsLost)
            {
                await BeginAgain(connection, page.Head, ct);
                page = await FetchPage(default, limit: null, ct);
                continue;
            }

            // The next page is on its way while this one is applied.
            next = page.To < page.Head ? FetchPage(EndOf(page), limit: null, ct) : Task.FromResult<Changes?>(null);
            await ApplyAll(connection, page.Entries, EndOf(page), ct);
            var isLast = page.To >= page.Head;
            page = await next;
            if (isLast && isRebuilding)
            {
                await EndRebuild(connection, ct);
            }
        }

        if (isRebuilding && page is { IsLost: false } && page.Head <= Checkpoint)
        {
            await EndRebuild(connection, ct);
        }
    }

    /// <summary>The log does not have what was applied of it: it is applied again from its beginning, over what is there.</summary>
    private async Task BeginAgain(NpgsqlConnection connection, long newHead, CancellationToken ct)
    {
        Log.Rebuilds(logger, settings.Name, Checkpoint, newHead);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await Doubt(connection, transaction, ct);
            await store.BeginRebuild(transaction, ct);
            await transaction.CommitAsync(ct);
        }

        Interlocked.Exchange(ref head, newHead);
        Remember(await store.Load(connection, ct));
    }

    private async Task EndRebuild(NpgsqlConnection connection, CancellationToken ct)
    {
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await RemoveDoubted(connection, transaction, ct);
            await store.EndRebuild(transaction, ct);
            await transaction.CommitAsync(ct);
        }

        Log.Rebuilt(logger, settings.Name, Checkpoint);
        Remember(await store.Load(connection, ct));
    }

    private async Task<Changes?> FetchPage(LogPosition after, int? limit, CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            var page = await ChangePage.Fetch(client, after, Math.Max(Interlocked.Read(ref known), after.Number), limit, ct);
            Raise(ref head, page.Head);
            failedPulls = 0;
            trouble = page.IsLost ? $"the log, at {page.Head}, does not have entry {after.Number}: its database was restored" : null;
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

    private async Task ApplyAll(NpgsqlConnection connection, IReadOnlyList<Change> batch, LogPosition to, CancellationToken ct)
    {
        var entries = batch.Where(e => e.Number > Checkpoint).ToList();
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (entries.Count > 0)
            {
                await Apply(connection, transaction, entries, ct);
            }

            await store.Save(transaction, Checkpoint, to, ct);
            FaultPoint.Reach($"{settings.Schema}.before-commit");
            await transaction.CommitAsync(ct);
        }
        catch (Exception e) when (entries.Count > 1 && IsOfEntries(e))
        {
            var half = entries.Count / 2;
            await ApplyAll(connection, entries[..half], LogPosition.Of(entries[half - 1]), ct);
            await ApplyAll(connection, entries[half..], to, ct);
            return;
        }
        catch (Exception e) when (entries.Count == 1 && IsOfEntries(e))
        {
            await Park(connection, entries[0], to, e, ct);
            return;
        }

        FaultPoint.Reach($"{settings.Schema}.after-commit");
        await Advance(entries, to, ct);
    }

    private static bool IsOfEntries(Exception e) => e is not CheckpointMoved && !DatabaseFault.IsPassing(e);

    private async Task Park(NpgsqlConnection connection, Change entry, LogPosition to, Exception error, CancellationToken ct)
    {
        Log.Parked(logger, error, settings.Name, entry.Number, entry.Kind, entry.EntityId);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await store.Park(transaction, entry, error.ToString(), ct);
            await store.Save(transaction, Checkpoint, to, ct);
            await transaction.CommitAsync(ct);
        }

        await CountDead(connection, ct);
        await Advance([], to, ct);
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
            catch (Exception e) when (IsOfEntries(e))
            {
                await Park(connection, entry, new LogPosition(Checkpoint, mark), e, ct);
                continue;
            }

            await CountDead(connection, ct);
            await Applied([entry], Checkpoint, ct);
        }
    }

    private async Task Advance(IReadOnlyList<Change> entries, LogPosition to, CancellationToken ct)
    {
        Interlocked.Exchange(ref checkpoint, to.Number);
        mark = to.Mark;
        Raise(ref known, to.Number);
        await Applied(entries, to.Number, ct);
        Raise(ref head, to.Number);
    }

    private async Task CountDead(NpgsqlConnection connection, CancellationToken ct) =>
        Interlocked.Exchange(ref dead, (await store.Load(connection, ct)).Dead);
}
