using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Engagement.Geodata;

/// <summary>
/// Writes the table that <c>libraries/Missions</c> holds: a row per commune and arrondissement by ascending code, then the former communes,
/// then the departments. Cells: code, name, postal codes, population, latitude, longitude, kind, parent. Kinds: C, a commune at its own point;
/// A, one of which only the neighbourhood is known; M, an arrondissement; F, a former commune; D, a department.
/// </summary>
internal static class CommuneTableWriter
{
    internal static int Write(Stream output, string source, OfficialData data, CommunePoints points)
    {
        using var gzip = new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true);
        using var text = new StreamWriter(gzip, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        text.WriteLine($"# {source}");
        var current = data.Territories.Where(t => !t.IsFormer).OrderBy(t => t.Code, StringComparer.Ordinal).ToList();
        foreach (var territory in current)
        {
            var (point, kind) = points.Own(territory) is { } own ? (own, "C") : (points.Near(territory), "A");
            if (point is { } known)
            {
                Row(text, territory.Code, territory.Name, string.Join(' ', territory.PostalCodes), Number(territory.Population), Degrees(known.Lat), Degrees(known.Lon), territory.Parent is null ? kind : "M", territory.Parent);
            }
        }

        foreach (var former in data.Territories.Where(t => t.IsFormer).OrderBy(t => t.Code, StringComparer.Ordinal).ThenBy(t => t.Name, StringComparer.Ordinal))
        {
            Row(text, former.Code, former.Name, "", "", "", "", "F", former.Parent);
        }

        foreach (var department in current.Select(t => t.Department).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (points.Department(department) is { } centre)
            {
                Row(text, department, "", "", "", Degrees(centre.Lat), Degrees(centre.Lon), "D", null);
            }
        }

        return current.Count;
    }

    private static void Row(StreamWriter text, params string?[] cells) => text.WriteLine(string.Join('\t', cells));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // A ten-thousandth of a degree is eleven metres.
    private static string Degrees(double degrees) => Math.Round(degrees, 4).ToString(CultureInfo.InvariantCulture);
}
