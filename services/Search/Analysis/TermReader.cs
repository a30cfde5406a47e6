using System.Numerics;

namespace Engagement.Search.Analysis;

/// <summary>
/// Reads documents as term numbers. Words repeat, so each spelling is analysed once and remembered: the rest is one look-up a word,
/// without allocation. For one writer at a time.
/// </summary>
internal sealed class TermReader(Lexicon lexicon)
{
    private const int StopWord = -1;

    // About 20 MB of spellings; beyond, it starts afresh rather than grow with every typing error of the country.
    private const int MostSpellings = 500_000;
    private const int MostLetters = 8_000_000;

    private readonly Spellings spellings = new();

    /// <summary>Appends the terms of the text, stop words left out.</summary>
    internal void Read(ReadOnlySpan<char> text, List<int> terms)
    {
        var at = 0;
        while (NextWord(text, ref at, out var start, out var hash))
        {
            var word = text[start..at];
            if (!spellings.TryGet(word, hash, out var term)) term = Learn(word, hash);
            if (term != StopWord) terms.Add(term);
        }
    }

    // As FrenchAnalyzer.NextWord, hashing on the way.
    private static bool NextWord(ReadOnlySpan<char> text, ref int at, out int start, out uint hash)
    {
        while (at < text.Length && LetterFold.Of(text[at]) <= LetterFold.Ignored) at++;
        start = at;
        hash = 0;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (LetterFold.Of(c) == LetterFold.Separator) break;
            hash = (BitOperations.RotateLeft(hash, 5) ^ c) * 0x9E3779B1;
        }

        hash ^= hash >> 15;
        return at > start;
    }

    private int Learn(ReadOnlySpan<char> word, uint hash)
    {
        Span<char> buffer = stackalloc char[FrenchAnalyzer.LongestWord];
        var length = FrenchAnalyzer.Term(word, buffer);
        var term = length == 0 ? StopWord : lexicon.Add(buffer[..length]);
        // What is longer than any word is cut, and does not come again: it would take the place of many words.
        if (word.Length > FrenchAnalyzer.LongestWord) return term;
        if (spellings.Count >= MostSpellings || spellings.Letters >= MostLetters) spellings.Clear();
        spellings.Add(word, hash, term);
        return term;
    }
}
