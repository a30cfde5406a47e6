using Engagement.Search.Gateway;
using Engagement.Search.Replica;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Engagement.Search.Indexing;

/// <summary>
/// Ready once: the replica has caught up with the log as far as it heard of it, memory with the replica, and the paths are warm. A
/// replica that holds something serves also while Catalog is down. Once ready, Search stays so; what troubles it makes it degraded.
/// </summary>
internal sealed class SearchReadiness(ApplyChanges replica, FollowReplica memory, WarmUp warmUp, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan CatalogsChance = TimeSpan.FromSeconds(5);

    private readonly long started = clock.GetTimestamp();
    private volatile bool wasReady;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        var place = $"replica at {replica.Checkpoint}, log at {replica.Head}, memory at {memory.Position}";
        if (!wasReady)
        {
            if (!memory.IsLoaded || !HasCaughtUp())
            {
                return HealthCheckResult.Unhealthy($"loading: {place}");
            }

            if (!warmUp.IsDone)
            {
                return HealthCheckResult.Unhealthy($"warming up: {place}");
            }

            wasReady = true;
        }

        if (replica.Restored is { } restored)
        {
            return HealthCheckResult.Degraded($"{restored}; {place}");
        }

        return replica.DeadEntries > 0 || memory.LeftOut > 0
            ? HealthCheckResult.Degraded($"{replica.DeadEntries} entries are parked, {memory.LeftOut} missions left out of the index; {place}")
            : HealthCheckResult.Healthy(place);
    }

    private bool HasCaughtUp()
    {
        var heardOfCatalog = replica.Head >= 0;
        return heardOfCatalog
            ? replica.IsCaughtUp && memory.Position >= replica.Head
            : replica.Checkpoint > 0 && memory.Position >= replica.Checkpoint && clock.GetElapsedTime(started) > CatalogsChance;
    }
}
