using System.Threading.Channels;
using Engagement.Contracts;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Engagement.Messaging;

/// <summary>Who follows, and where it remembers how far it came.</summary>
/// <param name="Name">Name of the follower, unique in its schema.</param>
/// <param name="Schema">The schema with the tables <c>checkpoint</c> and <c>dead_entry</c>.</param>
public sealed record FollowerSettings(string Name, string Schema)
{
    /// <summary>How often it asks the log whether it missed something, when nothing else makes it ask.</summary>
    public TimeSpan PullEvery { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>
/// Applies a change log to something of one's own: in number order, each entry's effect and the checkpoint in one transaction. What the
/// bus brings makes it fast; what it pulls (at start, on a gap, every 30 s) makes it complete. Of several processes on one database
/// one applies at a time; another takes over when it ends.
/// </summary>
public abstract partial class ChangeFollower : BackgroundService, IHealthCheck
{
    /// <summary>Name of the HTTP client that reaches the log's owner.</summary>
    public const string ClientName = "changes";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PullRetry = TimeSpan.FromMilliseconds(250);

    private readonly FollowerSettings settings;
    private readonly FollowerStore store;
    private readonly NpgsqlDataSource source;
    private readonly IHttpClientFactory clients;
    private readonly ILogger logger;

    // About 1 MB each. What does not fit is dropped, and pulled when its turn comes.
    private readonly Channel<Changes> delivered = Channel.CreateBounded<Changes>(new BoundedChannelOptions(32) { SingleReader = true });
    private long checkpoint;
    private int? mark;
    private long known;
    private long incarnation;
    private long head = -1;
    private long dead;
    private int failedPulls;
    private volatile bool pullDue = true;
    private volatile bool hasCaughtUp;
    private volatile bool isRebuilding;
    private volatile bool wasRebuilt;
    private volatile string? trouble;

    /// <summary>Prepares the follower; it begins when the host starts.</summary>
    protected ChangeFollower(FollowerSettings settings, NpgsqlDataSource source, IHttpClientFactory clients, ILogger logger)
    {
        this.settings = settings;
        this.source = source;
        this.clients = clients;
        this.logger = logger;
        store = new FollowerStore(settings.Name, settings.Schema);
    }

    /// <summary>The number of the last entry whose effect is committed.</summary>
    public long Checkpoint => Interlocked.Read(ref checkpoint);

    /// <summary>The newest number of the log that this process heard of; -1 before it heard of any.</summary>
    public long Head => Interlocked.Read(ref head);

    /// <summary>True when everything that this process heard of is applied; false until it heard from the log.</summary>
    public bool IsCaughtUp => Head >= 0 && Checkpoint >= Head;

    /// <summary>How many entries are parked because they could not be applied.</summary>
    public long DeadEntries => Interlocked.Read(ref dead);

    /// <summary>Another number when what is stored went back to an earlier state, or was built again: what is in memory of it must be read again.</summary>
    public long Incarnation => Interlocked.Read(ref incarnation);

    /// <summary>What a person should know of a restore that this follower found out about; null when it found none within a day.</summary>
    public string? Restored => (isRebuilding, wasRebuilt) switch
    {
        (true, _) => $"rebuilding from the change log, whose database was restored to an earlier moment, at {Checkpoint} of {Head}",
        (_, true) => "rebuilt from the change log, whose database was restored to an earlier moment within the last 24 hours",
        _ => null,
    };

    /// <summary>Statements that create the tables <c>checkpoint</c> and <c>dead_entry</c>, for the first migration of a follower's schema.</summary>
    public static string CreateTables(string schema) => FollowerStore.CreateTables(schema);

    /// <summary>Statements by which a checkpoint names its entry and not only its number, for a later migration.</summary>
    public static string AddMarks(string schema) => FollowerStore.AddMarks(schema);

    /// <summary>Takes a batch that the bus brought. Returns at once: the batch is applied in its turn, or pulled later.</summary>
    public ValueTask Deliver(Changes batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Raise(ref head, batch.Head);
        if (!delivered.Writer.TryWrite(batch))
        {
            pullDue = true;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Has the parked entries tried again, by whichever process applies.</summary>
    public async Task Replay(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await store.AskReplay(connection, ct);
        pullDue = true;
        delivered.Writer.TryWrite(new Changes(Checkpoint, Checkpoint, Head, []));
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        hasCaughtUp |= IsCaughtUp;
        var place = $"at {Checkpoint} of {Head}";
        var result = (hasCaughtUp, DeadEntries, trouble ?? Restored) switch
        {
            (false, _, _) => HealthCheckResult.Unhealthy($"catching up, {place}; {trouble}".TrimEnd(' ', ';')),
            (_, > 0, _) => HealthCheckResult.Degraded($"{place}, {DeadEntries} entries parked"),
            (_, _, { } reason) => HealthCheckResult.Degraded($"{place}; {reason}"),
            _ => HealthCheckResult.Healthy(place),
        };
        return Task.FromResult(result);
    }

    /// <summary>
    /// Writes the effect of entries, in number order, inside the transaction that also stores the checkpoint. Throwing rolls it back: the
    /// entries are then tried in halves until the one at fault stands alone and is parked. A replayed entry may be older than what is
    /// there: compare versions.
    /// </summary>
    protected abstract Task Apply(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<Change> entries, CancellationToken ct);

    /// <summary>
    /// The log was restored to an earlier moment, so that what was applied of it is not all true any more. From here on whatever is there counts
    /// as older than any entry; it stays readable until the log was applied again from its beginning.
    /// </summary>
    protected abstract Task Doubt(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct);

    /// <summary>The log was applied again: what it did not name since <see cref="Doubt"/> is not in it, and goes.</summary>
    protected abstract Task RemoveDoubted(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct);

    /// <summary>Called after the commit of entries, before the next ones are applied.</summary>
    protected virtual ValueTask Applied(IReadOnlyList<Change> entries, long checkpoint, CancellationToken ct) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stoppingToken);
                await using var turn = await WaitForTurn(connection, stoppingToken);
                await Follow(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                trouble = e.Message;
                Log.Interrupted(logger, e, settings.Name, Checkpoint);
                await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static void Raise(ref long place, long value)
    {
        for (var seen = Interlocked.Read(ref place); value > seen; seen = Interlocked.Read(ref place))
        {
            if (Interlocked.CompareExchange(ref place, value, seen) == seen)
            {
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1121, Level = LogLevel.Warning, Message = "Follower {Follower} was interrupted at {Checkpoint}; it begins again")]
        internal static partial void Interrupted(ILogger logger, Exception exception, string follower, long checkpoint);

        [LoggerMessage(EventId = 1122, Level = LogLevel.Warning, Message = "Follower {Follower} cannot pull: {Reason}")]
        internal static partial void CannotPull(ILogger logger, string follower, string reason);

        [LoggerMessage(EventId = 1123, Level = LogLevel.Error, Message = "Follower {Follower} parked entry {Number} ({Kind} {EntityId}): it cannot be applied")]
        internal static partial void Parked(ILogger logger, Exception exception, string follower, long number, string kind, Guid entityId);

        [LoggerMessage(EventId = 1124, Level = LogLevel.Warning, Message = "Follower {Follower} stored {Number} and finds {Found}: its database was restored or lost commits")]
        internal static partial void WentBack(ILogger logger, string follower, long number, long found);

        [LoggerMessage(EventId = 1125, Level = LogLevel.Error,
            Message = "Follower {Follower} stands at entry {Number}, which the log, at {Head}, does not have: the log's database was restored; it applies the log again from its beginning")]
        internal static partial void Rebuilds(ILogger logger, string follower, long number, long head);

        [LoggerMessage(EventId = 1126, Level = LogLevel.Warning, Message = "Follower {Follower} has applied the log again, up to {Number}")]
        internal static partial void Rebuilt(ILogger logger, string follower, long number);
    }
}
