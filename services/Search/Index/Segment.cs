namespace Engagement.Search.Index;

/// <summary>Up to 16,384 missions in columns. Never changes: who leaves is marked in the <see cref="SegmentView"/>.</summary>
internal sealed class Segment
{
    /// <summary>Bounds the longest merge (tens of milliseconds) and lets positions be 16-bit numbers.</summary>
    internal const int MostMissions = 16_384;

    /// <summary>Stays the same when the segment is renumbered: its missions keep their positions.</summary>
    internal object Identity { get; private init; } = new();

    internal required Guid[] Ids { get; init; }

    internal required long[] Numbers { get; init; }

    /// <summary>By <see cref="Field"/>.</summary>
    internal required KeywordColumn[] Keywords { get; init; }

    internal required TextColumn Text { get; init; }

    internal required AddressColumn Addresses { get; init; }

    internal required DateColumn Posted { get; init; }

    internal required DateColumn Started { get; init; }

    internal required DateColumn Updated { get; init; }

    /// <summary>UTC ticks; <see cref="long.MaxValue"/> for none.</summary>
    internal required long[] Ends { get; init; }

    internal required int[] Places { get; init; }

    /// <summary>Euros; NaN for none.</summary>
    internal required double[] Amounts { get; init; }

    internal int Count => Ids.Length;

    internal int Words => Bits.Words(Count);

    /// <summary>The numbers that occur, of one of the lexicons of <see cref="LexiconSet.All"/>.</summary>
    internal IReadOnlyList<int> NumbersOf(int lexicon) => lexicon == LexiconSet.TermsPlace ? Text.Terms : Keywords[lexicon].Keys;

    /// <summary>The segment with the numbers of other lexicons.</summary>
    /// <param name="numbers">As for <see cref="LexiconSet.Renumbered"/>.</param>
    internal Segment Renumbered(int[]?[] numbers) => new()
    {
        Identity = Identity,
        Ids = Ids,
        Numbers = Numbers,
        Keywords = [.. Keywords.Select((column, field) => numbers[field] is { } renumbering ? column.Renumbered(renumbering) : column)],
        Text = numbers[LexiconSet.TermsPlace] is { } terms ? Text.Renumbered(terms) : Text,
        Addresses = Addresses,
        Posted = Posted,
        Started = Started,
        Updated = Updated,
        Ends = Ends,
        Places = Places,
        Amounts = Amounts,
    };
}
