using System.Text;

namespace Engagement.Missions;

/// <summary>
/// The character set of a feed where the XML declaration alone would mislead: files of Windows that call themselves ISO-8859-1, UTF-8 files that
/// call themselves UTF-16 or by a name that is none. A byte order mark is believed before the declaration.
/// </summary>
internal static class FeedEncoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The encoding to read with, or null where XML's own rules find it.</summary>
    /// <param name="head">The first bytes of the document, its byte order mark of UTF-8 left out.</param>
    /// <param name="isMarkedUtf8">True when it had that mark.</param>
    internal static Encoding? Of(ReadOnlySpan<byte> head, bool isMarkedUtf8)
    {
        if (isMarkedUtf8)
        {
            return Declared(head) is null or "utf-8" ? null : Utf8;
        }

        return head switch
        {
            [0xFF, 0xFE, not 0, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => Declared(head) switch
            {
                // As browsers do: what ISO-8859-1 has there are control characters, which no text needs.
                "iso-8859-1" or "iso8859-1" or "latin1" or "latin-1" => Encoding.GetEncoding(1252),
                "us-ascii" or "ascii" or "utf8" or "utf_8" or "utf-16" or "unicode" => Utf8,
                _ => null,
            },
        };
    }

    /// <summary>The name in a declaration of one byte a character, in lower case.</summary>
    private static string? Declared(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("<?xml"u8) || head.IndexOf("?>"u8) is not (var end and > 0))
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(head[..end]);
        var parts = text[(text.IndexOf("encoding", StringComparison.Ordinal) is var at and > 0 ? at : text.Length)..].Split('"', '\'');
        return parts.Length > 1 ? parts[1].ToLowerInvariant() : null;
    }
}
