using System.Buffers;
using System.Net;

namespace Engagement.Missions;

/// <summary>Text of one line as a reader sees it: entities decoded once, white space made single, control characters gone.</summary>
public static class PlainText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(BuildSpecial());

    private static readonly SearchValues<char> Suspect = SearchValues.Create("\uFFFDÃÂâÅðï");

    // What Windows-1252 has at 0x80 to 0x9F; where it has nothing, the control character of ISO-8859-1.
    private const string Windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    /// <summary>The text on one line, or null when nothing is left. Non-breaking spaces stay.</summary>
    public static string? Line(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var decoded = FromWindows(text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text);
        return decoded.AsSpan().ContainsAny(Special) || decoded.Contains("  ", StringComparison.Ordinal) ? Collapse(decoded) : NullWhenBlank(decoded);
    }

    /// <summary>
    /// True when decoded text still holds entities (it was encoded twice), or the traces of a wrong character set: <c>Ã©</c>, <c>â€™</c>, U+FFFD.
    /// </summary>
    public static bool IsBadlyEncoded(ReadOnlySpan<char> decoded)
    {
        if (HasWrongCharacterSet(decoded))
        {
            return true;
        }

        for (var start = decoded.IndexOf('&'); start >= 0;)
        {
            decoded = decoded[start..];
            var end = decoded[..Math.Min(decoded.Length, 12)].IndexOf(';');
            if (end > 1 && IsEntity(decoded[..(end + 1)].ToString()))
            {
                return true;
            }

            decoded = decoded[1..];
            start = decoded.IndexOf('&');
        }

        return false;
    }

    /// <summary>One line of a text, its white space made single.</summary>
    internal static string CollapseLine(ReadOnlySpan<char> line)
    {
        var text = line.Trim();
        return text.ContainsAny(Special) || text.Contains("  ", StringComparison.Ordinal) ? Collapse(text.ToString()) ?? "" : text.ToString();
    }

    /// <summary>
    /// The text with the characters that Windows writes where other character sets have controls: <c>&amp;#146;</c>, or a Windows file that calls itself ISO-8859-1.
    /// </summary>
    internal static string FromWindows(string text) =>
        text.AsSpan().ContainsAnyInRange('\u0080', '\u009F')
            ? string.Create(text.Length, text, static (to, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                {
                    to[i] = from[i] is >= '\u0080' and <= '\u009F' ? Windows[from[i] - '\u0080'] : from[i];
                }
            })
            : text;

    internal static bool IsControl(char c) => (c < ' ' && c is not ('\t' or '\n' or '\r')) || c is '\u007F';

    private static bool IsEntity(string candidate) => WebUtility.HtmlDecode(candidate) != candidate;

    private static bool HasWrongCharacterSet(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Suspect) is var at and >= 0)
        {
            var next = at + 1 < text.Length ? text[at + 1] : ' ';
            switch (text[at])
            {
                case '\uFFFD':
                case 'Ã' or 'Â' when next is >= '\u0080' and <= '\u00BF' || Windows.Contains(next):
                case 'â' when next is '\u0080' || Windows.Contains(next):
                case 'Å' when next is '“' or '’' or '¸':
                case 'ð' when next is 'Ÿ' or '\u009F':
                case 'ï' when next is '¿' or '¸':
                    return true;
            }

            text = text[(at + 1)..];
        }

        return false;
    }

    private static string? Collapse(string text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var length = 0;
        foreach (var c in text)
        {
            if (c is ' ' or '\t' or '\n' or '\r')
            {
                if (length > 0 && buffer[length - 1] != ' ')
                {
                    buffer[length++] = ' ';
                }
            }
            else if (!IsControl(c))
            {
                buffer[length++] = c;
            }
        }

        var collapsed = buffer.AsSpan(0, length).Trim().ToString();
        ArrayPool<char>.Shared.Return(buffer);
        return NullWhenBlank(collapsed);
    }

    private static string? NullWhenBlank(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 ? null : trimmed;
    }

    private static string BuildSpecial() => string.Concat(Enumerable.Range(0, 32).Select(c => (char)c)) + "\u007F";
}
