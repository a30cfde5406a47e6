using System.Buffers;
using System.Net;
using System.Text;

namespace Engagement.Missions;

/// <summary>
/// Text of one line as a reader sees it: entities decoded once, white space made single, control characters gone, also those that turn the
/// direction of writing round: a title with U+202E would show what it does not say, and what stands after it reversed.
/// </summary>
public static class PlainText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(BuildSpecial());

    // U+007F to U+009F, the Arabic letter mark, the marks, embeddings, overrides and isolates of direction, deprecated formats, the byte
    // order mark, annotations.
    private static readonly SearchValues<char> Gone = SearchValues.Create(Chars(
        (0x7F, 0x9F), (0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x2060), (0x2066, 0x206F), (0xFEFF, 0xFEFF),
            (0xFFF9, 0xFFFB)));

    private static readonly SearchValues<char> Invisible = SearchValues.Create(Chars(
        (0x7F, 0x9F), (0x61C, 0x61C), (0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x2060), (0x2066, 0x206F), (0xFEFF, 0xFEFF),
            (0xFFF9, 0xFFFB)));

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

        var decoded = WithoutControls(FromWindows(text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text));
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
        return text.ContainsAny(Special) || text.Contains("  ", StringComparison.Ordinal) || TurnsDirection(text)
            ? Collapse(text.ToString()) ?? ""
            : text.ToString();
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

    internal static bool IsControl(char c) => (c < ' ' && c is not ('\t' or '\n' or '\r')) || c is '\u007F' || TurnsDirection(c);

    /// <summary>The embeddings, overrides and isolates of direction, which also act on what follows the text that holds them.</summary>
    internal static bool TurnsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>True when one of them is there.</summary>
    internal static bool TurnsDirection(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\u202A', '\u202E') || text.ContainsAnyInRange('\u2066', '\u2069');

    /// <summary>An identifier as it is shown: on one line, without controls and without marks of direction.</summary>
    public static string Identifier(string text) => WithoutControls(text.ReplaceLineEndings(" "));

    /// <summary>True when the text has a character that no reader sees: a control, a mark of direction, a separator of width zero.</summary>
    internal static bool HasInvisible(ReadOnlySpan<char> text) =>
        text.ContainsAny(Invisible) || text.ContainsAnyInRange('\0', '\u001F') || text.ContainsAnyInRange('\u200B', '\u200D');

    /// <summary>
    /// The text without the controls of ISO-8859-1 that stand for nothing and those of Unicode that turn the direction of writing round or
    /// have no place in text; separators of lines become spaces. What joins emojis stays.
    /// </summary>
    internal static string WithoutControls(string text)
    {
        // Nearly every text passes one of these two looks.
        var span = text.AsSpan();
        if (!span.ContainsAnyExceptInRange('\0', '\u007E') || span.IndexOfAny(Invisible) < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            // Behind one of these letters a control is the trace of a wrong character set, which is told.
            var isTrace = text[i] is >= '\u0080' and <= '\u009F' && i > 0 && Suspect.Contains(text[i - 1]);
            if (isTrace || !Gone.Contains(text[i]))
            {
                clean.Append(text[i] is '\u2028' or '\u2029' ? ' ' : text[i]);
            }
        }

        return clean.ToString();
    }

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

    private static string Chars(params ReadOnlySpan<(int First, int Last)> ranges)
    {
        var chars = new StringBuilder();
        foreach (var (first, last) in ranges)
        {
            for (var c = first; c <= last; c++)
            {
                chars.Append((char)c);
            }
        }

        return chars.ToString();
    }

    private static string BuildSpecial() => string.Concat(Enumerable.Range(0, 32).Select(c => (char)c)) + "\u007F";
}
