using System.Collections;
using Engagement.Search.Index;
using Engagement.Search.Indexing;
using Engagement.Search.Keys;
using Engagement.Search.Missions;
using Engagement.Search.Organizations;
using Engagement.Search.Publishers;
using Engagement.Search.Replica;
using Engagement.Search.Tests.Index;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Engagement.Search.Tests.Indexing;

public sealed class ForgetBeforeShowTests
{
    [Fact]
    public async Task A_cache_forgets_a_mission_before_the_index_shows_its_new_version()
    {
        // No test may open it: the index and the caches need no database to learn a batch.
        await using var source = NpgsqlDataSource.Create("Host=nowhere.invalid");
        var reader = new ReplicaReader(source);
        var index = new MissionIndex();
        var organizations = new OrganizationMemory(new OrganizationCache(reader), new OrganizationIndex());
        var memory = new MemoryOfReplica(new KeyRing(TimeProvider.System), new PublisherDirectory(), new MissionCache(reader), organizations, index);
        using var follower = new FollowReplica(reader, new ReplicaHandover(), memory, NullLogger<FollowReplica>.Instance);
        var world = new SmallWorld(new Random(1));
        follower.Publish(new IndexBatch(1, [world.Mission()], []));

        var upserts = new Observed<MissionDocument>([world.Mission()], () => index.Number);
        var removals = new Observed<Guid>([Guid.NewGuid()], () => index.Number);
        follower.Publish(new IndexBatch(2, upserts, removals));

        // The cache reads the batch, and the index reads it: both before queries see the batch.
        Assert.Equal((2L, 2L), (index.Number, follower.Position));
        Assert.Equal([1L, 1L], upserts.ReadAt);
        Assert.Equal([1L, 1L], removals.ReadAt);
    }

    /// <summary>A list that remembers at which number of the index it was read.</summary>
    private sealed class Observed<T>(IReadOnlyList<T> items, Func<long> number) : IReadOnlyList<T>
    {
        internal List<long> ReadAt { get; } = [];

        public int Count => items.Count;

        public T this[int index] => items[index];

        public IEnumerator<T> GetEnumerator()
        {
            ReadAt.Add(number());
            return items.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
