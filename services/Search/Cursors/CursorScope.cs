using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Search.Index;

namespace Engagement.Search.Cursors;

/// <summary>The query that a cursor belongs to: used with another one, a cursor would show a page of nothing in particular.</summary>
internal readonly record struct CursorScope(ulong Hash)
{
    /// <summary>Scope of a list of missions. Time and visibility are not part of it: they may move while a client pages.</summary>
    internal static CursorScope Of(string? search, MissionFilter filter, MissionOrder order, Guid? partner) =>
        Of(JsonSerializer.SerializeToUtf8Bytes(new Parts(search, filter, order, partner), CursorJson.Default.Parts));

    /// <summary>Scope of another list, from a text that names it whole.</summary>
    internal static CursorScope Of(ReadOnlySpan<byte> description)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(description, hash);
        return new CursorScope(BitConverter.ToUInt64(hash));
    }

    internal sealed record Parts(string? Search, MissionFilter Filter, MissionOrder Order, Guid? Partner);
}

[JsonSerializable(typeof(CursorScope.Parts))]
internal sealed partial class CursorJson : JsonSerializerContext;
