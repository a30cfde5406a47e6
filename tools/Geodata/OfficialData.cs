using System.Text.Json;

namespace Engagement.Geodata;

/// <summary>A commune, an arrondissement of Paris, Lyon or Marseille, or one that another commune took in.</summary>
/// <param name="Parent">The commune that an arrondissement or a former commune is in; null for a commune.</param>
internal sealed record Territory(
    string Code, string Name, string Department, IReadOnlyList<string> PostalCodes, int Population, string? Parent = null, bool IsFormer = false, Point? Point = null);

/// <summary>The files of the npm package @etalab/decoupage-administratif: INSEE's list of communes with La Poste's postal codes.</summary>
/// <param name="Territories">All of them, in the order of the file.</param>
/// <param name="Groups">The code of the intercommunality of each commune.</param>
internal sealed record OfficialData(IReadOnlyList<Territory> Territories, IReadOnlyDictionary<string, string> Groups)
{
    internal static OfficialData Read(string folder)
    {
        using var communes = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "communes.json")));
        using var groups = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "epci.json")));
        return new OfficialData(
            [.. communes.RootElement.EnumerateArray().Select(Territory).Where(t => t is not null).Select(t => t!)],
            groups.RootElement.EnumerateArray()
                .SelectMany(g => g.GetProperty("membres").EnumerateArray().Select(m => (Member: Text(m, "code")!, Group: Text(g, "code")!)))
                .DistinctBy(m => m.Member)
                .ToDictionary(m => m.Member, m => m.Group, StringComparer.Ordinal));
    }

    private static Territory? Territory(JsonElement row)
    {
        var (parent, isFormer) = Text(row, "type") switch
        {
            "commune-actuelle" => (null, false),
            "arrondissement-municipal" => (Text(row, "commune"), false),
            "commune-deleguee" or "commune-associee" => (Text(row, "chefLieu"), true),
            var type => throw new InvalidDataException($"communes.json has a type that is not known: {type}."),
        };
        return new Territory(
            Text(row, "code")!,
            Text(row, "nom")!,
            Text(row, "departement") ?? DepartmentOf(Text(row, "code")!),
            row.TryGetProperty("codesPostaux", out var codes) ? [.. codes.EnumerateArray().Select(c => c.GetString()!)] : [],
            row.TryGetProperty("population", out var population) ? population.GetInt32() : 0,
            parent,
            isFormer);
    }

    /// <summary>The department in an INSEE code: two characters, three overseas.</summary>
    internal static string DepartmentOf(string code) => code[..(code is ['9', '7' or '8', ..] ? 3 : 2)];

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
