using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Contracts;

namespace Engagement.Messaging;

/// <summary>The JSON form of <see cref="Changes"/> and of the bodies in it: camel case, UTF-8, nulls left out.</summary>
public static class MessageJson
{
    /// <summary>The options behind it, for HTTP clients and endpoints that carry contracts.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Bodies hold French text and never go into a page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The body of a change as UTF-8 JSON.</summary>
    public static RawJson Write<TBody>(TBody body) => new(JsonSerializer.SerializeToUtf8Bytes(body, Options));

    /// <summary>Reads the body of a change; throws <see cref="JsonException"/> when it is not one.</summary>
    public static TBody Read<TBody>(RawJson body) =>
        JsonSerializer.Deserialize<TBody>(body.Utf8.Span, Options) ?? throw new JsonException($"A {typeof(TBody).Name} is null.");
}
