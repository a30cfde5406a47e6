using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Snappier;

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

/// <summary>
/// Writes JSON that only passes through a message compressed, as base64: whoever handles the message skips over it and need not tokenise it,
/// as it would have to, several times a hop, if it stood there as a nested value. A mission says its description twice, as HTML and as
/// text: Snappy halves it in less time than the copies of the other half take.
/// </summary>
internal sealed class PackedJsonConverter : JsonConverter<RawJson>
{
    /// <summary>Before what is compressed. JSON itself cannot begin with it: what an earlier version left on its way is read as well.</summary>
    private const byte Compressed = 1;

    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var packed = reader.GetBytesFromBase64();
        try
        {
            return new RawJson(packed is [Compressed, ..] ? Snappy.DecompressToArray(packed.AsSpan(1)) : packed);
        }
        catch (InvalidDataException e)
        {
            throw new JsonException("The packed JSON is damaged.", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        var json = value.Utf8.Span;
        var packed = ArrayPool<byte>.Shared.Rent(1 + Snappy.GetMaxCompressedLength(json.Length));
        packed[0] = Compressed;
        var length = 1 + Snappy.Compress(json, packed.AsSpan(1));
        writer.WriteBase64StringValue(packed.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(packed);
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
