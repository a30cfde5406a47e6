using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Engagement.Importer.Tests;

/// <summary>What protects an RPDE partner's missions, and whether every reading comes out right.</summary>
public sealed class RpdeGuardTests(ITestOutputHelper output)
{
    private static readonly int Readings = Environment.GetEnvironmentVariable("ENGAGEMENT_LONG") is { Length: > 0 } ? 500 : 60;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_withdrawals_wait_for_a_person_and_the_next_reading_goes_on(bool isWhole)
    {
        await using var feed = await RpdeServer.Start(size: 40);
        await using var world = await ImporterWorld.Start(feed.Allowed);
        feed.PutAll(100);
        await feed.Import(world);
        var cursor = await RpdeServer.Cursor(world);
        await Vanish(feed, world, isWhole);
        feed.Put("m-200");

        var held = await feed.Import(world);
        Assert.Equal(("HELD", 1, 0), (held.Status, held["created"], held["withdrawn"]));
        Assert.Equal(isWhole ? null : cursor, await RpdeServer.Cursor(world));
        Assert.Equal("HELD", (await feed.Import(world)).Status);
        Assert.Equal(200, (await world.Ask("confirm", held)).Status);

        Assert.Equal(71, world.Catalog.Live.Count());
        var next = await feed.Import(world);
        Assert.Equal(("SUCCESS", null, 0), (next.Status, next.Reason, next["created"] + next["updated"] + next["withdrawn"]));
        Assert.Equal("NOT_MODIFIED", (await feed.Import(world)).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_withdrawals_shown_for_24_hours_take_place(bool isWhole)
    {
        await using var feed = await RpdeServer.Start(size: 40);
        await using var world = await ImporterWorld.Start(feed.Allowed);
        feed.PutAll(100);
        await feed.Import(world);
        await Vanish(feed, world, isWhole);

        Assert.Equal("HELD", (await feed.Import(world)).Status);
        await world.Database.Execute("update importer.run set started_at = started_at - interval '25 hours', ended_at = ended_at - interval '25 hours'");
        Assert.Equal("HELD", (await feed.Import(world)).Status);
        var third = await feed.Import(world);

        Assert.Equal(("SUCCESS", "ABSENT_FOR_24_HOURS", 30), (third.Status, third.Reason, third["withdrawn"]));
        var next = await feed.Import(world);
        Assert.Equal(("SUCCESS", 0), (next.Status, next["withdrawn"]));
        Assert.Equal("NOT_MODIFIED", (await feed.Import(world)).Reason);
    }

    [Fact]
    public async Task Other_tombstones_in_between_begin_the_24_hours_again()
    {
        await using var feed = await RpdeServer.Start(size: 40);
        await using var world = await ImporterWorld.Start(feed.Allowed);
        feed.PutAll(100);
        await feed.Import(world);
        feed.DeleteAll(30);
        await feed.Import(world);
        feed.Delete("m-050");
        await feed.Import(world);
        await world.Database.Execute("update importer.run set started_at = started_at - interval '25 hours', ended_at = ended_at - interval '25 hours'");
        feed.Put("m-050");
        await feed.Import(world);
        await feed.Import(world);

        Assert.Equal("HELD", (await feed.Import(world)).Status);
        Assert.Equal(100, world.Catalog.Live.Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_an_undo_the_feed_is_read_from_where_the_run_began_and_imported_when_it_differs(bool isWhole)
    {
        await using var feed = await RpdeServer.Start();
        await using var world = await ImporterWorld.Start(feed.Allowed);
        feed.PutAll(5);
        await feed.Import(world);
        feed.PutAll(2, "Un titre abîmé");
        feed.Delete("m-005");
        if (isWhole)
        {
            await world.Database.Execute("update importer.feed set cursor = null");
        }

        var bad = await feed.Import(world);
        Assert.Equal("NOT_MODIFIED", (await feed.Import(world)).Reason);
        Assert.Equal(200, (await world.Ask("undo", bad)).Status);
        Assert.Equal(5, world.Catalog.Live.Count());

        var same = await feed.Import(world);
        Assert.Equal(("HELD", "UNDONE_CONTENT", 0), (same.Status, same.Reason, same["received"]));
        Assert.Equal("Aider au jardin partagé", world.Catalog.Missions["m-001"].Title);
        feed.PutAll(2, "Un titre corrigé");
        feed.Put("m-005");

        var mended = await feed.Import(world);
        Assert.Equal(("SUCCESS", null, 2), (mended.Status, mended.Reason, mended["updated"]));
        Assert.Equal("Un titre corrigé", world.Catalog.Missions["m-001"].Title);
        Assert.Equal(5, world.Catalog.Live.Count());
        Assert.Equal("NOT_MODIFIED", (await feed.Import(world)).Reason);
    }

    [Fact]
    public async Task A_person_lets_the_undone_changes_in_after_all()
    {
        await using var feed = await RpdeServer.Start();
        await using var world = await ImporterWorld.Start(feed.Allowed);
        feed.PutAll(5);
        await feed.Import(world);
        feed.Put("m-001", "Un titre abîmé");
        await world.Ask("undo", await feed.Import(world));
        var held = await feed.Import(world);

        Assert.Equal(200, (await world.Ask("confirm", held)).Status);

        Assert.Equal((1, 0, 1, 0, 0, 0), (await feed.Import(world)).Counts);
        Assert.Equal("Un titre abîmé", world.Catalog.Missions["m-001"].Title);
    }

    /// <summary>
    /// Whatever comes in whatever order over whatever pages, broken off or not, of changes or of everything, with versions that stay in the
    /// feed or not: the sum comes out, and after a whole reading the catalog has the last version of what was not deleted since.
    /// </summary>
    [Fact]
    public async Task Random_changes_end_as_a_simple_model_says()
    {
        await using var feed = await RpdeServer.Start();
        await using var world = await ImporterWorld.Start(feed.Allowed);
        var model = new Dictionary<string, string>(StringComparer.Ordinal);
        var seed = (ulong)Environment.TickCount64;
        output.WriteLine($"Seed {seed}: Config.WithReplay({seed}, 1) repeats this run.");
        var change = from kind in Gen.Choose(0, 9) from id in Gen.Choose(1, 5) from word in Gen.Choose(1, 3) select (kind, id, word);
        var readings = from changes in Gen.ListOf(change, 9) from how in Gen.Choose(0, 7) select (changes.ToList(), how);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Readings).WithReplay(seed, 1),
            Prop.ForAll(Arb.From(readings), reading => Holds(feed, world, model, reading.Item1, reading.how).GetAwaiter().GetResult()));
    }

    private static async Task Holds(RpdeServer feed, ImporterWorld world, Dictionary<string, string> model, List<(int Kind, int Id, int Word)> changes, int how)
    {
        feed.KeepsFormer = (how & 1) == 0;
        // A reading of its own: what the guard remembers of the former ones would hold it.
        await world.Database.Execute("update importer.run set started_at = started_at - interval '8 days'");
        foreach (var (kind, id, word) in changes)
        {
            Apply(feed, model, kind, id, word);
        }

        Apply(feed, model, kind: 9, id: 0, word: 1);
        if ((how & 2) == 0)
        {
            await world.Database.Execute("update importer.feed set cursor = null");
        }

        if ((how & 4) == 0)
        {
            var pages = 0;
            feed.Rewrite = (_, page) => ++pages == 2 ? page[..(page.Length / 2)] : page;
            Sum(await feed.Import(world));
            feed.Rewrite = (_, page) => page;
        }

        var whole = await feed.Import(world);
        Sum(whole);
        Assert.Equal("SUCCESS", whole.Status);
        Assert.Equal(
            model.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value)), world.Catalog.Live.Select(id => (id, world.Catalog.Missions[id].Title)));
    }

    private static void Apply(RpdeServer feed, Dictionary<string, string> model, int kind, int id, int word)
    {
        switch (kind)
        {
            case < 3:
                feed.Delete($"m-{id}");
                model.Remove($"m-{id}");
                break;
            case 3:
                feed.Put($"refused-{id}", "Jardin");
                break;
            default:
                feed.Put($"m-{id}", $"Un titre {word}");
                model[$"m-{id}"] = $"Un titre {word}";
                break;
        }
    }

    private static void Sum(ImportAnswerLines answer) => Assert.Equal(
        answer["received"], answer["created"] + answer["updated"] + answer["unchanged"] + answer["refused"] + answer["duplicates"] + answer["failed"]);

    /// <summary>30 of the 100 missions are deleted, by tombstones or, when they have been forgotten, by their absence.</summary>
    private static async Task Vanish(RpdeServer feed, ImporterWorld world, bool isWhole)
    {
        feed.DeleteAll(30);
        if (isWhole)
        {
            feed.ForgetTombstones();
            await world.Database.Execute("update importer.feed set cursor = null");
        }
    }
}
