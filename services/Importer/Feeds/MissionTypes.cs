using System.Text.Json;
using Engagement.Missions;

namespace Engagement.Importer.Feeds;

/// <summary>The codes of mission types, as in the format.</summary>
internal static class MissionTypes
{
    private static readonly Dictionary<string, MissionType> ByCode =
        Enum.GetValues<MissionType>().ToDictionary(type => JsonSerializer.SerializeToElement(type).GetString()!);

    internal static IEnumerable<string> Codes => ByCode.Keys;

    internal static bool Exists(string code) => ByCode.ContainsKey(code);

    internal static MissionType Parse(string code) =>
        ByCode.TryGetValue(code, out var type) ? type : throw new InvalidOperationException($"The mission type {code} is unknown: use {string.Join(", ", Codes)}.");
}
