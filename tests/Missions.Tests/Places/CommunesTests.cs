using System.Globalization;
using System.IO.Compression;
using Engagement.Missions.Places;
using Xunit.Abstractions;

namespace Engagement.Missions.Tests.Places;

public sealed class CommunesTests(ITestOutputHelper output)
{
    /// <summary>As partners write it: city, postal code, department, and the INSEE code that it means.</summary>
    [Theory]
    [InlineData("Nantes", "44000", null, "44109")]
    [InlineData("NANTES", "44300", null, "44109")]
    [InlineData("  nantes\n", null, "44", "44109")]
    [InlineData("Nantes", null, null, "44109")]
    [InlineData("St Étienne", "42000", null, "42218")]
    [InlineData("SAINT-ETIENNE", "42100", null, "42218")]
    [InlineData("Ste-Foy-lès-Lyon", "69110", null, "69202")]
    [InlineData("Chalon s/ Saône", "71100", null, "71076")]
    [InlineData("Châlons-en-Champagne", "51000", null, "51108")]
    [InlineData("L’Haÿ-les-Roses", "94240", null, "94038")]
    [InlineData("Hay les Roses", "94240", null, "94038")]
    [InlineData("Havre (Le)", "76600", null, "76351")]
    [InlineData("Œting", "57600", null, "57521")]
    [InlineData("Paris", "75012", null, "75112")]
    [InlineData("Paris 12e", "75012", null, "75112")]
    [InlineData("Paris 12ème arrondissement", null, null, "75112")]
    [InlineData("PARIS CEDEX 12", "75571", null, "75112")]
    [InlineData("Paris 16", "75116", null, "75116")]
    [InlineData("Paris", "75116", null, "75116")]
    [InlineData("75012 Paris", null, null, "75112")]
    [InlineData("Paris", "75571", null, "75056")]
    [InlineData("Paris", null, null, "75056")]
    [InlineData("Lyon 3", null, null, "69383")]
    [InlineData("LYON CEDEX 03", "69429", null, "69383")]
    [InlineData("Lyon 03", "69003", null, "69383")]
    [InlineData("Marseille 1er", "13001", null, "13201")]
    [InlineData("Marseille", "13016", null, "13216")]
    [InlineData("Grenoble Cedex 9", "38031", null, "38185")]
    [InlineData("Saint-Denis", "93200", null, "93066")]
    [InlineData("Saint-Denis", "97400", null, "97411")]
    [InlineData("Saint-Denis", null, "974", "97411")]
    [InlineData("Saint Denis (93)", null, "93", "93066")]
    [InlineData("Saint-Denis", null, null, null)]
    [InlineData("Ajaccio", "20000", null, "2A004")]
    [InlineData("Bastia", "20200", null, "2B033")]
    [InlineData("Fort-de-France", "97200", null, "97209")]
    [InlineData("Nouméa", "98800", null, "98818")]
    [InlineData("Papeete", "98714", null, "98735")]
    [InlineData("Saint-Pierre", "97500", null, "97502")]
    [InlineData("Dzaoudzi", "97615", null, "97608")]
    [InlineData("Bercy", "75012", null, "75112")]
    [InlineData("Bâgé-la-Ville", "01380", null, "01025")]
    [InlineData("Quartier Doulon", "44300", null, "44109")]
    [InlineData("Nulle-Part", "44000", null, "44109")]
    [InlineData("Nulle-Part", "01400", null, null)]
    [InlineData("Nulle-Part", null, "44", null)]
    [InlineData(null, "44300", null, "44109")]
    [InlineData(null, "01400", null, null)]
    [InlineData("", "", null, null)]
    [InlineData(null, null, null, null)]
    [InlineData("- (", "ABCDE", "99", null)]
    [InlineData("Lyon 999999999999999", null, null, "69123")]
    public void A_commune_is_found_as_partners_write_it(string? city, string? postalCode, string? department, string? code) =>
        Assert.Equal(code, Communes.Find(city, postalCode, department)?.Code);

    [Fact]
    public void Every_commune_is_found_by_its_own_name_and_each_of_its_postal_codes()
    {
        var lost = (from commune in Communes.All
                    where commune.ParentCode is null
                    from postalCode in commune.PostalCodes
                    let found = Communes.Find(commune.Name, postalCode, null)
                    where found?.Code != commune.Code && found?.ParentCode != commune.Code
                    select $"{commune.Code} {commune.Name} {postalCode}: {found?.Code}").ToList();
        // Two communes of one name in one postal code cannot be told apart by anybody.
        Assert.True(lost.Count <= 8, string.Join('\n', lost));
        Assert.All(lost, l => Assert.EndsWith(": ", l, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_commune_is_in_a_department_that_is_known_and_has_a_centre()
    {
        var communes = Communes.All.ToList();
        Assert.InRange(communes.Count, 34_500, 36_000);
        Assert.Equal(communes.Select(c => c.Code).Order(StringComparer.Ordinal), communes.Select(c => c.Code));
        Assert.All(communes, c => Assert.NotNull(Taxonomy.Department(c.DepartmentCode)));
        Assert.Equal(
            Taxonomy.Departments.Select(d => d.Code).Except(["984", "989"]).Order(StringComparer.Ordinal),
            communes.Select(c => c.DepartmentCode).Where(d => Communes.CentreOf(d) is not null).Distinct().Order(StringComparer.Ordinal));
        Assert.All(communes, c => Assert.Equal(c, Communes.ByCode(c.Code)));
        Assert.Equal(45, communes.Count(c => c.ParentCode is not null));
        Assert.All(communes.Where(c => c.ParentCode is not null), c => Assert.NotNull(Communes.ByCode(c.ParentCode!)));
        Assert.Null(Communes.ByCode("99999"));
        Assert.Null(Communes.ByCode("01"));
        // Nearly four of five inhabitants live in a commune whose own place is known.
        Assert.True(communes.Where(c => c is { ParentCode: null, Precision: GeoPrecision.City }).Sum(c => (long)c.Population) > 0.75 * communes.Where(c => c.ParentCode is null).Sum(c => (long)c.Population));
    }

    /// <summary>Against the centres of IGN's outlines, which the product does not hold.</summary>
    [Fact]
    public void Places_agree_with_the_outlines_of_the_communes()
    {
        if (CentroidFile.Path is not { } path)
        {
            output.WriteLine("The centres of the outlines are not beside the repository (../shared/data): nothing to compare with.");
            return;
        }

        var (own, near) = (new List<double>(), new List<double>());
        foreach (var cells in CentroidFile.Read(path))
        {
            var commune = Communes.ByCode(cells.Code);
            Assert.True(commune is not null, $"{cells.Code} {cells.Name} is missing.");
            Assert.Equal((cells.Name, string.Join(' ', cells.PostalCodes.Order())), (commune.Name, string.Join(' ', commune.PostalCodes.Order())));
            (commune.Precision == GeoPrecision.City ? own : near).Add(Kilometres(commune.Lat, commune.Lon, cells.Lat, cells.Lon));
        }

        own.Sort();
        near.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"own place: {own.Count}, {own[own.Count / 2]:0.0} km off at the median, {own[own.Count * 99 / 100]:0.0} at 99 %; neighbourhood: {near.Count}, {near[near.Count / 2]:0.0} km at the median, {near[near.Count * 99 / 100]:0.0} at 99 %"));
        // Guyane's communes are as large as departments: their towns lie far from their middles.
        Assert.True(own[own.Count / 2] < 1.5 && own[own.Count * 99 / 100] < 8, "CITY");
        Assert.True(near[near.Count / 2] < 10 && near[near.Count * 99 / 100] < 40, "DEPARTMENT");
    }

    [Fact]
    public void A_look_up_costs_little()
    {
        string[] names = ["Nantes", "St Étienne", "PARIS CEDEX 12", "Saint-Denis", "L’Haÿ-les-Roses", "Nulle-Part"];
        string[] codes = ["44000", "42000", "75571", "97400", "94240", "01400"];
        for (var i = 0; i < 20_000; i++)
        {
            Communes.Find(names[i % 6], codes[i % 6], null);
        }

        const int Count = 100_000;
        var (allocated, before) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < Count; i++)
        {
            Communes.Find(names[i % 6], codes[i % 6], null);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Count:0.00} µs of CPU a look-up"));
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - allocated) / Count, 0, 200);
    }

    private static double Kilometres(double lat, double lon, double otherLat, double otherLon)
    {
        var (dx, dy) = ((lon - otherLon) * Math.Cos(double.DegreesToRadians(lat)), lat - otherLat);
        return 111.2 * Math.Sqrt((dx * dx) + (dy * dy));
    }
}

/// <summary>The file of centroids: code, name, postal codes, department, population, longitude, latitude.</summary>
internal static class CentroidFile
{
    internal static string? Path { get; } =
        new[] { Environment.GetEnvironmentVariable("ENGAGEMENT_SHARED"), System.IO.Path.Combine(RepositoryFolder.Path, "..", "shared") }
            .OfType<string>().Select(f => System.IO.Path.Combine(f, "data", "communes-centroids.tsv.gz")).FirstOrDefault(File.Exists);

    internal sealed record Row(string Code, string Name, string[] PostalCodes, int Population, double Lat, double Lon);

    internal static IEnumerable<Row> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            yield return new Row(
                cells[0],
                cells[1],
                cells[2].Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries),
                int.Parse(cells[4], CultureInfo.InvariantCulture),
                double.Parse(cells[6], CultureInfo.InvariantCulture),
                double.Parse(cells[5], CultureInfo.InvariantCulture));
        }
    }
}
