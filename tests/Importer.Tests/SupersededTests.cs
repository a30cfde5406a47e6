using Engagement.Importer.Runs;
using Engagement.Importer.Storage;
using Engagement.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Importer.Tests;

/// <summary>Files that wait for their import while something newer comes, or while the database is away.</summary>
public sealed class SupersededTests
{
    [Fact]
    public async Task A_file_whose_import_the_database_broke_off_is_imported_without_a_restart()
    {
        await using var world = await ImporterWorld.Start();
        world.Catalog.Answers = false;
        _ = world.Import(TestFeed.Numbered(3)).ContinueWith(t => t.Exception, TaskScheduler.Default);
        await Eventually.Holds(() => world.Catalog.Messages.Count == 1, "the message has arrived");

        await world.Database.Execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'importer' and datname = current_database()");
        world.Catalog.Answers = true;
        await world.Database.Execute("update importer.batch set sent_at = sent_at - interval '1 minute'");

        await Eventually.Holds(async () => await world.Database.Scalar<long>("select count(*) from importer.run where status = 'SUCCESS'") > 0, "the import has succeeded", seconds: 60);
        Assert.Equal(3, world.Catalog.Live.Count());
        await Eventually.Holds(() => !Files(world).Any(), "the file is removed");
        Assert.Equal(0, await world.Query(db => db.ImportRequests.CountAsync()));
    }

    [Fact]
    public async Task A_file_older_than_a_later_run_ends_as_superseded_its_file_is_removed_and_nothing_goes_back()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(30));
        await Wait(world, TestFeed.Numbered(12), () => world.Import(TestFeed.Numbered(40)));

        await Eventually.Holds(async () => await world.Query(db => db.Runs.AnyAsync(r => r.Reason == "SUPERSEDED")), "the request has ended", seconds: 60);
        await Eventually.Holds(() => !Files(world).Any(), "the file is removed");

        var run = await world.Query(db => db.Runs.SingleAsync(r => r.Reason == "SUPERSEDED"));
        Assert.Equal((RunStatus.Failed, 0, 40), (run.Status, run.Received, world.Catalog.Live.Count()));
        Assert.Equal(0, await world.Query(db => db.ImportRequests.CountAsync()));
        using var browser = await PartnerBrowser.SignedIn(world, "demo");
        Assert.Contains("Un import plus récent de ce flux", await browser.Page($"/feeds/runs/{run.Id}"), StringComparison.Ordinal);
        Assert.Contains("SUPERSEDED", await world.Host.Client.GetStringAsync("/internal/importer/runs?publisher=demo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmation_is_a_later_run_and_an_undo_or_one_that_read_nothing_is_not()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(100));
        var held = await world.Import(TestFeed.Numbered(70));
        await Wait(world, TestFeed.Numbered(95), () => world.Ask("confirm", held));
        await Eventually.Holds(async () => await world.Query(db => db.Runs.AnyAsync(r => r.Reason == "SUPERSEDED")), "the request has ended", seconds: 60);
        Assert.Equal(70, world.Catalog.Live.Count());

        await Wait(world, TestFeed.Numbered(75), () => world.Import("<source></source>"));
        await Eventually.Holds(() => world.Catalog.Live.Count() == 75, "the file is imported", seconds: 60);

        var last = await world.Import(TestFeed.Numbered(77));
        await Wait(world, TestFeed.Numbered(80), () => world.Ask("undo", last));
        await Eventually.Holds(() => world.Catalog.Live.Count() == 80, "the file is imported", seconds: 60);
    }

    [Fact]
    public async Task Who_waits_for_a_superseded_file_is_told_and_the_command_ends_with_4()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(3));
        var feedId = (await world.Query(db => db.Feeds.SingleAsync())).Id;
        Task<ImportAnswerLines> waiting;
        await using (await FeedLock.Take(feedId, world.Host.Services.GetRequiredService<ImporterConnections>(), default))
        {
            waiting = world.Import(TestFeed.Numbered(2));
            await Eventually.Holds(async () => await world.Query(db => db.ImportRequests.AnyAsync()), "the file is stored");
            await world.Database.Execute(
                """
                insert into importer.run (id, feed_id, trigger, status, started_at, ended_at) select gen_random_uuid(), id, 'SCHEDULE', 'SUCCESS', now(), now() from importer.feed
                """);
        }

        var answer = await waiting;

        Assert.Equal((4, "FAILED", "SUPERSEDED", 0), (answer.Exit, answer.Status, answer.Reason, answer["received"]));
        Assert.Empty(Files(world));
        Assert.Equal(3, world.Catalog.Live.Count());
    }

    [Fact]
    public async Task Of_files_that_wait_together_the_last_one_decides_whoever_comes_first()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(TestFeed.Numbered(30));
        var feedId = (await world.Query(db => db.Feeds.SingleAsync())).Id;
        var waiting = new List<Task<ImportAnswerLines>>();
        await using (await FeedLock.Take(feedId, world.Host.Services.GetRequiredService<ImporterConnections>(), default))
        {
            for (var file = 1; file <= 5; file++)
            {
                waiting.Add(world.Import(TestFeed.Numbered(30 + file)));
                await Eventually.Holds(async () => await world.Query(db => db.ImportRequests.CountAsync()) == file, "the file is stored");
            }
        }

        var answers = await Task.WhenAll(waiting);

        Assert.Equal("SUCCESS", answers[^1].Status);
        Assert.All(answers, a => Assert.True(a is { Status: "SUCCESS" } or { Reason: "SUPERSEDED" }, a.Whole));
        Assert.Equal(35, world.Catalog.Live.Count());
        Assert.Empty(Files(world));
    }

    [Fact]
    public async Task A_feed_has_10_waiting_files_at_most()
    {
        await using var world = await ImporterWorld.Start(new KeyValuePair<string, string?>("Imports:MaxWaiting", "2"));
        await world.Import(TestFeed.Numbered(3));
        var feedId = (await world.Query(db => db.Feeds.SingleAsync())).Id;
        List<Task<ImportAnswerLines>> waiting;
        await using (await FeedLock.Take(feedId, world.Host.Services.GetRequiredService<ImporterConnections>(), default))
        {
            waiting = [.. Enumerable.Range(1, 2).Select(_ => world.Import(TestFeed.Numbered(3)))];
            await Eventually.Holds(async () => await world.Query(db => db.ImportRequests.CountAsync()) == 2, "two files are stored");

            var third = await world.Import(TestFeed.Numbered(3));

            Assert.Equal(4, third.Exit);
            Assert.Contains("2 files of demo wait already", third.Whole, StringComparison.Ordinal);
            Assert.Equal(2, Files(world).Count());
        }

        await Task.WhenAll(waiting);
    }

    /// <summary>A file that some process took before something else happened, and could not import because it or the database died.</summary>
    private static async Task Wait(ImporterWorld world, string feed, Func<Task> later)
    {
        var request = Guid.CreateVersion7();
        var feedId = (await world.Query(db => db.Feeds.SingleAsync())).Id;
        // A clock that jumps makes no old file a new one.
        await world.Database.Execute($"insert into importer.import_request (id, feed_id, requested_at) values ('{request}', '{feedId}', now() + interval '1 day')");
        await later();
        await File.WriteAllTextAsync(Path.Combine(world.Folder, $"{request:N}.feed"), feed);
    }

    private static IEnumerable<string> Files(ImporterWorld world) => Directory.EnumerateFiles(world.Folder, "*.feed");
}
