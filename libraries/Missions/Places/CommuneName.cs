namespace Engagement.Missions.Places;

/// <summary>
/// The name of a commune as people spell it, made comparable: without case, accents, hyphens and leading article; "St" is "saint",
/// "s/" is "sur", and what follows CEDEX, a comma or a bracket is not part of the name.
/// </summary>
public static class CommuneName
{
    // The longest name of a French commune has 45 characters. Folding may double a text, "st" may become "saint".
    internal const int MaxLength = 100;
    internal const int MaxKey = MaxLength * 4;

    /// <summary>The comparable form; empty when the text names nothing.</summary>
    public static string Key(string name)
    {
        Span<char> key = stackalloc char[MaxKey];
        return Parse(name, key).KeyIn(key).ToString();
    }

    /// <summary>The comparable form, and the number of an arrondissement ("Paris 12e", "LYON CEDEX 03") and postal code written with it; 0 when there is none.</summary>
    internal static ParsedName Parse(ReadOnlySpan<char> text, Span<char> key)
    {
        text = text.Trim();
        if (text.Length > MaxLength)
        {
            return default;
        }

        Span<char> folded = stackalloc char[MaxLength * 2];
        return new Reader(folded[..TextFold.Fold(text, folded)], key).Read();
    }

    private ref struct Reader(ReadOnlySpan<char> text, Span<char> key)
    {
        private readonly ReadOnlySpan<char> text = text;
        private readonly Span<char> key = key;
        private int at;
        private int length;
        private int number;
        private int postalCode;
        private bool isPastName;

        internal ParsedName Read()
        {
            while (Next() is { Length: > 0 } word)
            {
                Take(word);
            }

            return new ParsedName(ArticleLength(key[..length]), length, number, postalCode);
        }

        private ReadOnlySpan<char> Next()
        {
            while (at < text.Length && !char.IsLetterOrDigit(text[at]))
            {
                // What comes behind the name in brackets or after a comma tells the department or the country.
                isPastName |= length > 0 && text[at] is '(' or ',';
                at++;
            }

            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                at++;
            }

            return text[start..at];
        }

        private void Take(ReadOnlySpan<char> word)
        {
            if (char.IsAsciiDigit(word[0]))
            {
                TakeNumber(word);
            }
            else if (word is "cedex")
            {
                isPastName = true;
            }
            else if (!isPastName && word is not ("arrondissement" or "ardt" or "arr"))
            {
                var isShort = at < text.Length && text[at] == '/';
                Append(word switch
                {
                    "st" => "saint",
                    "ste" => "sainte",
                    "s" when isShort => "sur",
                    "ss" when isShort => "sous",
                    _ => word,
                });
            }
        }

        // "75012" before the name; "12", "12e", "12eme", "1er", "03" after it.
        private void TakeNumber(ReadOnlySpan<char> word)
        {
            var digits = word.IndexOfAnyExceptInRange('0', '9');
            var value = int.Parse(digits < 0 ? word[..Math.Min(word.Length, 9)] : word[..Math.Min(digits, 9)], System.Globalization.CultureInfo.InvariantCulture);
            if (word.Length == 5 && digits < 0)
            {
                postalCode = value;
            }
            else if (length > 0 && number == 0 && value is > 0 and <= 20)
            {
                number = value;
            }
        }

        private void Append(ReadOnlySpan<char> word)
        {
            if (length > 0)
            {
                key[length++] = ' ';
            }

            word.CopyTo(key[length..]);
            length += word.Length;
        }

        private static int ArticleLength(ReadOnlySpan<char> name)
        {
            var space = name.IndexOf(' ');
            return space > 0 && name[..space] is "le" or "la" or "les" or "l" ? space + 1 : 0;
        }
    }
}

/// <summary>What a text says of a commune: where its key stands in the buffer, and the numbers written with it.</summary>
internal readonly record struct ParsedName(int Start, int End, int Number, int PostalCode)
{
    internal ReadOnlySpan<char> KeyIn(ReadOnlySpan<char> buffer) => buffer[Start..End];
}
