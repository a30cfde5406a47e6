using System.Net.Http.Json;
using System.Text;
using Engagement.Contracts;
using Engagement.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Engagement.Messaging.Tests;

public sealed class ChangeLogTests
{
    [Fact]
    public async Task Numbers_follow_commit_order_when_many_write_at_once()
    {
        await using var world = await LogWorld.Create();
        using var stop = new CancellationTokenSource();
        var watching = Watch(world, stop.Token);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 40; i++)
            {
                await world.Append([.. Enumerable.Range(0, 1 + ((i + writer) % 3)).Select(_ => LogWorld.Entry())]);
            }
        }));
        await stop.CancelAsync();

        // A reader that always goes on from the last number it saw has seen every entry: none became visible behind it.
        var count = await world.Database.Scalar<long>("select count(*) from catalog.change");
        Assert.Equal(count, await world.Database.Scalar<long>("select max(number) from catalog.change"));
        Assert.Equal(Enumerable.Range(1, (int)count).Select(n => (long)n), await watching);
    }

    [Fact]
    public async Task An_aborted_transaction_leaves_no_hole()
    {
        await using var world = await LogWorld.Create();
        await world.Append(LogWorld.Entry());
        await using (var connection = await world.Database.Open("catalog").OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            Assert.Equal(2, await world.ChangeLog.Append(transaction, [LogWorld.Entry()], CancellationToken.None));
        }

        Assert.Equal(2, await world.Append(LogWorld.Entry()));
    }

    [Fact]
    public async Task A_version_of_an_entity_is_logged_once()
    {
        await using var world = await LogWorld.Create();
        var id = Guid.NewGuid();
        await world.Append(LogWorld.Entry(id));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => world.Append(LogWorld.Entry(id)));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
    }

    [Fact]
    public async Task A_page_gives_bodies_as_they_were_appended_and_stays_within_its_bytes()
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Start(owner: false);
        var large = $"{{\"text\":\"{new string('é', 4_500_000)}\"}}";
        await world.Append(LogWorld.Entry(body: """{"title":"L'été à Nîmes <b>"}"""), LogWorld.Entry(body: large), LogWorld.Entry(body: large), LogWorld.Entry());

        var first = await Page(host, after: 0);
        var second = await Page(host, after: first.To);
        var text = await host.Client.GetStringAsync("/internal/changes?after=0&limit=1");

        Assert.Equal((0, 2, 4), (first.After, first.To, first.Head));
        Assert.Equal(large, first.Entries[1].Body.ToString());
        Assert.Equal((2, 3, 4), (second.After, second.To, second.Head));
        Assert.Equal("""{"title":"L'été à Nîmes <b>"}""", first.Entries[0].Body.ToString());
        Assert.True(Encoding.UTF8.GetByteCount(text) < 400);
    }

    [Fact]
    public async Task The_log_is_closed_to_whoever_does_not_hold_the_service_secret()
    {
        await using var world = await LogWorld.Create();
        await using var host = await world.Start(owner: false);
        using var stranger = new HttpClient { BaseAddress = host.Address };

        using var answer = await stranger.GetAsync("/internal/changes");

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Compaction_keeps_the_newest_entry_of_each_entity_and_what_was_in_force_in_the_last_30_days()
    {
        await using var world = await LogWorld.Create();
        var (old, fresh, gone) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await world.Append(
            LogWorld.Entry(old, 1), LogWorld.Entry(old, 2), LogWorld.Entry(gone, 1), LogWorld.Entry(gone, 2) with { Body = null }, LogWorld.Entry(old, 3));
        await world.Database.Execute("update catalog.change set at = now() - interval '31 days'");
        await world.Append(LogWorld.Entry(fresh, 1), LogWorld.Entry(fresh, 2), LogWorld.Entry(old, 4));
        using var compaction = Compaction(world);

        var deleted = await compaction.Compact(CancellationToken.None);

        Assert.Equal(3, deleted);
        Assert.Equal("4 5 6 7 8", await world.Database.Scalar<string>("select string_agg(number::text, ' ' order by number) from catalog.change"));
        Assert.Equal(0, await compaction.Compact(CancellationToken.None));
    }

    [Fact]
    public async Task Compaction_goes_through_the_whole_log_though_it_takes_5000_entries_at_once()
    {
        await using var world = await LogWorld.Create();
        // Each entity twice, its newest entry in the second half.
        await world.Database.Execute(
            """
            insert into catalog.change (number, kind, entity_id, version, at, body)
            select n, 'mission', ('00000000-0000-0000-0000-' || lpad((n % 6000)::text, 12, '0'))::uuid, 1 + n / 6000, now() - interval '31 days', '{}'
            from generate_series(1, 11999) n
            """);
        using var compaction = Compaction(world);

        Assert.Equal(5_999, await compaction.Compact(CancellationToken.None));
        Assert.Equal(6_000, await world.Database.Scalar<long>("select min(number) from catalog.change"));
    }

    private static ChangeLogCompaction Compaction(LogWorld world)
    {
        var source = world.Database.Open("catalog");
        var watch = new ClockWatch(LogWorld.Clock, source, TimeProvider.System, NullLogger<ClockWatch>.Instance);
        return new ChangeLogCompaction(world.ChangeLog, source, watch, TimeProvider.System, NullLogger<ChangeLogCompaction>.Instance);
    }

    private static async Task<Changes> Page(ServiceHost host, long after) =>
        (await host.Client.GetFromJsonAsync<Changes>($"/internal/changes?after={after}", MessageJson.Options))!;

    private static async Task<List<long>> Watch(LogWorld world, CancellationToken stop)
    {
        var seen = new List<long>();
        await using var connection = await world.Database.Open("catalog").OpenConnectionAsync(CancellationToken.None);
        bool last;
        do
        {
            last = stop.IsCancellationRequested;
            var page = await world.ChangeLog.Read(connection, seen.LastOrDefault(), 1000, 1_000_000, CancellationToken.None);
            seen.AddRange(page.Entries.Select(e => e.Number));
        }
        while (!last);
        return seen;
    }
}
