using System.Globalization;
using Engagement.Missions;

namespace Engagement.Search.Analysis;

/// <summary>
/// <see cref="TextFold"/> as one look-up a UTF-16 unit: a lower-case letter without its accent, a digit, nothing (combining marks, soft
/// hyphens), two letters (œ) or the end of a word.
/// </summary>
internal static class LetterFold
{
    internal const char Separator = '\0';
    internal const char Ignored = '\u0001';

    // Units that become several letters: the table holds a mark, Expansions what it stands for.
    private const char FirstExpansion = '\u0002';

    // Written by word processors and PDF files, beside what TextFold knows.
    private static readonly Dictionary<char, string> Ligatures = new() { ['ﬀ'] = "ff", ['ﬁ'] = "fi", ['ﬂ'] = "fl", ['ﬃ'] = "ffi", ['ﬄ'] = "ffl", ['ẞ'] = "ss" };

    private static readonly List<string> Expansions = [];
    private static readonly char[] Table = BuildTable();
    private static readonly int LastExpansion = FirstExpansion + Expansions.Count - 1;

    /// <summary>The folded unit, <see cref="Separator"/>, <see cref="Ignored"/> or the mark of several letters.</summary>
    internal static char Of(char c) => Table[c];

    /// <summary>Writes the word without accents, in lower case, as far as there is room; returns the length.</summary>
    internal static int Fold(ReadOnlySpan<char> word, Span<char> target)
    {
        var length = 0;
        foreach (var c in word)
        {
            var folded = Table[c];
            if (folded > LastExpansion)
            {
                if (length == target.Length) return length;
                target[length++] = folded;
            }
            else if (folded >= FirstExpansion)
            {
                var letters = Expansions[folded - FirstExpansion];
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
        for (var c = 0; c < table.Length; c++) table[c] = Entry((char)c);
        return table;
    }

    private static char Entry(char c)
    {
        if (Ligatures.TryGetValue(c, out var letters)) return Mark(letters);
        if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format)
        {
            return Ignored;
        }

        // The letter apostrophe (U+02BC) is an apostrophe.
        var folded = char.IsLetterOrDigit(c) ? TextFold.Fold([c]) : "";
        return folded.Length switch
        {
            0 => Separator,
            1 => char.IsLetterOrDigit(folded[0]) ? folded[0] : Separator,
            _ => Mark(folded),
        };
    }

    private static char Mark(string letters)
    {
        if (!Expansions.Contains(letters)) Expansions.Add(letters);
        return (char)(FirstExpansion + Expansions.IndexOf(letters));
    }
}
