using System.Diagnostics.CodeAnalysis;

namespace Engagement.Search.Identifiers;

/// <summary>
/// The one public identifier of an entity: a letter that says what it is and the UUID in Crockford's base 32, lower case. The GraphQL
/// <c>id</c> is also REST's <c>_id</c>, RPDE's id, the webhooks' id and the id in <c>/r/</c>. One entity has one spelling.
/// </summary>
internal static class PublicId
{
    internal const char Mission = 'm';
    internal const char Organization = 'o';
    internal const char Publisher = 'p';
    internal const char Structure = 's';

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Digits = 26;

    /// <summary>The text of an entity's id.</summary>
    internal static string Of(char kind, Guid id) => string.Create(Digits + 1, (kind, id), static (text, entity) =>
    {
        Span<byte> bytes = stackalloc byte[16];
        entity.id.TryWriteBytes(bytes, bigEndian: true, out _);
        text[0] = entity.kind;
        var (buffer, bits, next) = (0u, 0, 1);
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text[next++] = Alphabet[(int)(buffer >> (bits - 5)) & 31];
            }
        }

        text[next] = Alphabet[(int)(buffer << (5 - bits)) & 31];
    });

    /// <summary>Reads any id; false for a text that no entity has.</summary>
    internal static bool TryParse([NotNullWhen(true)] string? text, out char kind, out Guid id)
    {
        (kind, id) = (default, default);
        if (text is not { Length: Digits + 1 } || text[0] is not (Mission or Organization or Publisher))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        var (buffer, bits, next) = (0u, 0, 0);
        foreach (var c in text.AsSpan(1))
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            buffer = (buffer << 5) | (uint)digit;
            bits += 5;
            if (bits >= 8 && next < bytes.Length)
            {
                bits -= 8;
                bytes[next++] = (byte)(buffer >> bits);
            }
        }

        // 26 digits are 130 bits: the two last ones are zero, or the same entity would have four spellings.
        (kind, id) = (text[0], new Guid(bytes, bigEndian: true));
        return (buffer & 3) == 0;
    }

    /// <summary>Reads an id of one kind.</summary>
    internal static bool TryParse(char kind, string? text, out Guid id) => TryParse(text, out var found, out id) && found == kind;
}
