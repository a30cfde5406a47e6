using System.Text.Json;
using Engagement.EndToEnd.Tests.Oracle;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.EndToEnd.Tests;

/// <summary>
/// The database is killed in the middle of an import, or restored to an earlier moment, whole or one schema alone, while the services run or
/// while they are down. They come back by themselves, and after one more import everything is, row by row, what an undisturbed import leaves.
/// </summary>
[Trait("suite", "faults")]
public sealed class DatabaseFaultTests(ITestOutputHelper output)
{
    private const string Publisher = "Partenaire de test";
    private const int Size = 1_000;
    private static readonly Lazy<Task<(State First, State Changed)>> Expected = new(Undisturbed);

    private static string FirstFeed => SampleFeeds.FirstOf(Size);

    private static string ChangedFeed => SampleFeeds.ChangedOf(Size);

    [Fact]
    public async Task No_table_is_emptied_by_a_crash()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var instance = await Instance.Start(database);

        Assert.Equal("", await database.Scalar<string>(
            "select coalesce(string_agg(oid::regclass::text, ' '), '') from pg_class where relpersistence = 'u' and relkind = 'r'"));
    }

    [Fact]
    public async Task Killed_in_the_middle_of_an_import_the_services_come_back_by_themselves()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"kills of seed {seed}");
        var dice = new Random(seed);
        var rounds = Repository.Long ? 24 : 3;
        for (var round = 0; round < rounds; round++)
        {
            // The first as deployed; the second loses what was committed in the last moments.
            await KillPostgres(
                round % 2 == 0 ? PostgresServer.AsDeployed : PostgresServer.Fast,
                rabbit: round % 3 == 2,
                changing: round % 3 != 0,
                TimeSpan.FromMilliseconds(dice.Next(20, 1800)));
        }

        output.Print($"PostgreSQL killed {rounds} times, with synchronous_commit on and off, the bus in memory and RabbitMQ: each ended with the content of an undisturbed import");
    }

    [Fact]
    public async Task Restored_to_a_random_moment_under_running_services_an_import_mends_everything()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"moments of seed {seed}");
        var dice = new Random(seed);
        var rounds = Repository.Long ? 6 : 1;
        for (var round = 0; round < rounds; round++)
        {
            await RestoreCluster(TimeSpan.FromMilliseconds(dice.Next(0, 2500)));
        }

        output.Print($"PostgreSQL restored {rounds} times from a base backup and its archive to a random moment of an import: each ended with the content of an undisturbed import");
    }

    [Theory]
    [InlineData("catalog")]
    [InlineData("importer search")]
    [InlineData("search")]
    public async Task Schemas_that_alone_are_restored_agree_with_the_others_again(string schemas)
    {
        await using var server = await PostgresServer.Start(PostgresServer.Fast);
        await using var database = await server.CreateDatabase();
        var names = schemas.Split(' ');
        long kept, known;
        await using (var instance = await Instance.Start(database))
        {
            Assert.Equal(0, (await Import(instance, FirstFeed)).ExitCode);
            server.DumpSchemas(database, names);
            kept = await database.Scalar<long>("select max(number) from catalog.change");
            Assert.Equal(0, (await Import(instance, ChangedFeed)).ExitCode);
            known = await database.Scalar<long>("select max(number) from catalog.change");
        }

        await server.RestoreSchemas(database, names);
        await using var again = await Instance.Start(database);
        if (schemas == "catalog")
        {
            await Eventually.Holds(async () => (await again.Health()).Contains("restored to an earlier moment", StringComparison.Ordinal), "health says that the log was restored", 60);
            var restored = (await Expected.Value).First.Shown;
            await Eventually.Holds(async () => Content.Difference(restored, await Shown(again)).Length == 0, "Search shows what the restored catalog has", 60);
        }

        var import = await Import(again, ChangedFeed);

        Assert.True(import.ExitCode == 0, import.Text);
        await AssertIs((await Expected.Value).Changed, database, again, schemas);
        if (schemas == "catalog")
        {
            Assert.Equal(0, await database.Scalar<long>($"select count(*) from catalog.change where number > {kept} and number <= {known}"));
        }
    }

    private static async Task KillPostgres(string settings, bool rabbit, bool changing, TimeSpan delay)
    {
        var what = $"killed after {delay.TotalMilliseconds:0} ms with {settings}, {(rabbit ? "RabbitMQ" : "the bus in memory")}, {(changing ? "the changed" : "the first")} feed";
        var expected = await Expected.Value;
        await using var transport = await Transport.Start(rabbit);
        await using var server = await PostgresServer.Start(settings);
        await using var database = await server.CreateDatabase();
        await using var instance = await Instance.Start(database, transport.Settings);
        if (changing)
        {
            Assert.Equal(0, (await Import(instance, FirstFeed)).ExitCode);
        }

        var disturbed = ImportWhatever(instance, changing ? ChangedFeed : FirstFeed);
        await Task.Delay(delay);
        server.Kill();
        await server.Start();
        await disturbed;

        await AssertMends(instance, database, changing ? ChangedFeed : FirstFeed, changing ? expected.Changed : expected.First, what);
    }

    private static async Task RestoreCluster(TimeSpan delay)
    {
        var expected = await Expected.Value;
        await using var server = await PostgresServer.Start($"{PostgresServer.AsDeployed} {PostgresServer.Archiving}");
        await using var database = await server.CreateDatabase();
        await using var instance = await Instance.Start(database);
        Assert.Equal(0, (await Import(instance, FirstFeed)).ExitCode);
        server.BackUp();
        var import = Import(instance, ChangedFeed);
        await Task.Delay(delay);
        var moment = await server.Position();
        Assert.Equal(0, (await import).ExitCode);

        await server.Restore(moment);

        await AssertMends(instance, database, ChangedFeed, expected.Changed, $"restored to {delay.TotalMilliseconds:0} ms after the beginning of an import");
    }

    private static async Task AssertMends(Instance instance, TestDatabase database, string feed, State expected, string what)
    {
        for (var attempt = 0; attempt < 600 && !instance.HasEnded && !await instance.IsReady(); attempt++)
        {
            await Task.Delay(100);
        }

        Assert.True(!instance.HasEnded && await instance.IsReady(), $"{what}: the services do not come back\n{instance.Log}");
        var import = await Import(instance, feed);
        Assert.True(import.ExitCode == 0, $"{what}: {import.Text}\n{instance.Log}");
        await AssertIs(expected, database, instance, what);
    }

    private static async Task AssertIs(State expected, TestDatabase database, Instance instance, string what)
    {
        var (rows, shown) = ("", "");
        for (var attempt = 0; attempt < 200; attempt++)
        {
            rows = Content.Difference(expected.Rows, await Content.Of(database));
            shown = Content.Difference(expected.Shown, await Shown(instance));
            if (rows.Length + shown.Length == 0)
            {
                return;
            }

            await Task.Delay(250);
        }

        Assert.Fail($"{what}: the database differs\n{rows}\nwhat is shown differs\n{shown}\n{instance.Log}");
    }

    private static async Task<(State First, State Changed)> Undisturbed()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var instance = await Instance.Start(database);
        Assert.Equal(0, (await Import(instance, FirstFeed)).ExitCode);
        var first = new State(await Content.Of(database), await Shown(instance));
        Assert.Equal(FileReader.Read(FirstFeed).Count(m => m.VisibleAt(Instance.Now)), first.Shown.Length);
        Assert.Equal(0, (await Import(instance, ChangedFeed)).ExitCode);
        return (first, new State(await Content.Of(database), await Shown(instance)));
    }

    /// <summary>Every mission that readers are shown, from the index and the caches of the running process.</summary>
    private static async Task<string[]> Shown(Instance instance)
    {
        var shown = new List<string>();
        for (var (after, hasNext) = ((string?)null, true); hasNext;)
        {
            var page = (await instance.Query(
                "query ($after: String) { missions(first: 100, after: $after, orderBy: POSTED_DATE) { nodes { clientId title version } pageInfo { hasNextPage endCursor } } }",
                new { after })).GetProperty("missions");
            shown.AddRange(page.GetProperty("nodes").EnumerateArray().Select(m => $"{m.GetProperty("clientId")} {m.GetProperty("version")} {m.GetProperty("title")}"));
            (after, hasNext) = (page.GetProperty("pageInfo").GetProperty("endCursor").GetString(), page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        }

        shown.Sort(StringComparer.Ordinal);
        return [.. shown];
    }

    private static async Task<Import> Import(Instance instance, string path)
    {
        await using var feed = File.OpenRead(path);
        return await instance.ImportFile(Publisher, feed);
    }

    private static async Task ImportWhatever(Instance instance, string path)
    {
        try
        {
            await Import(instance, path);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or Xunit.Sdk.XunitException)
        {
            // What a person is told whose import the crash cuts off is not looked at here.
        }
    }

    /// <param name="Rows">What the database holds.</param>
    /// <param name="Shown">What readers are shown.</param>
    private sealed record State(string[] Rows, string[] Shown);
}
