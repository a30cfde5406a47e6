using Engagement.Contracts;
using Engagement.Importer.Runs;
using Engagement.Importer.Storage;
using Engagement.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public async Task Two_runs_of_one_feed_never_overlap_even_in_two_processes()
    {
        await using var world = await ImporterWorld.Start();
        await using var other = await world.StartAnother();
        using var release = new SemaphoreSlim(0);
        world.Catalog.Before = _ => release.WaitAsync();

        var first = world.Import(TestFeed.Numbered(3));
        await Eventually.Holds(() => world.Catalog.Messages.Count == 1, "the message has arrived");
        var second = other.Import(TestFeed.Numbered(4));
        await Task.Delay(500);

        Assert.Equal(1, await world.Query(db => db.Runs.CountAsync()));
        world.Catalog.Before = _ => Task.CompletedTask;
        release.Release();
        Assert.Equal((3, 3, 0, 0, 0, 0), (await first).Counts);
        Assert.Equal((4, 1, 0, 3, 0, 0), (await second).Counts);
    }

    [Fact]
    public async Task A_service_that_stops_in_the_middle_of_an_import_finishes_it_at_its_next_start()
    {
        await using var world = await ImporterWorld.Start();
        var stopped = await world.StartAnother();
        world.Catalog.Answers = false;
        _ = stopped.Import(TestFeed.Numbered(3)).ContinueWith(t => t.Exception, TaskScheduler.Default);
        await Eventually.Holds(() => world.Catalog.Messages.Count == 1, "the message has arrived");
        await stopped.DisposeAsync();
        world.Catalog.Answers = true;

        Assert.Equal("INTERRUPTED", (await world.Query(db => db.Runs.SingleAsync())).Reason);
        await using var next = await world.StartAnother();
        await Eventually.Holds(async () => await world.Query(db => db.Runs.AnyAsync(r => r.Status == RunStatus.Success)), "the run has succeeded");

        Assert.Equal(3, world.Catalog.Live.Count());
        Assert.Equal(0, await world.Query(db => db.ImportRequests.CountAsync()));
        await Eventually.Holds(() => !Directory.EnumerateFiles(world.Folder).Any(), "the file is removed");
    }

    [Fact]
    public async Task A_run_that_nobody_carries_on_is_closed_as_interrupted_and_its_sum_holds()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));
        await world.Database.Execute(
            """
            insert into importer.run (id, feed_id, trigger, status, started_at, created)
            select gen_random_uuid(), id, 'SCHEDULE', 'RUNNING', now() - interval '1 hour', 2 from importer.feed
            """);

        await using var next = await world.StartAnother();
        await Eventually.Holds(async () => !await world.Query(db => db.Runs.AnyAsync(r => r.Status == RunStatus.Running)), "no run is open");

        var run = await world.Query(db => db.Runs.SingleAsync(r => r.Reason == "INTERRUPTED"));
        Assert.Equal((RunStatus.Failed, 2, 2), (run.Status, run.Received, run.Created));
    }

    [Fact]
    public async Task A_run_that_goes_on_is_not_closed_by_the_start_of_another_process()
    {
        await using var world = await ImporterWorld.Start();
        using var release = new SemaphoreSlim(0);
        world.Catalog.Before = _ => release.WaitAsync();
        var first = world.Import(TestFeed.Numbered(3));
        await Eventually.Holds(() => world.Catalog.Messages.Count == 1, "the message has arrived");

        await using var other = await world.StartAnother();
        await Task.Delay(1500);
        world.Catalog.Before = _ => Task.CompletedTask;
        release.Release(10);

        Assert.Equal("SUCCESS", (await first).Status);
    }

    [Fact]
    public async Task An_interrupted_file_is_not_imported_after_a_later_one()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));
        var feedId = (await world.Query(db => db.Feeds.SingleAsync())).Id;
        var old = Guid.CreateVersion7();
        var file = Path.Combine(world.Folder, $"{old:N}.feed");
        await world.Database.Execute($"insert into importer.import_request (id, feed_id, requested_at) values ('{old}', '{feedId}', now())");
        await world.Import(TestFeed.Numbered(4));
        await File.WriteAllTextAsync(file, TestFeed.Numbered(2));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));

        await using var next = await world.StartAnother();
        await Eventually.Holds(() => !Directory.EnumerateFiles(world.Folder).Any(), "the file is removed");

        Assert.Equal(4, world.Catalog.Live.Count());
        Assert.Equal(["SUCCESS ", "SUCCESS ", "FAILED SUPERSEDED"], await world.List("select status || ' ' || coalesce(reason, '') from importer.run order by started_at"));
    }

    [Fact]
    public async Task A_run_whose_lock_is_lost_stops()
    {
        await using var world = await ImporterWorld.Start();
        var connections = world.Host.Services.GetRequiredService<ImporterConnections>();
        await using var held = await FeedLock.Take(Guid.NewGuid(), connections, default);
        Assert.False(held.Lost.IsCancellationRequested);

        await world.Database.Execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'");

        await Eventually.Holds(() => held.Lost.IsCancellationRequested, "the lock is lost");
    }

    [Fact]
    public async Task A_feed_is_free_at_once_when_its_run_has_ended()
    {
        await using var world = await ImporterWorld.Start();
        var connections = world.Host.Services.GetRequiredService<ImporterConnections>();
        var feedId = Guid.NewGuid();

        await using (await FeedLock.Take(feedId, connections, default))
        {
            Assert.Null(await FeedLock.TryTake(feedId, connections, default));
        }

        await using var again = await FeedLock.TryTake(feedId, connections, default);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task Readiness_says_that_the_importer_is_migrated()
    {
        await using var world = await ImporterWorld.Start();

        await Eventually.Holds(async () => (await world.Host.Client.GetAsync("/health/ready")).IsSuccessStatusCode, "the importer is ready");

        Assert.Contains("importer", await world.Host.Client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asked_may_go_away_and_the_import_goes_on()
    {
        await using var world = await ImporterWorld.Start();
        using var release = new SemaphoreSlim(0);
        world.Catalog.Before = _ => release.WaitAsync();
        using var leave = new CancellationTokenSource();
        using var body = new StringContent(TestFeed.Numbered(3));
        var asked = world.Host.Client.PostAsync("/internal/importer/imports?publisher=demo", body, leave.Token);
        await Eventually.Holds(() => world.Catalog.Messages.OfType<MissionsReceived>().Count() == 1, "the message has arrived");

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        release.Release();

        await Eventually.Holds(async () => await world.Query(db => db.Runs.AnyAsync(r => r.Status == RunStatus.Success && r.Created == 3)), "the run has succeeded");
    }
}
