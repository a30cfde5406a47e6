using Engagement.Importer.Runs;
using Engagement.Importer.Storage;

namespace Engagement.Importer.Moves;

/// <summary>
/// Feeds of which no run goes on and nothing is on its way to Catalog, as long as this is held: what a run knows in memory or still waits for
/// would otherwise undo what a move notes.
/// </summary>
internal sealed class FeedsAtRest : IAsyncDisposable
{
    // Well within the time that a mutation of the gateway has.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly List<FeedLock> locks = [];
    private CancellationTokenSource? lost;

    /// <summary>Cancelled when a lock is lost: another process may run the feed from then on.</summary>
    internal CancellationToken Lost => (lost ??= CancellationTokenSource.CreateLinkedTokenSource([CancellationToken.None, .. locks.Select(l => l.Lost)])).Token;

    /// <summary>Null when one of the feeds does not come to rest within a second.</summary>
    internal static async Task<FeedsAtRest?> TryTake(IReadOnlyList<Guid> feeds, ImporterConnections connections, CancellationToken ct)
    {
        var taken = new FeedsAtRest();
        try
        {
            if (await taken.Take(feeds, connections, ct))
            {
                return taken;
            }
        }
        catch
        {
            await taken.DisposeAsync();
            throw;
        }

        await taken.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var taken in locks)
        {
            await taken.DisposeAsync();
        }

        lost?.Dispose();
    }

    private async Task<bool> Take(IReadOnlyList<Guid> feeds, ImporterConnections connections, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            // Always in the same order, so that two who want several do not wait for each other.
            foreach (var feed in feeds.Order())
            {
                locks.Add(await FeedLock.Take(feed, connections, patience.Token));
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }

        await using var command = connections.Source.CreateCommand("select not exists (select from importer.batch where feed_id = any($1))");
        command.Parameters.Add(new() { Value = feeds.ToArray() });
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
