using System.Globalization;

namespace Engagement.Search.Analysis;

/// <summary>
/// What each UTF-16 unit becomes: a lower-case letter without its accent, a digit, nothing (combining marks, soft hyphens) or the end of a word.
/// A table of our own: with invariant globalization <c>string.Normalize</c> leaves accents as they are.
/// </summary>
internal static class LetterFold
{
    internal const char Separator = '\0';
    internal const char Ignored = '\u0001';

    // Ligatures become two letters: the table holds a mark, Ligatures what it stands for.
    private const char FirstLigature = '\u0002';
    private static readonly string[] Ligatures = ["oe", "ae", "ss", "ij", "ff", "fi", "fl", "ffi", "ffl", "st", "th"];
    private const string LigatureSources = "œŒæÆßẞĳĲﬀﬁﬂﬃﬄﬅﬆþÞ";
    private static readonly int[] LigatureTargets = [0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 9, 10, 10];

    private static readonly (char Letter, string Accented)[] Accents =
    [
        ('a', "àáâãäåāăąǎǟǡǻȁȃȧªạảấầẩẫậắằẳẵặ"), ('c', "çćĉċč"), ('d', "ďđð"), ('e', "èéêëēĕėęěȅȇȩẹẻẽếềểễệ"),
        ('f', "ƒ"), ('g', "ĝğġģǧǵ"), ('h', "ĥħ"), ('i', "ìíîïĩīĭįıǐȉȋỉị"), ('j', "ĵǰ"), ('k', "ķĸǩ"),
        ('l', "ĺļľŀł"), ('n', "ñńņňŉŋǹ"), ('o', "òóôõöøōŏőǒǫǭȍȏȫȭȯȱºọỏốồổỗộớờởỡợơ"), ('r', "ŕŗřȑȓ"),
        ('s', "śŝşšșſ"), ('t', "ţťŧț"), ('u', "ùúûüũūŭůűųǔǖǘǚǜȕȗụủứừửữựư"), ('w', "ŵẁẃẅ"), ('y', "ýÿŷȳỳỵỷỹ"), ('z', "źżžƶ"),
    ];

    private static readonly char[] Table = BuildTable();

    /// <summary>The folded unit, <see cref="Separator"/>, <see cref="Ignored"/> or the mark of a ligature.</summary>
    internal static char Of(char c) => Table[c];

    /// <summary>Writes the word without accents, in lower case, as far as there is room; returns the length.</summary>
    internal static int Fold(ReadOnlySpan<char> word, Span<char> target)
    {
        var length = 0;
        foreach (var c in word)
        {
            var folded = Table[c];
            if (folded > Ligatures.Length + 1)
            {
                if (length == target.Length) return length;
                target[length++] = folded;
            }
            else if (folded >= FirstLigature)
            {
                var letters = Ligatures[folded - FirstLigature];
                if (length + letters.Length > target.Length) return length;
                letters.CopyTo(target[length..]);
                length += letters.Length;
            }
        }

        return length;
    }

    private static char[] BuildTable()
    {
        var table = new char[char.MaxValue + 1];
        for (var c = 0; c < table.Length; c++) table[c] = Default((char)c);
        foreach (var (letter, accented) in Accents)
        {
            foreach (var c in accented) table[c] = table[char.ToUpperInvariant(c)] = letter;
        }

        table['İ'] = 'i';
        for (var i = 0; i < LigatureSources.Length; i++) table[LigatureSources[i]] = (char)(FirstLigature + LigatureTargets[i]);
        return table;
    }

    private static char Default(char c) => char.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark => Ignored,
        UnicodeCategory.Format => Ignored,
        _ => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : Separator,
    };
}
