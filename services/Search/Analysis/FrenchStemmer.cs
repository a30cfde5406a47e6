using System.Collections.Frozen;

namespace Engagement.Search.Analysis;

/// <summary>
/// Light stemming of folded French words: plural to singular, feminine to masculine, infinitive to participle. It works without accents
/// because queries are typed without them; each step maps a word and its variant to the same letters, not to a real root.
/// </summary>
internal static class FrenchStemmer
{
    private const int Shortest = 3;

    // No stem is longer than its words: they are stemmed in place.
    private static readonly FrozenDictionary<string, string> Irregulars = Table("""
        aujourd: aujourdhui
        an: ans
        mal: maux
        travail: travaux
        vitrail: vitraux
        oeil: yeux
        noyau: noyaux
        tuyau: tuyaux
        joyau: joyaux
        boyau: boyaux
        materiau: materiaux
        nouvel: nouveau nouveaux nouvels nouvelle nouvelles
        bel: beau beaux bels belle belles
        vieu: vieux vieil vieille vieilles
        gro: gros grosse grosses
        doux: douce douces
        frai: frais fraiche fraiches
        """);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> IrregularLookup =
        Irregulars.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Stems in place; returns the new length. Words with digits are names and numbers: they stay.</summary>
    internal static int Stem(Span<char> word)
    {
        if (IrregularLookup.TryGetValue(word, out var stem))
        {
            stem.CopyTo(word);
            return stem.Length;
        }

        if (word.Length <= Shortest || word.IndexOfAnyInRange('0', '9') >= 0) return word.Length;
        word = word[..Singular(word)];
        word = word[..WithoutMuteE(word)];
        word = word[..Masculine(word)];
        return word.Length > Shortest && word[^1] == word[^2] ? word.Length - 1 : word.Length;
    }

    private static int Singular(Span<char> word)
    {
        if (word.EndsWith("eaux")) return word.Length - 1;
        if (word.EndsWith("aux") && word.Length > 4)
        {
            word[^2] = 'l';
            return word.Length - 1;
        }

        if (word[^1] == 'x') return word[^2] == 'u' ? word.Length - 1 : word.Length;
        return word[^1] == 's' && word[^2] != 's' ? word.Length - 1 : word.Length;
    }

    // Folding makes one letter of e and é, so "aidée", "aidé" and "aide" end the same way.
    private static int WithoutMuteE(ReadOnlySpan<char> word)
    {
        var length = word.Length;
        while (length > Shortest && word[length - 1] == 'e') length--;
        return length;
    }

    private static int Masculine(Span<char> word)
    {
        var length = word.Length;
        if (length <= Shortest) return length;
        if (length > 5 && word.EndsWith("tric")) return Replace(word, 4, "teu");        // animatrice, animateur
        if (length > 4 && word.EndsWith("eur")) return length - 1;                      // danseur
        if (word[^1] == 's') return IsVowel(word[^2]) ? length - 1 : length;            // danseuse, française
        if (length > 4 && word.EndsWith("er")) return Voiced(word[..^2]);               // aider, infirmière
        if (word.EndsWith("iqu") || word.EndsWith("cqu")) return Replace(word, 3, word[^3] == 'i' ? "ic" : "c"); // publique, grecque
        if (length > 4 && word.EndsWith("gu")) return length - 1;                       // longue
        if (word.EndsWith("nch")) return length - 1;                                    // blanche
        return Voiced(word);
    }

    // sportive, active: the masculine has f.
    private static int Voiced(Span<char> word)
    {
        if (word.Length > Shortest && word[^1] == 'v') word[^1] = 'f';
        return word.Length;
    }

    private static int Replace(Span<char> word, int count, string ending)
    {
        ending.CopyTo(word[^count..]);
        return word.Length - count + ending.Length;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static FrozenDictionary<string, string> Table(string lines)
    {
        var pairs =
            from line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            let parts = line.Split(':', StringSplitOptions.TrimEntries)
            from word in parts[1].Split(' ').Append(parts[0]).Distinct(StringComparer.Ordinal)
            select word.Length >= parts[0].Length
                ? KeyValuePair.Create(word, parts[0])
                : throw new InvalidOperationException($"The stem {parts[0]} does not fit into {word}: words are stemmed in place.");
        return pairs.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
