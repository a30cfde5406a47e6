using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engagement.Contracts;

/// <summary>
/// A JSON value kept as the UTF-8 text it arrived in. A mission's content is serialised once, by the importer, and every later
/// stage (bus, catalog, change log, replica) passes on the same bytes: nothing is parsed to be written again.
/// </summary>
/// <param name="Utf8">One complete JSON value, UTF-8, without a byte order mark.</param>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>The value as text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>Wraps JSON text; the text is not checked here.</summary>
    public static RawJson Parse(string json) => new(Encoding.UTF8.GetBytes(json));

    /// <summary>Two values are equal when their bytes are.</summary>
    public bool Equals(RawJson other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }
}

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
