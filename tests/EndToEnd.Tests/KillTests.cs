using Engagement.EndToEnd.Tests.Oracle;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.EndToEnd.Tests;

/// <summary>
/// The process is killed in the middle of an import, started again, and the import is asked for again, as the schedule would. The end
/// must be, row by row, that of an import nobody disturbed. The short form kills a few times; <c>--long</c> at every point and at random.
/// </summary>
[Trait("suite", "faults")]
public sealed class KillTests(ITestOutputHelper output)
{
    private const string Publisher = "Partenaire de test";

    /// <summary>Enough for several batches; more would only take longer.</summary>
    private const int Size = 1_000;

    /// <summary>Where, the how-manieth time, and what is under way: the first import, or the one of the changed feed.</summary>
    private static readonly (string Point, int Time, bool Changing)[] Named =
    [
        ("importer.after-send", 2, false),
        ("catalog.before-commit", 2, false),
        ("catalog.after-commit", 2, false),
        ("log.before-dispatch", 1, false),
        ("search.after-commit", 1, false),
        ("importer.before-confirm", 2, false),
        ("importer.before-withdraw", 1, true),
        ("catalog.before-outcome", 1, true),
        ("log.after-dispatch", 1, false),
        ("search.before-commit", 1, true),
        ("search.before-index", 1, true),
        ("catalog.after-commit", 1, true),
    ];

    private static string FirstFeed => SampleFeeds.FirstOf(Size);

    private static string ChangedFeed => SampleFeeds.ChangedOf(Size);

    [Fact]
    public async Task Killed_with_the_bus_in_memory_the_content_is_that_of_an_undisturbed_import() => await KillAll(rabbit: false, Repository.Long ? 12 : 4, Repository.Long ? 8 : 1);

    [Fact]
    public async Task Killed_with_RabbitMQ_the_content_is_that_of_an_undisturbed_import() => await KillAll(rabbit: true, Repository.Long ? 12 : 2, Repository.Long ? 8 : 1);

    private async Task KillAll(bool rabbit, int named, int random)
    {
        var (first, changed) = await Undisturbed();
        foreach (var (point, time, changing) in Named[..named])
        {
            await KilledAt(rabbit, $"{point}:{time}", changing, changing ? changed : first);
        }

        var seed = Environment.TickCount;
        output.WriteLine($"random kills of seed {seed}");
        var moments = new Random(seed);
        for (var kill = 0; kill < random; kill++)
        {
            await KilledAfter(rabbit, TimeSpan.FromMilliseconds(moments.Next(20, 1500)), first);
        }

        output.Print($"kills with {(rabbit ? "RabbitMQ" : "the bus in memory")}: {named} at named points and {random} at random moments, each ended with the content of an undisturbed import");
    }

    private static async Task<(string[] First, string[] Changed)> Undisturbed()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var instance = await Instance.Start(database);
        Assert.Equal(0, (await Import(instance, FirstFeed)).ExitCode);
        var first = await Content.Of(database);
        Assert.Equal(0, (await Import(instance, ChangedFeed)).ExitCode);
        return (first, await Content.Of(database));
    }

    private static async Task KilledAt(bool rabbit, string point, bool changing, string[] expected)
    {
        await using var transport = await Transport.Start(rabbit);
        await using var database = await PostgresCluster.CreateDatabase();
        if (changing)
        {
            await using var before = await Instance.Start(database, transport.Settings);
            Assert.Equal(0, (await Import(before, FirstFeed)).ExitCode);
        }

        await using (var instance = await Instance.Start(database, [.. transport.Settings, new("ENGAGEMENT_KILL_AT", point)]))
        {
            await ImportUntilItDies(instance, changing);
            Assert.True(await instance.Ends(TimeSpan.FromSeconds(30)), $"{point} was not reached.\n{instance.Log}");
        }

        await AssertRecovers(database, transport, changing, expected, point);
    }

    private static async Task KilledAfter(bool rabbit, TimeSpan delay, string[] expected)
    {
        await using var transport = await Transport.Start(rabbit);
        await using var database = await PostgresCluster.CreateDatabase();
        await using (var instance = await Instance.Start(database, transport.Settings))
        {
            var import = ImportUntilItDies(instance, changing: false);
            await Task.Delay(delay);
            await instance.Kill();
            await import;
        }

        await AssertRecovers(database, transport, changing: false, expected, $"killed after {delay.TotalMilliseconds:0} ms");
    }

    private static async Task AssertRecovers(TestDatabase database, Transport transport, bool changing, string[] expected, string what)
    {
        await using var instance = await Instance.Start(database, transport.Settings);
        var import = await Import(instance, changing ? ChangedFeed : FirstFeed);
        Assert.True(import.ExitCode == 0, $"{what}: {import.Text}");
        Assert.True(await Eventually(async () => Content.Difference(expected, await Content.Of(database)).Length == 0), $"{what}:\n{Content.Difference(expected, await Content.Of(database))}\n{instance.Log}");
        var missions = (await instance.Query("{ missions { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32();
        Assert.Equal(FileReader.Read(changing ? ChangedFeed : FirstFeed).Count(m => m.VisibleAt(Instance.Now)), missions);
    }

    private static async Task<bool> Eventually(Func<Task<bool>> holds)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (await holds())
            {
                return true;
            }

            await Task.Delay(200);
        }

        return false;
    }

    private static async Task<Import> Import(Instance instance, string path)
    {
        await using var feed = File.OpenRead(path);
        return await instance.ImportFile(Publisher, feed);
    }

    private static async Task ImportUntilItDies(Instance instance, bool changing)
    {
        try
        {
            await Import(instance, changing ? ChangedFeed : FirstFeed);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or Xunit.Sdk.TrueException)
        {
            // The answer broke off with the process; that it ended is asserted by the caller.
        }
    }
}
