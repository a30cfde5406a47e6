using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Engagement.Search.Index;

namespace Engagement.Search.Cursors;

/// <summary>What came of reading a cursor.</summary>
internal enum CursorOutcome
{
    /// <summary>It is ours and of this query.</summary>
    Read,

    /// <summary><c>CURSOR_INVALID</c>: not a cursor of ours, damaged or signed with a key that is gone.</summary>
    Invalid,

    /// <summary><c>CURSOR_MISMATCH</c>: ours, of another search, filter, order or partner.</summary>
    Mismatch,
}

/// <summary>
/// Writes and reads cursors: version, order value, id, scope and half an HMAC-SHA256 over them, in base64url. Nothing in it is secret; the signature
/// keeps clients from building positions that no list has.
/// </summary>
internal sealed class CursorCodec(byte[] key)
{
    private const byte Version = 1;
    private const int PayloadSize = 1 + sizeof(long) + 16 + sizeof(ulong);
    private const int MacSize = 16;
    private const int Size = PayloadSize + MacSize;

    internal string Write(MissionPosition position, CursorScope scope)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], position.Key);
        position.Id.TryWriteBytes(bytes[9..], bigEndian: true, out _);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[25..], scope.Hash);
        Sign(bytes[..PayloadSize], bytes[PayloadSize..]);
        return Base64Url.EncodeToString(bytes);
    }

    internal CursorOutcome Read(string text, CursorScope scope, out MissionPosition position)
    {
        position = default;
        Span<byte> bytes = stackalloc byte[Size];
        Span<byte> mac = stackalloc byte[MacSize];
        if (!TryDecode(text, bytes) || bytes[0] != Version) return CursorOutcome.Invalid;
        Sign(bytes[..PayloadSize], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[PayloadSize..])) return CursorOutcome.Invalid;
        if (BinaryPrimitives.ReadUInt64BigEndian(bytes[25..]) != scope.Hash) return CursorOutcome.Mismatch;
        position = new MissionPosition(BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), new Guid(bytes.Slice(9, 16), bigEndian: true));
        return CursorOutcome.Read;
    }

    private void Sign(ReadOnlySpan<byte> payload, Span<byte> mac)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, payload, hash);
        hash[..MacSize].CopyTo(mac);
    }

    private static bool TryDecode(string text, Span<byte> bytes) =>
        text.Length == Base64Url.GetEncodedLength(Size)
        && Base64Url.IsValid(text, out var length) && length == Size
        && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == Size;
}
