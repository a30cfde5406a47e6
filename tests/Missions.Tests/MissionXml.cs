using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engagement.Missions.Tests;

/// <summary>Makes small feeds and reads them.</summary>
internal static class MissionXml
{
    private static readonly (string Element, string Xml)[] Valid =
    [
        ("clientId", "m-1"),
        ("title", "Aider au jardin"),
        ("description", "Un jardin à entretenir avec les voisins."),
        ("applicationUrl", "https://partenaire.example.fr/missions/1"),
        ("organizationClientId", "org-1"),
        ("organizationName", "Les Jardins"),
    ];

    /// <summary>A mission that is accepted without a remark, with the given elements in place of its own, or added.</summary>
    internal static string Mission(params (string Element, string Xml)[] elements)
    {
        var kept = Valid.Where(v => elements.All(e => e.Element != v.Element && !e.Xml.Contains($"<{v.Element}>", StringComparison.Ordinal)));
        return $"<mission>{string.Concat(kept.Concat(elements).Select(e => $"<{e.Element}>{e.Xml}</{e.Element}>"))}</mission>";
    }

    internal static string Without(string element) =>
        $"<mission>{string.Concat(Valid.Where(v => v.Element != element).Select(e => $"<{e.Element}>{e.Xml}</{e.Element}>"))}</mission>";

    internal static string Feed(params string[] missions) => $"<source>{string.Concat(missions)}</source>";

    internal static async Task<FeedItem> ReadOne(string mission, FeedSettings? settings = null) =>
        Assert.Single(await Read(Feed(mission), settings));

    internal static Task<FeedItem> ReadOne(params (string Element, string Xml)[] elements) => ReadOne(Mission(elements));

    internal static Task<List<FeedItem>> Read(string xml, FeedSettings? settings = null) => Read(Encoding.UTF8.GetBytes(xml), settings);

    internal static async Task<List<FeedItem>> Read(byte[] bytes, FeedSettings? settings = null, FeedLimits? limits = null, FeedReader? reader = null)
    {
        var items = new List<FeedItem>();
        await foreach (var item in (reader ?? new FeedReader(limits)).Read(new MemoryStream(bytes), settings ?? new FeedSettings()))
        {
            items.Add(item);
        }

        return items;
    }

    internal static byte[] Gzip(byte[] bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    /// <summary>A value of an accepted mission by its path in the JSON: <c>addresses[0].city</c>, <c>organization.name</c>; "null" when absent.</summary>
    internal static string Value(FeedItem item, string path)
    {
        Assert.True(item.Mission is not null, "Refused: " + string.Join(", ", item.Refusals.Select(r => r.Code)));
        var root = JsonNode.Parse(MissionJson.Serialize(item.Mission))!.AsObject();
        root["organization"] = item.Organization is null ? null : JsonNode.Parse(MissionJson.Serialize(item.Organization));
        JsonNode? node = root;
        foreach (var step in path.Replace("]", "", StringComparison.Ordinal).Split('.', '['))
        {
            node = node switch
            {
                JsonArray array => int.Parse(step) < array.Count ? array[int.Parse(step)] : null,
                JsonObject value => value[step],
                _ => null,
            };
        }

        return node switch
        {
            null => "null",
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            _ => node.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
        };
    }
}
