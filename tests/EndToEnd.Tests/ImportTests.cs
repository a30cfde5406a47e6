using Engagement.EndToEnd.Tests.Oracle;
using Engagement.Testing;
using Xunit.Abstractions;

namespace Engagement.EndToEnd.Tests;

public sealed class ImportTests(ITestOutputHelper output)
{
    private const string Publisher = "Partenaire de test";
    private static readonly string[] Schemas = ["search", "catalog", "importer"];

    /// <summary>What an import that changes nothing may write: its own record.</summary>
    private static readonly string[] RunRecord = ["importer.run", "importer.run_item", "importer.feed", "importer.import_request"];

    [Fact]
    public async Task A_feed_is_created_then_unchanged_without_a_write_then_changed()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var instance = await Instance.Start(database);
        var (size, first) = (SampleFeeds.Size, FileReader.Read(SampleFeeds.First));
        var changed = FileReader.Read(SampleFeeds.Changed);

        (await Import(instance, SampleFeeds.First)).AssertCounts(size, created: size);
        Assert.Equal(first.Count(m => m.VisibleAt(Instance.Now)), await Total(instance));

        var before = await Writes(database);
        (await Import(instance, SampleFeeds.First)).AssertCounts(size, unchanged: size);
        var written = (await Writes(database)).Where(w => w.Value != before.GetValueOrDefault(w.Key) && !RunRecord.Contains(w.Key)).Select(w => $"{w.Key} +{w.Value - before.GetValueOrDefault(w.Key)}");
        Assert.Equal([], written);

        var (withdrawn, updated) = (size / 50, size / 20);
        (await Import(instance, SampleFeeds.Changed)).AssertCounts(size - withdrawn, updated: updated, unchanged: size - withdrawn - updated, withdrawn: withdrawn);
        Assert.Equal(changed.Count(m => m.VisibleAt(Instance.Now)), await Total(instance));

        // What came back has its old id and counts as restored.
        var back = await Import(instance, SampleFeeds.First);
        Assert.Equal((size, withdrawn, 0), (back["received"], back.Counts.GetProperty("restored").GetInt32(), back["created"]));
        back.AssertSum();
        output.Print($"counts: {size} of {SampleFeeds.Origin} created, then unchanged without a row written, then {updated} updated and {withdrawn} withdrawn");
    }

    [Fact]
    public async Task An_unchanged_feed_sends_no_message()
    {
        await using var database = await PostgresCluster.CreateDatabase();
        await using var transport = await Transport.Start(rabbit: true);
        await using var instance = await Instance.Start(database, transport.Settings);
        var size = SampleFeeds.Size;
        (await Import(instance, SampleFeeds.First)).AssertCounts(size, created: size);
        await using var tap = await transport.Tap();

        (await Import(instance, SampleFeeds.First)).AssertCounts(size, unchanged: size);

        Assert.Equal(0U, await tap.Count());
        await Import(instance, SampleFeeds.Changed);
        Assert.InRange(await tap.Count(), 3U, uint.MaxValue);
        output.Print($"bus: no message of an unchanged feed, {await tap.Count()} of a changed one");
    }

    [Fact]
    public async Task A_feed_is_pulled_from_its_address_and_refusals_say_why_with_their_line()
    {
        const string Feed = """
            <?xml version="1.0" encoding="UTF-8"?>
            <source>
              <mission><clientId>1</clientId><title>Aider aux devoirs</title><description>Le soir.</description><applicationUrl>https://example.fr/1</applicationUrl></mission>
              <mission><clientId>2</clientId><title>Aide</title><description>Un seul mot.</description><applicationUrl>https://example.fr/2</applicationUrl></mission>
              <mission><clientId>3</clientId><title>Lire des histoires</title><description>Le matin.</description><applicationUrl>https://example.fr/3</applicationUrl><startAt>32/13/2026</startAt></mission>
              <mission><clientId>1</clientId><title>Deux fois</title><description>La même.</description><applicationUrl>https://example.fr/1</applicationUrl></mission>
            </source>
            """;
        await using var database = await PostgresCluster.CreateDatabase();
        await using var partner = await FeedServer.Start(("/feed.xml", Feed));
        await using var instance = await Instance.Start(database, partner.Allowed);

        var import = await instance.ImportUrl("Petite association", $"{partner.Address}feed.xml");

        Assert.Equal("SUCCESS", import.Status);
        Assert.Equal((4, 1, 2, 1), (import["received"], import["created"], import["refused"], import["duplicates"]));
        import.AssertSum();
        var told = import.Text;
        Assert.Contains("4", told, StringComparison.Ordinal);
        Assert.Contains("title", told, StringComparison.Ordinal);
        Assert.Contains("startAt", told, StringComparison.Ordinal);
        Assert.Contains("32/13/2026", told, StringComparison.Ordinal);
        Assert.Equal(1, await Total(instance));
    }

    private static async Task<Import> Import(Instance instance, string path)
    {
        await using var feed = File.OpenRead(path);
        return await instance.ImportFile(Publisher, feed);
    }

    private static async Task<int> Total(Instance instance) =>
        (await instance.Query("{ missions { totalCount } }")).GetProperty("missions").GetProperty("totalCount").GetInt32();

    private static async Task<Dictionary<string, long>> Writes(TestDatabase database)
    {
        var writes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var schema in Schemas)
        {
            // The replica is written by a follower: what it wrote last it reports late.
            foreach (var (table, rows) in await database.Writes(schema, patient: schema == "search"))
            {
                writes.Add($"{schema}.{table}", rows);
            }
        }

        return writes;
    }
}
