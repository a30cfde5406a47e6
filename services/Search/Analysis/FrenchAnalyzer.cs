namespace Engagement.Search.Analysis;

/// <summary>
/// From text to terms, the same for documents and queries: split at anything that is no letter or digit (hence elision), lower case
/// and ASCII folding, stop words, light stemming, in this order, so that accented and unaccented spellings give the same term.
/// </summary>
internal static class FrenchAnalyzer
{
    /// <summary>Longer words are cut: they are addresses and mistakes.</summary>
    internal const int LongestWord = 64;

    /// <summary>Moves past the next word of <paramref name="text"/>; false at the end. The word is as written.</summary>
    internal static bool NextWord(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> word)
    {
        var start = 0;
        while (start < text.Length && LetterFold.Of(text[start]) <= LetterFold.Ignored) start++;
        var end = start;
        while (end < text.Length && LetterFold.Of(text[end]) != LetterFold.Separator) end++;
        word = text[start..end];
        text = text[end..];
        return !word.IsEmpty;
    }

    /// <summary>Writes the term of a word and returns its length; 0 for a stop word.</summary>
    internal static int Term(ReadOnlySpan<char> word, Span<char> term)
    {
        var length = LetterFold.Fold(word, term);
        return StopWords.Contains(term[..length]) ? 0 : FrenchStemmer.Stem(term[..length]);
    }

    /// <summary>The distinct terms of a query, in ordinal order: word order does not change a score.</summary>
    internal static SortedSet<string> Terms(string? text)
    {
        var terms = new SortedSet<string>(StringComparer.Ordinal);
        Span<char> term = stackalloc char[LongestWord];
        var rest = text.AsSpan();
        while (NextWord(ref rest, out var word))
        {
            var length = Term(word, term);
            if (length > 0) terms.Add(new string(term[..length]));
        }

        return terms;
    }
}
