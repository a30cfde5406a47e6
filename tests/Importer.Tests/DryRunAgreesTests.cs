using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace Engagement.Importer.Tests;

/// <summary>A dry run says of a file what an import of the same bytes says.</summary>
public sealed class DryRunAgreesTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_126;
    private static readonly int Files = Environment.GetEnvironmentVariable("ENGAGEMENT_LONG") is { Length: > 0 } ? 1500 : 100;

    private static readonly byte[] Xml = TestFeed.Utf8(TestFeed.Of(
        TestFeed.Mission("m-1", extra: "<activity>Plongée</activity><unknown>x</unknown>"), TestFeed.Mission("m-2", title: "Bricolage"), TestFeed.Mission("m-1"), TestFeed.Mission("m-3")));

    private static readonly byte[] Rpde = Encoding.UTF8.GetBytes(
        $$"""{"next":"/p?after=4","items":[{{Item(1, "m-1", "Aider au jardin")}},{{Item(2, "m-2", "Bricolage")}},{"state":"deleted","kind":"mission","id":"m-9","modified":3},{{Item(4, "m-1", "Aider au verger")}}],"license":"x"}""");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_file_that_was_compressed_more_than_once_has_one_answer(int times)
    {
        await using var world = await ImporterWorld.Start();
        var file = Enumerable.Range(0, times).Aggregate(Xml, (bytes, _) => Gzip(bytes));

        var (dry, import) = (await DryRun(world, file), await Import(world, file, ""));

        Assert.Equal(import, dry);
        Assert.StartsWith(times < 3 ? "SUCCESS  4" : "FAILED NOT_XML 0", dry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_rpde_feed_without_anything_and_one_that_leads_nowhere_fail_alike()
    {
        await using var partner = await FeedServer.Start();
        await using var world = await ImporterWorld.Start(partner.Allowed);
        foreach (var (page, reason) in new[]
        {
            ("""{"next":"/","items":[],"license":"x"}""", "EMPTY"), ("""{"next":"//","items":[{"state":"deleted","kind":"mission","id":"m-9","modified":3}],"license":"x"}""", "NEXT_INVALID"),
        })
        {
            partner.Serves(page);
            using var answer = await world.Host.Client.PostAsJsonAsync("/feeds/validate", new { url = partner.Address });

            Assert.Equal(reason, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString());
            Assert.Equal(reason, (await RpdeServer.Import(world, partner.Address)).Reason);
        }
    }

    [Fact]
    public async Task Of_damaged_files_both_say_the_same()
    {
        output.WriteLine($"Seed {Seed}, {Files} files: file n is made from seed + n.");
        await using var world = await ImporterWorld.Start(KeyValuePair.Create("Validation:PerMinute", (string?)"10000"));
        var (differ, failed) = (new List<string>(), 0);
        foreach (var n in Enumerable.Range(0, Files))
        {
            var (file, format) = Damaged(new Random(Seed + n));
            var (dry, import) = (await DryRun(world, file), await Import(world, file, format));
            failed += import.StartsWith("FAILED", StringComparison.Ordinal) ? 1 : 0;
            if (dry != import)
            {
                differ.Add($"file {n}{format}\n  dry run: {dry}\n  import:  {import}");
            }
        }

        Assert.True(differ.Count == 0, $"{differ.Count} of {Files} differ:\n{string.Join('\n', differ.Take(10))}");
        Assert.InRange(failed, Files / 5, Files * 4 / 5);
    }

    private static (byte[] File, string Format) Damaged(Random dice)
    {
        var isRpde = dice.Next(3) == 0;
        byte[] file = isRpde ? [.. Rpde] : [.. Xml];
        var layers = dice.Next(3);
        // Where the damage is: in the text, or in what compresses it.
        var at = dice.Next(layers + 2);
        for (var layer = 0; layer <= layers; layer++)
        {
            file = layer == at ? Damage(file, dice, keep: layer == 0 ? 1 : 2) : file;
            file = layer < layers ? Gzip(file) : file;
        }

        return (file, isRpde ? "&format=rpde" : "&format=xml");
    }

    /// <summary>Keeps the first bytes, which tell one kind of file from another.</summary>
    private static byte[] Damage(byte[] file, Random dice, int keep)
    {
        var place = dice.Next(keep, file.Length);
        switch (dice.Next(4))
        {
            case 0:
                file[place] = (byte)dice.Next(256);
                return file;
            case 1: return file[..place];
            case 2: return [.. file[..place], .. "<x>&\"}]\0\u00ff"u8, .. file[place..]];
            default: return [.. file[..place], .. file[Math.Min(file.Length, place + dice.Next(1, 400))..]];
        }
    }

    private static async Task<string> DryRun(ImporterWorld world, byte[] file)
    {
        using var answer = await world.Host.Client.PostAsync("/feeds/validate", new ByteArrayContent(file));
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return Said(report.GetProperty("status"), report.GetProperty("reason"), report, report.GetProperty("items"));
    }

    private static async Task<string> Import(ImporterWorld world, byte[] file, string format)
    {
        // Of its own publisher, so that nothing is known of its missions.
        var answer = await world.Import(new ByteArrayContent(file), $"p-{Guid.NewGuid():N}", format);
        var report = await world.Report(answer);
        return Said(report.GetProperty("run").GetProperty("status"), report.GetProperty("run").GetProperty("reason"), report.GetProperty("run"), report.GetProperty("items"));
    }

    private static string Said(JsonElement status, JsonElement reason, JsonElement counts, JsonElement items) => string.Create(
        CultureInfo.InvariantCulture,
        $"{status} {reason} {counts.GetProperty("received")} received, {counts.GetProperty("refused")} refused, {counts.GetProperty("duplicates")} duplicates, {counts.GetProperty("warnings")} warnings: {string.Join("; ", items.EnumerateArray().Select(Remark).Order(StringComparer.Ordinal))}");

    private static string Remark(JsonElement item) => $"{item.GetProperty("code")} {item.GetProperty("position")} {item.GetProperty("line")} {item.GetProperty("clientId")} {item.GetProperty("field")} {item.GetProperty("value")}";

    private static string Item(int modified, string id, string title) =>
        $$"""{"state":"updated","kind":"mission","id":"{{id}}","modified":{{modified}},"data":{"title":"{{title}}","description":"Entretenir les parcelles.","applicationUrl":"https://partenaire.example.fr/","organizationName":"Les Jardins","wrong":"x"} }""";

    private static byte[] Gzip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return zipped.ToArray();
    }
}
