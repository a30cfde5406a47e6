namespace Engagement.Search.Analysis;

/// <summary>
/// Reads documents as term numbers. Words repeat, so each spelling is analysed once and remembered: the rest is one look-up a word,
/// without allocation. For one writer at a time.
/// </summary>
internal sealed class TermReader
{
    private const int StopWord = -1;

    // About 60 MB of spellings; beyond, it starts afresh rather than grow with every typing error of the country.
    private const int MostSpellings = 500_000;

    private readonly Lexicon lexicon;
    private readonly Dictionary<string, int> spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    internal TermReader(Lexicon lexicon)
    {
        this.lexicon = lexicon;
        lookup = spellings.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Appends the terms of the text, stop words left out.</summary>
    internal void Read(ReadOnlySpan<char> text, List<int> terms)
    {
        while (FrenchAnalyzer.NextWord(ref text, out var word))
        {
            if (!lookup.TryGetValue(word, out var term)) term = Learn(word);
            if (term != StopWord) terms.Add(term);
        }
    }

    private int Learn(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[FrenchAnalyzer.LongestWord];
        var length = FrenchAnalyzer.Term(word, buffer);
        var term = length == 0 ? StopWord : lexicon.Add(buffer[..length]);
        if (spellings.Count >= MostSpellings) spellings.Clear();
        lookup[word] = term;
        return term;
    }
}
