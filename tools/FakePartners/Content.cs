using System.Globalization;
using System.Text;

namespace Engagement.FakePartners;

/// <summary>A town where missions take place.</summary>
internal sealed record Commune(string Name, string PostalCode, double Lat, double Lon);

/// <summary>A kind of mission: what the words of its missions are drawn from.</summary>
internal sealed record Theme(
    string Domain, IReadOnlyList<string> Activities, string Audience, List<string> Titles, List<string> Presentations, List<string> Tasks, List<string> Tags);

/// <summary>The words of the generator, from the files in the folder of this name.</summary>
internal static class Content
{
    internal static IReadOnlyList<Commune> Communes { get; } = [.. Lines("communes").Select(ParseCommune)];

    internal static IReadOnlyList<string> Phrases { get; } = [.. Lines("phrases")];

    internal static IReadOnlyList<Theme> Volunteering { get; } = ParseThemes("benevolat");

    internal static IReadOnlyList<Theme> CivicService { get; } = ParseThemes("service-civique");

    private static Commune ParseCommune(string line)
    {
        var cells = line.Split('\t');
        return new Commune(cells[0], cells[1], double.Parse(cells[2], CultureInfo.InvariantCulture), double.Parse(cells[3], CultureInfo.InvariantCulture));
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

    private static IEnumerable<string> Lines(string file) => Resource(file).Where(line => line[0] != '#');

    private static string[] Resource(string file)
    {
        using var stream = typeof(Content).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"The resource {file} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
