using System.Text.Json;
using System.Threading.Channels;
using Engagement.Messaging;
using Engagement.Missions;
using Engagement.Search.Index;
using Engagement.Search.Keys;
using Engagement.Search.Missions;
using Engagement.Search.Organizations;
using Engagement.Search.Publishers;
using Engagement.Search.Replica;
using Npgsql;

namespace Engagement.Search.Indexing;

/// <summary>What is kept in memory of structures: whole ones, and what lists search by.</summary>
internal sealed record OrganizationMemory(OrganizationCache Cache, OrganizationIndex Index);

/// <summary>What is kept in memory of the replica.</summary>
internal sealed record MemoryOfReplica(
    KeyRing Keys, PublisherDirectory Publishers, MissionCache Missions, OrganizationMemory Organizations, MissionIndex Index);

/// <summary>
/// Keeps keys, publishers and the mission index at the state of the replica: loads them at start, then applies what the replica applies,
/// in order. What this process wrote comes by hand-over; what another process wrote, or a gap, is read from the replica.
/// </summary>
internal sealed partial class FollowReplica(
    ReplicaReader reader, ReplicaHandover handover, MemoryOfReplica memory, ILogger<FollowReplica> logger) : BackgroundService
{
    /// <summary>The only status that is indexed.</summary>
    private const string Accepted = "ACCEPTED";

    /// <summary>Few large batches are indexed with less work than many small ones.</summary>
    private const int BulkSize = 4_096;

    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly OrganizationWordsById organizations = new(reader);
    private volatile bool mustLoadAgain;
    private long incarnation;
    private long position;
    private int leftOut;

    /// <summary>The number of the log that memory stands at.</summary>
    internal long Position => Interlocked.Read(ref position);

    /// <summary>How many missions the index could not take since it was loaded: each is logged, and tried again at the next start.</summary>
    internal int LeftOut => Volatile.Read(ref leftOut);

    /// <summary>How many structures are kept for the index.</summary>
    internal int Structures => organizations.Count;

    /// <summary>True once everything was loaded.</summary>
    internal bool IsLoaded { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await (mustLoadAgain ? LoadAgain(stoppingToken) : CatchUp(stoppingToken));
                memory.Keys.Complete();
                IsLoaded = true;
                await Follow(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                mustLoadAgain = true;
                Log.Interrupted(logger, e, Position);
                await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Follow(CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = WatchReplica(end.Token);
        try
        {
            await foreach (var entries in handover.ReadAll(ct))
            {
                // Others were written before the replica went back and have been read again since, or it has gone back.
                var isOfThisReplica = entries.Incarnation == incarnation;
                if (mustLoadAgain || (!isOfThisReplica && (await reader.ReadPosition(ct)).Incarnation != incarnation))
                {
                    await LoadAgain(ct);
                }
                else if (isOfThisReplica && entries.After == Position)
                {
                    await Apply(entries, ct);
                }
                else if (isOfThisReplica && entries.To > Position)
                {
                    await CatchUp(ct);
                }
            }
        }
        finally
        {
            await end.CancelAsync();
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Notices what other processes write to the replica, and when it goes back: a database that crashed or was replaced, and may have lost
    /// commits that are in memory here, breaks the connection.
    /// </summary>
    private async Task WatchReplica(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = await reader.OpenWatch(ct);
                await WatchReplica(connection, ct);
            }
            catch (Exception e) when (DatabaseFault.IsPassing(e) && !ct.IsCancellationRequested)
            {
                mustLoadAgain = true;
                Log.CannotWatch(logger, e.Message);
                await Task.Delay(Retry, ct);
            }
        }
    }

    private async Task WatchReplica(NpgsqlConnection connection, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Watch);
        while (await timer.WaitForNextTickAsync(ct))
        {
            var now = await ReplicaReader.ReadPosition(connection, ct);
            if (mustLoadAgain || now.Number > Position || now.Incarnation != Interlocked.Read(ref incarnation))
            {
                handover.Point(now);
            }
        }
    }

    private async Task CatchUp(CancellationToken ct)
    {
        // Missions are parsed by several workers, yet applied in order.
        var parts = Channel.CreateBounded<Task<IndexBatch>>(2 * Environment.ProcessorCount);
        var read = Read(Position, parts.Writer, ct);
        var gathered = new List<IndexBatch>();
        await foreach (var part in parts.Reader.ReadAllAsync(ct))
        {
            var batch = await part;
            gathered.Add(batch);
            if (batch.Number > Position || gathered.Sum(b => b.Upserts.Count) >= BulkSize)
            {
                Publish(new IndexBatch(batch.Number, [.. gathered.SelectMany(b => b.Upserts)], [.. gathered.SelectMany(b => b.Removals)]));
                gathered.Clear();
            }
        }

        await read;
        Forget();
    }

    /// <summary>Reads the whole replica over what is in memory, and forgets what the replica does not have.</summary>
    private async Task LoadAgain(CancellationToken ct)
    {
        Log.LoadsAgain(logger, Position);
        mustLoadAgain = false;
        var shown = new HashSet<Guid>();
        var last = (ReplicaEntries?)null;
        await foreach (var entries in reader.ReadAfter(-1, ct))
        {
            if (last is null)
            {
                StartAgain(entries);
            }

            organizations.Apply(entries.Organizations);
            await organizations.Need(entries.Missions.Where(m => m.Status == Accepted), ct);
            var batch = Batch(entries, []) with { Number = Position, IsAgain = true };
            shown.UnionWith(batch.Upserts.Select(document => document.Id));
            Publish(batch);
            last = entries;
        }

        Publish(new IndexBatch(Position, [], [.. memory.Index.Ids.Where(id => !shown.Contains(id))]));
        // What was read meanwhile may be of the former state.
        memory.Missions.Clear();
        memory.Organizations.Cache.Clear();
        Forget();
        Interlocked.Exchange(ref incarnation, last!.Incarnation);
        Interlocked.Exchange(ref position, last.To);
    }

    /// <summary>The first part has all keys, publishers and structures: others are forgotten.</summary>
    private void StartAgain(ReplicaEntries first)
    {
        memory.Keys.Replace(first.Keys);
        memory.Publishers.Replace(first.Publishers);
        memory.Organizations.Index.Replace(first.Organizations);
        organizations.Clear();
    }

    private async Task Read(long after, ChannelWriter<Task<IndexBatch>> parts, CancellationToken ct)
    {
        try
        {
            await foreach (var entries in reader.ReadAfter(after, ct))
            {
                if (after == 0)
                {
                    Interlocked.Exchange(ref incarnation, entries.Incarnation);
                }

                var again = await Learn(entries, ct);
                await parts.WriteAsync(Task.Run(() => Batch(entries, again), ct), ct);
            }
        }
        finally
        {
            parts.Complete();
        }
    }

    private async Task Apply(ReplicaEntries entries, CancellationToken ct)
    {
        using var stage = Stage.Measure("search.index");
        var again = await Learn(entries, ct);
        Publish(Batch(entries, again));
        Forget();
    }

    /// <summary>Learns keys, publishers and structures; returns the missions that the index must be given again for their structure's sake.</summary>
    private async Task<IReadOnlyList<MissionEntry>> Learn(ReplicaEntries entries, CancellationToken ct)
    {
        foreach (var key in entries.Keys)
        {
            memory.Keys.Apply(key);
        }

        memory.Publishers.Apply(entries.Publishers);
        foreach (var organization in entries.Organizations)
        {
            memory.Organizations.Cache.Forget(organization.Id);
        }

        memory.Organizations.Index.Apply(entries.Organizations);

        var changed = organizations.Apply(entries.Organizations);
        var again = changed.Count == 0 ? [] : await reader.ReadMissionsOf(changed, ct);
        await organizations.Need(again.Concat(entries.Missions).Where(m => m.Status == Accepted), ct);
        return again;
    }

    // A field's lexicon may remember a structure that no mission names any more; it never lacks one that a mission names.
    private void Forget() => organizations.Forget(id => memory.Index.Has(Field.Organization, FieldValues.Of(id)));

    private IndexBatch Batch(ReplicaEntries entries, IReadOnlyList<MissionEntry> again)
    {
        var (shown, gone) = (new List<MissionDocument>(), new List<Guid>());
        foreach (var entry in again.Concat(entries.Missions).GroupBy(m => m.Id).Select(same => same.MaxBy(m => m.Number)!))
        {
            if (entry.Status == Accepted && Document(entry) is { } document)
            {
                shown.Add(document);
            }
            else
            {
                gone.Add(entry.Id);
            }
        }

        return new IndexBatch(entries.To, shown, gone);
    }

    /// <summary>The mission as the index takes it; null when its content is not that of a mission, which hides this one and no other.</summary>
    private MissionDocument? Document(MissionEntry entry)
    {
        var body = entry.Body!;
        try
        {
            return new MissionDocument
            {
                Id = entry.Id,
                Number = entry.Number,
                Version = entry.Version,
                Status = body.Status,
                CreatedAt = body.CreatedAt,
                UpdatedAt = body.UpdatedAt,
                PublisherId = body.PublisherId,
                Organization = organizations.Find(body.OrganizationId),
                Content = MissionJson.DeserializeMission(body.Content.Utf8.Span),
            };
        }
        catch (JsonException e)
        {
            Interlocked.Increment(ref leftOut);
            Log.LeftOut(logger, e, entry.Id);
            return null;
        }
    }

    /// <summary>Shows a batch to queries.</summary>
    internal void Publish(IndexBatch batch)
    {
        // Before the index shows them: a body that is read from here on is the new one.
        memory.Missions.Forget(batch);
        Index(batch);
        Interlocked.Exchange(ref position, Math.Max(Position, batch.Number));
    }

    // One mission that the index cannot take must not keep the others from being found.
    private void Index(IndexBatch batch)
    {
        try
        {
            memory.Index.Apply(batch);
        }
        catch (Exception) when (batch.Upserts.Count > 1)
        {
            var half = batch.Upserts.Count / 2;
            Index(batch with { Upserts = [.. batch.Upserts.Take(half)] });
            Index(batch with { Upserts = [.. batch.Upserts.Skip(half)] });
        }
        catch (Exception e) when (batch.Upserts.Count == 1)
        {
            Interlocked.Increment(ref leftOut);
            Log.LeftOut(logger, e, batch.Upserts[0].Id);
            memory.Index.Apply(batch with { Upserts = [], Removals = [.. batch.Removals, batch.Upserts[0].Id] });
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "Following the replica was interrupted at {Position}; it begins again")]
        internal static partial void Interrupted(ILogger logger, Exception exception, long position);

        [LoggerMessage(EventId = 3104, Level = LogLevel.Warning, Message = "The replica may have gone back from {Position}: all of it is read again")]
        internal static partial void LoadsAgain(ILogger logger, long position);

        [LoggerMessage(EventId = 3103, Level = LogLevel.Error, Message = "Mission {Mission} cannot be indexed and is not found until the next start")]
        internal static partial void LeftOut(ILogger logger, Exception exception, Guid mission);

        [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "The replica's checkpoint cannot be read: {Reason}")]
        internal static partial void CannotWatch(ILogger logger, string reason);
    }
}
