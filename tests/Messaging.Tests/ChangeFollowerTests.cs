using System.Diagnostics;
using System.Globalization;
using Engagement.Contracts;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Engagement.Messaging.Tests;

public sealed class ChangeFollowerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Follows_what_was_there_before_and_what_comes_after()
    {
        await using var world = await LogWorld.Create();
        await world.Append(LogWorld.Entry(), LogWorld.Entry());
        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(() => follower.IsCaughtUp, "the two old entries are applied");

        var last = await world.Append(LogWorld.Entry(), LogWorld.Entry(), LogWorld.Entry());

        await Eventually.Holds(() => follower.Checkpoint == last, "the three new entries are applied");
        Assert.Equal([1, 2, 3, 4, 5], follower.Numbers);
        Assert.Equal(5, await world.Effects());
        Assert.Equal(5, await world.Database.Scalar<long>("select number from search.checkpoint where name = 'recorder'"));
    }

    [Fact]
    public async Task Pulls_what_lies_between_when_a_batch_comes_too_early_and_ignores_what_comes_again()
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Follow(owner: false);
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(() => follower.IsCaughtUp, "the empty log is followed");
        await world.Append([.. Enumerable.Range(1, 5).Select(_ => LogWorld.Entry())]);

        await follower.Deliver(new Changes(3, 5, 5, []), CancellationToken.None);
        await Eventually.Holds(() => follower.Checkpoint == 5, "the gap is pulled");
        await follower.Deliver(new Changes(0, 2, 5, [New(1), New(2)]), CancellationToken.None);
        await follower.Deliver(new Changes(5, 6, 6, [New(6)]), CancellationToken.None);
        await Eventually.Holds(() => follower.Checkpoint == 6, "the next batch is applied");
        await follower.Deliver(new Changes(4, 7, 7, [New(5), New(6), New(7)]), CancellationToken.None);
        await Eventually.Holds(() => follower.Checkpoint == 7, "what is new in a batch that overlaps is applied");

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], follower.Numbers);
    }

    [Fact]
    public async Task Asks_the_log_by_itself_when_the_bus_brings_nothing()
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Follow(pullEvery: TimeSpan.FromMilliseconds(200), owner: false);
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(() => follower.IsCaughtUp, "the empty log is followed");

        await world.Append(LogWorld.Entry());

        await Eventually.Holds(() => follower.Checkpoint == 1, "the entry is pulled");
    }

    [Fact]
    public async Task An_entry_that_cannot_be_applied_is_parked_alone_and_can_be_replayed()
    {
        await using var world = await LogWorld.Create();
        var broken = Guid.NewGuid();
        await world.Append([.. Enumerable.Range(1, 20).Select(i => LogWorld.Entry(i == 13 ? broken : null))]);
        await using var host = await world.Follow(configure: f => f.Refuses = e => e.EntityId == broken);
        var follower = host.Services.GetRequiredService<Recorder>();

        await Eventually.Holds(() => follower.Checkpoint == 20, "the others are applied");
        Assert.Equal(19, await world.Effects());
        Assert.Equal(1, follower.DeadEntries);
        Assert.Contains("refused 13", await world.Database.Scalar<string>("select error from search.dead_entry where number = 13"), StringComparison.Ordinal);
        Assert.Contains("Degraded", await host.Client.GetStringAsync("/health/ready"), StringComparison.Ordinal);

        follower.Refuses = _ => false;
        await follower.Replay(CancellationToken.None);

        await Eventually.Holds(() => follower.DeadEntries == 0, "the parked entry is applied");
        Assert.Equal(20, await world.Effects());
        Assert.Equal(13, follower.Numbers.Last());
        Assert.DoesNotContain("Degraded", await host.Client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_fails_again_after_a_replay_waits_until_it_is_asked_for_again()
    {
        await using var world = await LogWorld.Create();
        var (broken, tries) = (Guid.NewGuid(), 0);
        await world.Append(LogWorld.Entry(broken));
        // Nothing but its own asking, every 100 ms, brings this follower what is new: each new entry that arrives proves a round of its work.
        await using var host = await world.Follow(
            TimeSpan.FromMilliseconds(100), owner: false, f => f.Refuses = e => e.EntityId == broken && Interlocked.Increment(ref tries) > 0);
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(() => follower.DeadEntries == 1, "the entry is parked");
        Assert.Equal(1, tries);

        await follower.Replay(CancellationToken.None);
        await Eventually.Holds(() => tries == 2, "the parked entry is tried again");
        for (var round = 0; round < 3; round++)
        {
            var last = await world.Append(LogWorld.Entry());
            await Eventually.Holds(() => follower.Checkpoint == last, "the follower goes on");
        }

        Assert.Equal(2, tries);
        Assert.Equal((1L, false), (follower.DeadEntries, await world.Database.Scalar<bool>("select replay from search.dead_entry where number = 1")));

        follower.Refuses = _ => false;
        await follower.Replay(CancellationToken.None);
        await Eventually.Holds(() => follower.DeadEntries == 0, "the parked entry is applied");
        Assert.Equal(4, await world.Effects());
    }

    [Theory]
    [InlineData(typeof(Npgsql.NpgsqlException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(IOException))]
    public async Task A_fault_that_passes_parks_nothing_and_the_entries_are_applied_when_it_is_over(Type fault)
    {
        await using var world = await LogWorld.Create();
        var tries = 0;
        await world.Append(LogWorld.Entry(), LogWorld.Entry());
        await using var host = await world.Follow(
            configure: f => f.Refuses = _ => Interlocked.Increment(ref tries) <= 2 ? throw (Exception)Activator.CreateInstance(fault)! : false);
        var follower = host.Services.GetRequiredService<Recorder>();

        await Eventually.Holds(() => follower.Checkpoint == 2, "the entries are applied");

        Assert.Equal(0, follower.DeadEntries);
        Assert.Equal(2, await world.Effects());
    }

    [Fact]
    public async Task However_often_an_entity_changes_only_its_newest_entry_that_cannot_be_applied_is_set_aside()
    {
        await using var world = await LogWorld.Create();
        var (broken, other) = (Guid.NewGuid(), Guid.NewGuid());
        await using var host = await world.Follow(configure: f => f.Refuses = e => e.EntityId == broken || e.EntityId == other);
        var follower = host.Services.GetRequiredService<Recorder>();
        for (var version = 1; version <= 30; version++)
        {
            await world.Append(LogWorld.Entry(broken, version));
        }

        await world.Append(LogWorld.Entry(other));

        await Eventually.Holds(() => follower.Checkpoint == 31, "all are read");
        Assert.Equal(2, follower.DeadEntries);
        Assert.Equal(61L, await world.Database.Scalar<long>("select sum(number)::bigint from search.dead_entry"));
    }

    [Fact]
    public async Task One_process_applies_and_another_takes_over_when_it_ends()
    {
        await using var world = await LogWorld.Create();
        var first = await world.Follow();
        await Eventually.Holds(() => first.Services.GetRequiredService<Recorder>().IsCaughtUp, "the first follows");
        await using var second = await world.Follow();
        var standby = second.Services.GetRequiredService<Recorder>();
        await world.Append(LogWorld.Entry());
        await Eventually.Holds(() => standby.Checkpoint == 1, "the second sees how far the first came");
        Assert.Empty(standby.Numbers);

        await first.DisposeAsync();
        await world.Append(LogWorld.Entry());

        await Eventually.Holds(() => standby.Checkpoint == 2, "the second takes over follower and dispatcher");
        Assert.Equal([2], standby.Numbers);
    }

    [Fact]
    public async Task Waits_for_a_log_that_does_not_answer_and_goes_on_when_it_does()
    {
        await using var world = await LogWorld.Create();
        await world.Append(LogWorld.Entry());
        var owner = await world.Start();
        var address = owner.Address;
        await owner.DisposeAsync();
        await using var host = await world.Follow(owner: false, settings: new KeyValuePair<string, string?>("Internal:Catalog", address.ToString()));
        var follower = host.Services.GetRequiredService<Recorder>();
        await Task.Delay(300);
        Assert.False(follower.IsCaughtUp);
        using var answer = await host.Client.GetAsync("/health/ready");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("does not answer", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await using var back = await world.Start(settings: new KeyValuePair<string, string?>("urls", address.ToString()));

        await Eventually.Holds(() => follower.Checkpoint == 1, "the entry is pulled");
    }

    [Fact]
    public async Task Goes_on_after_its_connections_were_cut()
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();
        await world.Append(LogWorld.Entry());
        await Eventually.Holds(() => follower.Checkpoint == 1, "the first entry is applied");

        await world.Database.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await Eventually.Holds(
            async () =>
            {
                try
                {
                    await world.Append(LogWorld.Entry(Guid.Empty));
                    return true;
                }
                catch (Npgsql.NpgsqlException)
                {
                    return false;
                }
            },
            "a pooled connection is opened anew");

        await Eventually.Holds(() => follower.Checkpoint == 2, "the second entry is applied");
        Assert.Equal(0, follower.DeadEntries);
    }

    [Fact]
    public async Task Catches_up_with_50_000_entries_in_big_pages()
    {
        await using var world = await LogWorld.Create();
        await world.Database.Execute(
            """
            insert into catalog.change select n, 'mission', gen_random_uuid(), 1, now(), '{"title":"' || repeat('Maraude à Évreux ', 60) || '"}'
            from generate_series(1, 50000) n
            """);
        var watch = Stopwatch.StartNew();
        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();

        await Eventually.Holds(() => follower.Checkpoint == 50_000, "everything is applied", seconds: 60);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"50,000 entries in {watch.ElapsedMilliseconds} ms"));
        Assert.Equal(50_000, await world.Effects());
        Assert.Equal(Enumerable.Range(1, 50_000).Select(n => (long)n), follower.Numbers);
    }

    private static Change New(long number) =>
        new(number, ChangeKinds.Mission, Guid.NewGuid(), 1, TimeProvider.System.GetUtcNow(), RawJson.Parse("{}"));
}
