using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Engagement.Geodata;

/// <summary>
/// The national directory of communes (geo.api.gouv.fr), which knows the centre of each. An answer that is not whole is an error: a table
/// with holes is worse than the one from before.
/// </summary>
internal sealed class CommuneApi(HttpClient http)
{
    private const string Fields = "fields=nom,code,codesPostaux,centre,population&format=json&geometry=centre";
    private const double LeastShare = 0.95;

    private sealed record Row(
        [property: JsonPropertyName("code")] string Code,
        [property: JsonPropertyName("nom")] string Name,
        [property: JsonPropertyName("codesPostaux")] IReadOnlyList<string>? PostalCodes,
        [property: JsonPropertyName("population")] int? Population,
        [property: JsonPropertyName("centre")] Centre? Centre);

    private sealed record Centre([property: JsonPropertyName("coordinates")] IReadOnlyList<double>? LonLat);

    /// <summary>What is known, brought up to date: the directory's names, postal codes, populations and centres; communes that it alone knows are added.</summary>
    internal async Task<OfficialData> Refresh(OfficialData known, CancellationToken ct)
    {
        var communes = await Get($"communes?{Fields}", ct);
        var districts = await Get($"communes?type=arrondissement-municipal&{Fields}", ct);
        var expected = known.Territories.Count(t => t.Parent is null);
        var located = communes.Values.Count(r => PointOf(r) is not null);
        if (located < expected * LeastShare)
        {
            throw new InvalidDataException($"{http.BaseAddress} located {located} communes where about {expected} are expected: the table is left as it was. Try again later.");
        }

        var territories = known.Territories.Select(t => t.IsFormer ? t : Updated(t, (t.Parent is null ? communes : districts).GetValueOrDefault(t.Code)));
        var codes = known.Territories.Where(t => !t.IsFormer).Select(t => t.Code).ToHashSet(StringComparer.Ordinal);
        var added = communes.Values.Where(r => !codes.Contains(r.Code)).Select(r => Updated(new Territory(r.Code, r.Name, OfficialData.DepartmentOf(r.Code), [], 0), r));
        return known with { Territories = [.. territories, .. added] };
    }

    private async Task<Dictionary<string, Row>> Get(string path, CancellationToken ct)
    {
        var rows = await http.GetFromJsonAsync<List<Row>>(path, ct) ?? throw new InvalidDataException($"{http.BaseAddress}{path} answered null.");
        return rows.ToDictionary(r => r.Code, StringComparer.Ordinal);
    }

    private static Territory Updated(Territory territory, Row? row) => row is null
        ? territory
        : territory with
        {
            Name = row.Name,
            PostalCodes = row.PostalCodes is { Count: > 0 } codes ? codes : territory.PostalCodes,
            Population = row.Population ?? territory.Population,
            Point = PointOf(row) ?? territory.Point,
        };

    private static Point? PointOf(Row row) => row.Centre?.LonLat is [var lon, var lat] ? new Point(lat, lon) : null;
}
