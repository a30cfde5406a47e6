using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace Engagement.Contracts;

/// <summary>
/// The bulk of a message, packed once wherever it is written: MessagePack, its properties by name, compressed together (LZ4), because
/// missions of one feed repeat each other. In JSON it stands as base64: whoever handles the message skips over it.
/// </summary>
/// <typeparam name="T">A public record, or a list of them. It grows by nullable properties only.</typeparam>
[JsonConverter(typeof(PackedConverter))]
public sealed class Packed<T>
    where T : class
{
    private byte[]? packed;

    /// <summary>Holds a value; it is packed when its bytes are first asked for.</summary>
    public Packed(T value) => Value = value;

    internal Packed(byte[] packed)
        : this(MessagePackSerializer.Deserialize<T>(packed, PackedForm.Options) ?? throw new MessagePackSerializationException("The content is nil."))
        => this.packed = packed;

    /// <summary>What is packed.</summary>
    public T Value { get; }

    internal byte[] Bytes => packed ??= MessagePackSerializer.Serialize(Value, PackedForm.Options);
}

internal static class PackedForm
{
    internal static MessagePackSerializerOptions Options { get; } = MessagePackSerializerOptions.Standard
        .WithResolver(CompositeResolver.Create([new RawJsonFormatter(), NativeGuidFormatter.Instance], [ContractlessStandardResolver.Instance]))
        .WithCompression(MessagePackCompression.Lz4BlockArray)
        .WithSecurity(MessagePackSecurity.UntrustedData);

    private sealed class RawJsonFormatter : IMessagePackFormatter<RawJson>
    {
        public void Serialize(ref MessagePackWriter writer, RawJson value, MessagePackSerializerOptions options) => writer.Write(value.Utf8.Span);

        public RawJson Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            new(reader.ReadBytes()?.ToArray() ?? throw new MessagePackSerializationException("A JSON value is nil."));
    }
}

internal sealed class PackedConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Packed<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<Packed<T>>
        where T : class
    {
        public override Packed<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var packed = reader.GetBytesFromBase64();
            try
            {
                return new Packed<T>(packed);
            }
            catch (MessagePackSerializationException e)
            {
                throw new JsonException("What is packed in the message is damaged.", e);
            }
        }

        public override void Write(Utf8JsonWriter writer, Packed<T> value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Bytes);
    }
}
