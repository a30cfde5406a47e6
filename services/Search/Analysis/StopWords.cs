using System.Collections.Frozen;

namespace Engagement.Search.Analysis;

/// <summary>
/// French words that carry no meaning, folded. The elided forms stand here too, so that an apostrophe is a separator like others and
/// "l'aide", "l’aide" and "l aide" are the same words. "été" is not here: folded, the participle is the summer.
/// </summary>
internal static class StopWords
{
    private static readonly FrozenSet<string> Words = """
        c d j l m n s t qu jusqu lorsqu puisqu quoiqu quelqu presqu hui
        a au aux avec ce ceci cela celle celles celui ces cet cette ceux ca chez comme dans de des donc dont du elle elles en est et eux
        il ils je la le les leur leurs lui ma mais me meme memes mes moi mon ne ni nos notre nous on ont ou par pas pour pres que quel quelle
        quelles quels qui sa se ses si soit son sont suis sommes sur ta te tes toi ton tu un une vers vos votre vous y
        ai as avons avez avait avaient etait etaient sera seront soient afin ainsi aussi lors lorsque puisque quoique jusque quand tres
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    internal static bool Contains(ReadOnlySpan<char> folded) => Lookup.Contains(folded);
}
