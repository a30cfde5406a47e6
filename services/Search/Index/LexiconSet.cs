using Engagement.Search.Analysis;

namespace Engagement.Search.Index;

/// <summary>The lexicons of an index: one for terms, one for each field. They only grow; a fresh index starts fresh ones.</summary>
internal sealed class LexiconSet
{
    private readonly Lexicon[] fields = [.. Enumerable.Range(0, Fields.Count).Select(_ => new Lexicon())];
    private int[] scratch = new int[1024];

    internal Lexicon Terms { get; } = new();

    internal Lexicon this[Field field] => fields[(int)field];

    /// <summary>Zeros for <see cref="Inversion"/>; the writer's, one use at a time.</summary>
    internal int[] Scratch(Field field) => Zeros(this[field].Count);

    internal int[] TermScratch() => Zeros(Terms.Count);

    private int[] Zeros(int count)
    {
        if (scratch.Length < count) scratch = new int[count * 2];
        return scratch;
    }
}
