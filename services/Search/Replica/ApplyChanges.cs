using Engagement.Contracts;
using Engagement.Messaging;
using Engagement.Search.Storage;
using Npgsql;

namespace Engagement.Search.Replica;

/// <summary>
/// Keeps the replica: each batch of Catalog's log is written with the checkpoint in one transaction, then handed to what is kept in
/// memory. Of several processes on one replica one writes, all read.
/// </summary>
internal sealed class ApplyChanges(
    [FromKeyedServices(SearchDb.Schema)] NpgsqlDataSource database,
    ReplicaHandover handover,
    IHttpClientFactory clients,
    ILogger<ApplyChanges> logger)
    : ChangeFollower(new FollowerSettings(Follower, SearchDb.Schema), database, clients, logger)
{
    /// <summary>The follower's name; its row in <c>search.checkpoint</c> says how far the replica is.</summary>
    internal const string Follower = "search-replica";

    private ReplicaEntries written = new(0, 0);

    protected override async Task Apply(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<Change> entries, CancellationToken ct)
    {
        using var stage = Stage.Measure("search.replica");
        var read = new ReplicaEntries(Checkpoint, entries[^1].Number) { Incarnation = Incarnation };
        foreach (var entry in entries)
        {
            read.Add(entry);
        }

        await new ReplicaWriter(connection).Write(read, ct);
        written = read;
    }

    protected override Task Doubt(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct) => new ReplicaWriter(connection).Doubt(ct);

    protected override Task RemoveDoubted(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct) =>
        new ReplicaWriter(connection).RemoveDoubted(ct);

    protected override ValueTask Applied(IReadOnlyList<Change> entries, long checkpoint, CancellationToken ct)
    {
        FaultPoint.Reach("search.before-index");
        if (entries.Count > 0)
        {
            // A replayed entry is older than the checkpoint it leaves in place.
            handover.Offer(written with { To = Math.Max(checkpoint, written.After) });
        }

        return ValueTask.CompletedTask;
    }
}
