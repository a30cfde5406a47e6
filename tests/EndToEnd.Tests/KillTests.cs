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

    [Fact]
    public async Task Killed_with_the_bus_in_memory_the_content_is_that_of_an_undisturbed_import() => await KillAll([], "memory");

    [Fact]
    public async Task Killed_with_RabbitMQ_the_content_is_that_of_an_undisturbed_import()
    {
        var broker = await RabbitBroker.Start();
        await KillAll(broker, "RabbitMQ");
    }

    private async Task KillAll(KeyValuePair<string, string>[] bus, string transport)
    {
        var named = Repository.Long ? Named : Named[..(Named.Length / 3)];
        var random = Repository.Long ? 8 : 2;
        var (first, changed) = await Undisturbed(bus);
        foreach (var (point, time, changing) in named)
        {
            await KilledAt(bus, $"{point}:{time}", changing, changing ? changed : first);
        }

        var seed = Environment.TickCount;
        output.WriteLine($"random kills of seed {seed}");
        var moments = new Random(seed);
        for (var kill = 0; kill < random; kill++)
        {
            await KilledAfter(bus, TimeSpan.FromMilliseconds(moments.Next(20, 1500)), first);
        }

        output.Print($"kills with {transport}: {named.Length} at named points and {random} at random ended with the content of an undisturbed import");
    }

    private static async Task<(string[] First, string[] Changed)> Undisturbed(KeyValuePair<string, string>[] bus)
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var instance = await Instance.Start(database, bus);
        Assert.Equal(0, (await Import(instance, SampleFeeds.First)).ExitCode);
        var first = await Content.Of(database);
        Assert.Equal(0, (await Import(instance, SampleFeeds.Changed)).ExitCode);
        return (first, await Content.Of(database));
    }

    private static async Task KilledAt(KeyValuePair<string, string>[] bus, string point, bool changing, string[] expected)
    {
        await using var database = await PostgresCluster.CreateDatabase();
        if (changing)
        {
            await using var before = await Instance.Start(database, bus);
            await Import(before, SampleFeeds.First);
        }

        await using (var instance = await Instance.Start(database, [.. bus, new("ENGAGEMENT_KILL_AT", point)]))
        {
            await ImportUntilItDies(instance, changing);
            Assert.True(await instance.Ends(TimeSpan.FromSeconds(30)), $"{point} was not reached.\n{instance.Log}");
        }

        await AssertRecovers(database, bus, changing, expected, point);
    }

    private static async Task KilledAfter(KeyValuePair<string, string>[] bus, TimeSpan delay, string[] expected)
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using (var instance = await Instance.Start(database, bus))
        {
            var import = ImportUntilItDies(instance, changing: false);
            await Task.Delay(delay);
            await instance.Kill();
            await import;
        }

        await AssertRecovers(database, bus, changing: false, expected, $"killed after {delay.TotalMilliseconds:0} ms");
    }

    private static async Task AssertRecovers(TestDatabase database, KeyValuePair<string, string>[] bus, bool changing, string[] expected, string what)
    {
        await using var instance = await Instance.Start(database, bus);
        var import = await Import(instance, changing ? SampleFeeds.Changed : SampleFeeds.First);
        Assert.True(import.ExitCode == 0, $"{what}: {import.Text}");
        Assert.True(await Eventually(async () => Content.Difference(expected, await Content.Of(database)).Length == 0), $"{what}:\n{Content.Difference(expected, await Content.Of(database))}\n{instance.Log}");
        var missions = (await instance.Query("{ missions { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32();
        Assert.Equal(Oracle.FileReader.Read(changing ? SampleFeeds.Changed : SampleFeeds.First).Count(m => m.VisibleAt(Instance.Now)), missions);
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
            await Import(instance, changing ? SampleFeeds.Changed : SampleFeeds.First);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or Xunit.Sdk.TrueException)
        {
            // The answer broke off with the process; that it ended is asserted by the caller.
        }
    }
}
