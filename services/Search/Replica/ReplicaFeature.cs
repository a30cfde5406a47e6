using Engagement.Contracts;
using Engagement.Hosting;
using Engagement.Messaging;
using Engagement.Search.Indexing;

namespace Engagement.Search.Replica;

/// <summary>The replica of Catalog's change log.</summary>
internal static class ReplicaFeature
{
    internal static void AddReplica(this WebApplicationBuilder builder)
    {
        builder.Services.AddInternalClient(ChangeFollower.ClientName, options => options.Catalog);
        builder.Services.AddSingleton<ReplicaHandover>();
        builder.Services.AddSingleton<ReplicaReader>();
        // Its own check would keep Search from serving while Catalog is down: readiness is decided by SearchReadiness.
        builder.Services.AddChangeFollower<ApplyChanges>(ApplyChanges.Follower);
    }

    internal static void MapReplica(this WebApplication app)
    {
        var services = app.MapInternal();
        services.MapGet("/search/position", async (long? wanted, ApplyChanges replica, FollowReplica memory, CancellationToken ct) =>
        {
            if (wanted is { } number && number > replica.Head)
            {
                // The bus has not brought it: a batch that begins beyond what is applied makes the replica pull.
                await replica.Deliver(new Changes(number, number, replica.Head, []), ct);
            }

            return TypedResults.Ok(new Position(replica.Checkpoint, memory.Position));
        });
        // The highest number of the log that Search knows, also just after its start: Catalog's log goes on above it.
        services.MapGet("/search/known", async (ReplicaReader replica, FollowReplica memory, CancellationToken ct) =>
            TypedResults.Ok(Math.Max((await replica.ReadPosition(ct)).Number, memory.Position)));
    }

    /// <summary>How far Search is in Catalog's log.</summary>
    /// <param name="Applied">The number that the replica has applied.</param>
    /// <param name="Indexed">The number that answers to queries have.</param>
    internal sealed record Position(long Applied, long Indexed);
}
