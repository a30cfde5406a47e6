using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engagement.Missions;

/// <summary>The one JSON form of <see cref="MissionContent"/> and <see cref="OrganizationContent"/>: camel case, UTF-8, nulls left out.</summary>
public static class MissionJson
{
    private static readonly MissionJsonContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // French text stays readable; the JSON never goes into a page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>UTF-8 JSON of a mission.</summary>
    public static byte[] Serialize(MissionContent mission) => JsonSerializer.SerializeToUtf8Bytes(mission, Context.MissionContent);

    /// <summary>UTF-8 JSON of a structure.</summary>
    public static byte[] Serialize(OrganizationContent organization) => JsonSerializer.SerializeToUtf8Bytes(organization, Context.OrganizationContent);

    /// <summary>Reads a mission; throws <see cref="JsonException"/> when the text is not one.</summary>
    public static MissionContent DeserializeMission(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Context.MissionContent) ?? throw new JsonException("A mission's content is null.");

    /// <summary>Reads what a catalog keeps of a mission; throws <see cref="JsonException"/> when the text is not one.</summary>
    public static MissionFacts DeserializeFacts(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Context.MissionFacts) ?? throw new JsonException("A mission's content is null.");

    /// <summary>Reads a structure; throws <see cref="JsonException"/> when the text is not one.</summary>
    public static OrganizationContent DeserializeOrganization(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Context.OrganizationContent) ?? throw new JsonException("A structure's content is null.");
}

[JsonSerializable(typeof(MissionContent))]
[JsonSerializable(typeof(MissionFacts))]
[JsonSerializable(typeof(OrganizationContent))]
internal sealed partial class MissionJsonContext : JsonSerializerContext;
