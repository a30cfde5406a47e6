using System.Collections.Concurrent;

namespace Engagement.Search.Analysis;

/// <summary>
/// Numbers texts from 0: terms, facet values. A number never changes its meaning. One writer adds while readers look up without a lock; what a
/// reader finds may be newer than the view it reads, which then has nothing under that number.
/// </summary>
internal sealed class Lexicon
{
    private readonly ConcurrentDictionary<string, int> numbers;
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private volatile string[] texts = new string[16];
    private volatile int count;

    internal Lexicon()
    {
        numbers = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    internal int Count => count;

    internal string this[int number] => texts[number];

    internal bool TryGet(ReadOnlySpan<char> text, out int number) => lookup.TryGetValue(text, out number);

    internal int Add(ReadOnlySpan<char> text)
    {
        if (lookup.TryGetValue(text, out var known)) return known;
        var number = count;
        var added = text.ToString();
        if (number == texts.Length)
        {
            var larger = new string[number * 2];
            texts.CopyTo(larger, 0);
            texts = larger;
        }

        texts[number] = added;
        count = number + 1;
        numbers[added] = number;
        return number;
    }
}
