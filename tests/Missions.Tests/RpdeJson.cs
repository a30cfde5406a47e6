using System.Text;
using System.Text.Json;

namespace Engagement.Missions.Tests;

/// <summary>Makes small RPDE pages and reads them.</summary>
internal static class RpdeJson
{
    internal static Dictionary<string, object?> Data(params (string Name, object? Value)[] fields)
    {
        var data = new Dictionary<string, object?>
        {
            ["title"] = "Aider au jardin",
            ["description"] = "Un jardin à entretenir avec les voisins.",
            ["applicationUrl"] = "https://partenaire.example.fr/missions/1",
            ["organizationClientId"] = "org-1",
            ["organizationName"] = "Les Jardins",
        };
        foreach (var (name, value) in fields)
        {
            data[name] = value;
        }

        return data;
    }

    internal static string Updated(object? data, string id = "\"m-1\"", string more = "") =>
        $$"""{"state":"updated","kind":"mission","id":{{id}},"modified":1{{more}},"data":{{JsonSerializer.Serialize(data)}}}""";

    internal static string Page(params IEnumerable<string> items) => $$"""{"next":"https://flux.example.fr/?after=1","items":[{{string.Join(',', items)}}],"license":"x"}""";

    internal static FeedItem ReadOne(params (string Name, object? Value)[] fields) => Assert.Single(Read(Page(Updated(Data(fields)))));

    internal static List<FeedItem> Read(string page, RpdeReader? reader = null) => Read(Encoding.UTF8.GetBytes(page), reader);

    internal static List<FeedItem> Read(byte[] page, RpdeReader? reader = null) =>
        (reader ?? new RpdeReader(new FeedSettings())).ReadPage(new MemoryStream(page)).ToBlockingEnumerable().ToList();

    internal static string Fault(byte[] page, FeedLimits? limits = null) =>
        Assert.Throws<FeedException>(() => Read(page, new RpdeReader(new FeedSettings(), limits))).Code;
}
