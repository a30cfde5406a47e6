using Engagement.Contracts;
using Engagement.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Engagement.Messaging.Tests;

/// <summary>The database of the log, or that of its follower, is restored to an earlier moment, while they run or while they are down.</summary>
public sealed class RestoredLogTests
{
    [Fact]
    public async Task A_log_restored_while_it_was_down_goes_on_above_what_its_follower_has_and_the_follower_forgets_what_was_lost()
    {
        await using var world = await LogWorld.Create();
        var ids = await FollowFive(world);
        await Lose(world, after: 3);

        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(() => HasRebuilt(follower, 3), "the follower has applied the restored log again");

        Assert.Contains("restored to an earlier moment", await host.Client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
        Assert.Equal(ids[..3].Order(), await Effects(world));
        var next = await world.Append(LogWorld.Entry());
        Assert.Equal(6, next);
        await Eventually.Holds(() => follower.Checkpoint == 6, "the next entry is applied");
        Assert.Equal(4, await world.Effects());
    }

    [Fact]
    public async Task A_log_that_was_restored_and_went_on_past_its_follower_is_another_one()
    {
        await using var world = await LogWorld.Create();
        await FollowFive(world);
        await Lose(world, after: 3);
        // By a process that nobody followed.
        await world.Append([.. Enumerable.Range(0, 4).Select(_ => LogWorld.Entry())]);

        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(() => HasRebuilt(follower, 7), "the follower has applied the other log");

        Assert.Equal(await LogIds(world), await Effects(world));
    }

    [Fact]
    public async Task A_log_restored_under_its_running_process_gives_no_number_twice()
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Follow(pullEvery: TimeSpan.FromMilliseconds(100));
        var (follower, log) = (host.Services.GetRequiredService<Recorder>(), host.Services.GetRequiredKeyedService<ChangeLog>("catalog"));
        await Append(world, log, 5);
        await Eventually.Holds(() => follower.Checkpoint == 5, "five entries are applied");

        await Lose(world, after: 3);
        var next = await Append(world, log, 1);

        Assert.Equal(6, next);
        await Eventually.Holds(() => HasRebuilt(follower, 6), "the follower has applied the restored log again");
        Assert.Equal(await LogIds(world), await Effects(world));
    }

    [Fact]
    public async Task An_older_state_of_an_entity_in_the_restored_log_is_the_state()
    {
        await using var world = await LogWorld.Create();
        var id = Guid.NewGuid();
        await world.Append(LogWorld.Entry(id, 1, """{"title":"avant"}"""), LogWorld.Entry(), LogWorld.Entry(id, 2, """{"title":"après"}"""));
        await FollowTo(world, 3);
        await Lose(world, after: 2);

        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(() => HasRebuilt(follower, 2), "the follower has applied the restored log again");

        Assert.Equal("""{"title":"avant"}""", await world.Database.Scalar<string>($"select body from search.effect where entity_id = '{id}'"));
    }

    [Fact]
    public async Task A_batch_of_entries_that_the_log_has_lost_is_found_out()
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Follow(owner: false);
        var follower = host.Services.GetRequiredService<Recorder>();
        await world.Append(LogWorld.Entry(), LogWorld.Entry());
        await follower.Deliver(new Changes(2, 2, 2, []), CancellationToken.None);
        await Eventually.Holds(() => follower.Checkpoint == 2, "two entries are applied");

        // Committed, published, lost in the crash, and then another entry was appended.
        await follower.Deliver(new Changes(2, 4, 4, [Marked(3), Marked(4)]) { AfterMark = await Mark(world, 2) }, CancellationToken.None);
        await Eventually.Holds(() => follower.Checkpoint == 4, "the lost entries are applied");
        await world.Database.Execute("insert into catalog.change_floor values (4)");
        await world.Append(LogWorld.Entry());
        var page = await Page(world, after: 2);
        await follower.Deliver(page with { AfterMark = await Mark(world, 2) }, CancellationToken.None);

        await Eventually.Holds(() => HasRebuilt(follower, 5), "the follower has applied the log again");
        Assert.Equal(await LogIds(world), await Effects(world));
    }

    [Fact]
    public async Task An_announcement_of_another_entry_at_the_same_number_is_found_out()
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Follow(owner: false);
        var follower = host.Services.GetRequiredService<Recorder>();
        await world.Append(LogWorld.Entry(), LogWorld.Entry());
        await follower.Deliver(new Changes(2, 2, 2, []), CancellationToken.None);
        await Eventually.Holds(() => follower.Checkpoint == 2, "two entries are applied");

        await Lose(world, after: 1);
        Assert.Equal(2, await Append(world, new ChangeLog("catalog"), 1));
        await follower.Deliver(new Changes(2, 2, 2, []) { AfterMark = await Mark(world, 2) }, CancellationToken.None);

        await Eventually.Holds(() => HasRebuilt(follower, 2), "the follower has applied the log again");
        Assert.Equal(await LogIds(world), await Effects(world));
    }

    [Fact]
    public async Task A_follower_whose_own_database_went_back_applies_again_and_says_so_to_what_is_in_memory()
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();
        await world.Append(LogWorld.Entry());
        await Eventually.Holds(() => follower.Checkpoint == 1, "one entry is applied");
        await world.Database.Execute("create table public.checkpoint as table search.checkpoint; create table public.effect as table search.effect");
        await world.Append(LogWorld.Entry(), LogWorld.Entry());
        await Eventually.Holds(() => follower.Checkpoint == 3, "three entries are applied");
        var before = follower.Incarnation;

        await world.Database.Execute(
            """
            begin; delete from search.checkpoint; insert into search.checkpoint table public.checkpoint;
            delete from search.effect; insert into search.effect table public.effect; commit
            """);
        await world.Append(LogWorld.Entry());

        await Eventually.Holds(() => follower.Checkpoint == 4, "the fourth entry is applied");
        Assert.Equal(4, await world.Effects());
        Assert.NotEqual(before, follower.Incarnation);
        Assert.Null(follower.Restored);
    }

    [Fact]
    public async Task A_rebuild_that_was_interrupted_goes_on()
    {
        await using var world = await LogWorld.Create();
        var ids = await FollowFive(world);
        // As it stands between two pages: two entries are applied again, the others are in doubt, and one is not in the log any more.
        await world.Database.Execute(
            $"""
            update search.effect set number = 0 where number > 2;
            insert into search.effect values ('{Guid.NewGuid()}', 0, null);
            update search.checkpoint set number = 2, mark = (select mark from catalog.change where number = 2), rebuilding = true
            """);

        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();
        await Eventually.Holds(async () => follower.Checkpoint == 5 && !await world.Database.Scalar<bool>("select rebuilding from search.checkpoint"), "the rebuild has ended");

        Assert.Equal(ids.Order(), await Effects(world));
    }

    [Fact]
    public async Task A_process_asks_its_follower_before_it_appends()
    {
        await using var world = await LogWorld.Create();
        await FollowFive(world);
        await Lose(world, after: 3);
        await using var host = await world.Start(
            owner: false,
            services =>
            {
                services.AddHttpClient("follower", (provider, client) => client.BaseAddress = new Uri("http://localhost"))
                    .ConfigurePrimaryHttpMessageHandler(() => new Answering("40"));
                services.AddClockWatch(LogWorld.Clock);
                services.AddChangeLog("catalog", ("follower", "/known"));
            });

        Assert.Equal(41, await Append(world, host.Services.GetRequiredKeyedService<ChangeLog>("catalog"), 1));
        Assert.Equal(42, await Append(world, host.Services.GetRequiredKeyedService<ChangeLog>("catalog"), 1));
    }

    [Fact]
    public async Task A_log_whose_entries_have_no_marks_yet_is_followed_on()
    {
        await using var world = await LogWorld.Create();
        await world.Append(LogWorld.Entry(), LogWorld.Entry());
        await world.Database.Execute("update catalog.change set mark = null");
        await FollowTo(world, 2);

        await using var host = await world.Follow();
        var follower = host.Services.GetRequiredService<Recorder>();
        await world.Append(LogWorld.Entry());

        await Eventually.Holds(() => follower.Checkpoint == 3, "the next entry is applied");
        Assert.Null(follower.Restored);
        Assert.Equal([3], follower.Numbers);
    }

    /// <summary>While it applies the log again, what was lost is still there.</summary>
    private static bool HasRebuilt(ChangeFollower follower, long checkpoint) =>
        follower.Restored is { } said && !said.StartsWith("rebuilding", StringComparison.Ordinal) && follower.Checkpoint == checkpoint;

    private static async Task<List<Guid>> FollowFive(LogWorld world)
    {
        var entries = Enumerable.Range(0, 5).Select(_ => LogWorld.Entry()).ToArray();
        await world.Append(entries);
        await FollowTo(world, 5);
        return [.. entries.Select(e => e.EntityId)];
    }

    private static async Task FollowTo(LogWorld world, long number)
    {
        await using var host = await world.Follow();
        await Eventually.Holds(() => host.Services.GetRequiredService<Recorder>().Checkpoint == number, $"{number} entries are applied");
    }

    private static Task Lose(LogWorld world, long after) => world.Database.Execute($"delete from catalog.change where number > {after}");

    private static async Task<long> Append(LogWorld world, ChangeLog log, int entries)
    {
        await using var connection = await world.Database.Open("catalog").OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var last = await log.Append(transaction, [.. Enumerable.Range(0, entries).Select(_ => LogWorld.Entry())], CancellationToken.None);
        await transaction.CommitAsync();
        return last;
    }

    private static async Task<Changes> Page(LogWorld world, long after)
    {
        await using var connection = await world.Database.Open("catalog").OpenConnectionAsync();
        return await world.ChangeLog.Read(connection, after, 100, 1_000_000, CancellationToken.None);
    }

    private static Task<int> Mark(LogWorld world, long number) => world.Database.Scalar<int>($"select mark from catalog.change where number = {number}");

    private static Task<List<Guid>> LogIds(LogWorld world) => Ids(world, "select entity_id from catalog.change");

    private static Task<List<Guid>> Effects(LogWorld world) => Ids(world, "select entity_id from search.effect");

    private static async Task<List<Guid>> Ids(LogWorld world, string sql)
    {
        await using var connection = new NpgsqlConnection(world.Database.Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        ids.Sort();
        return ids;
    }

    private static Change Marked(long number) =>
        new(number, ChangeKinds.Mission, Guid.NewGuid(), 1, TimeProvider.System.GetUtcNow(), RawJson.Parse("{}"), 7);

    private sealed class Answering(string text) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(text) });
    }
}
