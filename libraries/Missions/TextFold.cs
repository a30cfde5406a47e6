using System.Buffers;

namespace Engagement.Missions;

/// <summary>
/// Text without case and accents, so that <c>Écoute</c>, <c>ECOUTE</c> and <c>ecoute</c> are one. A table of our own, because the
/// product runs with invariant globalisation, where Unicode decomposition is not to be had; it covers the Latin letters of Europe and combining accents.
/// </summary>
public static class TextFold
{
    private const int TableSize = 0x250;
    private const char Dropped = '\0';

    // Plain letter, then the accented ones that become it. What is absent keeps its lower-case form.
    private static readonly string[] Letters =
    [
        "aàáâãäåāăąǎ", "cçćĉċč", "dðďđ", "eèéêëēĕėęě", "gĝğġģ", "hĥħ", "iìíîïĩīĭįıǐ", "jĵ", "kķ", "lĺļľŀł", "nñńņňŉŋ",
        "oòóôõöøōŏőǒ", "rŕŗř", "sśŝşšșſ", "tţťŧț", "uùúûüũūŭůűųǔ", "wŵ", "yýÿŷ", "zźżž", "'’‘ʼ",
    ];

    private static readonly char[] Table = BuildTable();

    /// <summary>The folded text; the same string when there is nothing to fold.</summary>
    public static string Fold(string text)
    {
        if (IsFolded(text))
        {
            return text;
        }

        return Fold(text.AsSpan());
    }

    /// <summary>The folded text.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        char[]? rented = null;
        Span<char> buffer = text.Length <= 256 ? stackalloc char[512] : (rented = ArrayPool<char>.Shared.Rent(text.Length * 2));
        var folded = new string(buffer[..Fold(text, buffer)]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return folded;
    }

    /// <summary>Folds into a buffer, which must hold twice the length of the text (œ becomes two letters); returns how many characters were written.</summary>
    public static int Fold(ReadOnlySpan<char> text, Span<char> destination)
    {
        var length = 0;
        foreach (var c in text)
        {
            switch (c)
            {
                case 'œ' or 'Œ': destination[length++] = 'o'; destination[length++] = 'e'; break;
                case 'æ' or 'Æ': destination[length++] = 'a'; destination[length++] = 'e'; break;
                case 'ß': destination[length++] = 's'; destination[length++] = 's'; break;
                default:
                    var folded = FoldLetter(c);
                    if (folded != Dropped)
                    {
                        destination[length++] = folded;
                    }

                    break;
            }
        }

        return length;
    }

    private static char FoldLetter(char c) => c switch
    {
        < (char)TableSize => Table[c],
        >= '\u0300' and <= '\u036F' => Dropped,
        '’' or '‘' or 'ʼ' => '\'',
        _ => char.ToLowerInvariant(c),
    };

    private static bool IsFolded(string text) =>
        !text.AsSpan().ContainsAnyInRange('A', 'Z') && System.Text.Ascii.IsValid(text);

    private static char[] BuildTable()
    {
        var table = new char[TableSize];
        for (var i = 1; i < TableSize; i++)
        {
            table[i] = char.ToLowerInvariant((char)i);
        }

        foreach (var row in Letters)
        {
            foreach (var accented in row.Where(c => c < TableSize))
            {
                table[accented] = row[0];
                var upper = char.ToUpperInvariant(accented);
                if (upper < TableSize && char.ToLowerInvariant(upper) == accented)
                {
                    table[upper] = row[0];
                }
            }
        }

        return table;
    }
}
