using System.Text;
using Engagement.Missions;
using Engagement.Missions.Places;

namespace Engagement.FakePartners;

/// <summary>A town where missions take place.</summary>
internal sealed record Town(string Name, string PostalCode, double Lat, double Lon);

/// <summary>A kind of mission: what the words of its missions are drawn from.</summary>
internal sealed record Theme(
    string Domain, IReadOnlyList<string> Activities, string Audience, List<string> Titles, List<string> Presentations, List<string> Tasks, List<string> Tags);

/// <summary>The words of the generator, from the files in the folder of this name.</summary>
internal static class Content
{
    private const int TownCount = 150;

    /// <summary>The largest town of each department, and the largest of the others.</summary>
    internal static IReadOnlyList<Town> Towns { get; } = ChooseTowns();

    internal static IReadOnlyList<string> Phrases { get; } = [.. Resource("phrases").Where(line => line[0] != '#')];

    internal static IReadOnlyList<Theme> Volunteering { get; } = ParseThemes("benevolat");

    internal static IReadOnlyList<Theme> CivicService { get; } = ParseThemes("service-civique");

    private static List<Town> ChooseTowns()
    {
        var towns = Communes.All.Where(c => c is { ParentCode: null, Precision: GeoPrecision.City, DepartmentCode: [_, _] or ['9', '7', '1' or '2' or '3' or '4' or '6'] })
            .OrderByDescending(c => c.Population)
            .ToList();
        return [.. towns.DistinctBy(c => c.DepartmentCode).Concat(towns).Distinct().Take(TownCount).OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new Town(c.Name, c.PostalCodes[0], c.Lat, c.Lon))];
    }

    /// <summary>A theme begins with "# domain | activities | audience"; then T titles, P presentations, K tasks, G tags.</summary>
    private static List<Theme> ParseThemes(string file)
    {
        var themes = new List<Theme>();
        foreach (var line in Resource(file))
        {
            var text = line[2..];
            switch (line[0])
            {
                case '#':
                    var head = text.Split(" | ");
                    themes.Add(new Theme(head[0], head[1].Split(", "), head[2], [], [], [], []));
                    break;
                case 'T': themes[^1].Titles.Add(text); break;
                case 'P': themes[^1].Presentations.Add(text); break;
                case 'K': themes[^1].Tasks.Add(text); break;
                case 'G': themes[^1].Tags.AddRange(text.Split(", ")); break;
                default: throw new InvalidDataException($"{file}: unknown line \"{line}\".");
            }
        }

        return themes;
    }

    private static string[] Resource(string file)
    {
        using var stream = typeof(Content).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"The resource {file} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
