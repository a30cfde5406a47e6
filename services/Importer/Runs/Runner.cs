using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Engagement.Importer.Runs;

/// <summary>
/// The runs of this process. They belong to the service, not to the request or the tick that began them: whoever asked may go away.
/// </summary>
internal sealed partial class Runner(RunFeed runFeed, RunLedger ledger, ILogger<Runner> logger) : IHostedService, IDisposable
{
    /// <summary>How many requests of people may wait for one feed.</summary>
    private const int MostFollowing = 10;

    private readonly ConcurrentDictionary<Guid, Going> going = [];
    private readonly CancellationTokenSource stopping = new();

    /// <summary>The runs that the schedule began. What people ask for takes no place from them.</summary>
    internal int Scheduling => going.Values.Count(g => g.Kind == Kind.Scheduled);

    /// <summary>True while the run of a request, or of a feed that is due, goes on or waits for its turn.</summary>
    internal bool IsGoing(Guid key) => going.ContainsKey(key);

    /// <summary>Begins the run of a feed that is due, unless this process already runs it.</summary>
    internal Task<Run?> Scheduled(Guid feedId, IFeedSource source) =>
        Start(feedId, feedId, Kind.Scheduled, ct => runFeed.Scheduled(feedId, source, ct));

    /// <summary>Begins the run that a request asks for, or joins the one already begun for it.</summary>
    /// <param name="key">The request, or anything new when it is not stored.</param>
    /// <param name="feedId">Its feed.</param>
    /// <param name="source">What to read.</param>
    /// <param name="progress">Told while it goes on.</param>
    /// <param name="isStillWanted">Asked when the feed's turn has come.</param>
    internal Task<Run?> Requested(Guid key, Guid feedId, IFeedSource source, RunProgress progress, Func<CancellationToken, Task<bool>> isStillWanted) =>
        Start(key, feedId, Kind.Requested, ct => runFeed.Requested(feedId, source, progress, isStillWanted, ct));

    /// <summary>Carries out what a person asks about an earlier run of a feed.</summary>
    /// <returns>False when too many such requests wait for the feed already.</returns>
    internal bool TryFollow(Guid feedId, Func<CancellationToken, Task<Guid?>> run, [NotNullWhen(true)] out Task<Run?>? following)
    {
        var isFull = going.Values.Count(g => g.Kind == Kind.Following && g.FeedId == feedId) >= MostFollowing;
        following = isFull ? null : Start(Guid.CreateVersion7(), feedId, Kind.Following, run);
        return !isFull;
    }

    internal Task CloseInterrupted(CancellationToken ct) => runFeed.CloseInterrupted(ct);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        Task ended = Task.WhenAll(going.Values.Select(g => g.Run.Value));
        await ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private Task<Run?> Start(Guid key, Guid feedId, Kind kind, Func<CancellationToken, Task<Guid?>> run) =>
        going.GetOrAdd(key, _ => new Going(feedId, kind, new(() => Task.Run(() => RunAndForget(key, run))))).Run.Value;

    private async Task<Run?> RunAndForget(Guid key, Func<CancellationToken, Task<Guid?>> run)
    {
        try
        {
            return await run(stopping.Token) is { } runId ? await ledger.Find(runId, CancellationToken.None) : null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            // Nothing is lost: the record is still open, so the next tick finds the run interrupted.
            Log.Broke(logger, e);
            return null;
        }
        finally
        {
            going.TryRemove(key, out _);
        }
    }

    private enum Kind
    {
        Scheduled,
        Requested,
        Following,
    }

    private sealed record Going(Guid FeedId, Kind Kind, Lazy<Task<Run?>> Run);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2211, Level = LogLevel.Error, Message = "A run could not be carried out")]
        internal static partial void Broke(ILogger logger, Exception e);
    }
}
