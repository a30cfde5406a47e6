using System.Runtime.InteropServices;

namespace Engagement.Search.Index;

/// <summary>
/// How much each term weighs in a mission: BM25 in each text field, title over organisation over tags over description. Lengths are compared with
/// a usual length, not with the average of the moment: a weight then depends on its mission alone. For one writer at a time.
/// </summary>
internal sealed class TermWeights
{
    /// <summary>A weight stays below this, the sum of the boosts.</summary>
    internal const double Most = 16;

    private const double Saturation = 1.2;
    private const double Scale = ushort.MaxValue / Most;

    // By term; zeros between two uses.
    private double[] sums = [];
    private int[] occurrences = [];
    private readonly List<int> missionTerms = [];
    private readonly List<int> fieldTerms = [];

    /// <summary>What a stored weight stands for.</summary>
    internal const float Unit = (float)(1 / Scale);

    /// <summary>Takes the terms of a field of the mission being read.</summary>
    /// <param name="lexiconSize">Above every term.</param>
    internal void Add(in TextField field, List<int> terms, int lexiconSize)
    {
        if (sums.Length < lexiconSize)
        {
            Array.Resize(ref sums, lexiconSize * 2);
            Array.Resize(ref occurrences, lexiconSize * 2);
        }

        foreach (var term in CollectionsMarshal.AsSpan(terms))
        {
            if (occurrences[term]++ == 0) fieldTerms.Add(term);
        }

        var length = Saturation * (1 - field.LengthMatters + (field.LengthMatters * terms.Count / field.UsualLength));
        foreach (var term in CollectionsMarshal.AsSpan(fieldTerms))
        {
            var count = occurrences[term];
            occurrences[term] = 0;
            if (sums[term] == 0) missionTerms.Add(term);
            sums[term] += field.Boost * count / (count + length);
        }

        fieldTerms.Clear();
    }

    /// <summary>Writes the mission's terms and starts the next one.</summary>
    internal void Flush(TextRows rows)
    {
        foreach (var term in CollectionsMarshal.AsSpan(missionTerms))
        {
            rows.Add(term, (ushort)Math.Max(1, Math.Round(sums[term] * Scale)));
            sums[term] = 0;
        }

        rows.End();
        missionTerms.Clear();
    }
}

/// <summary>A text field and how its words count.</summary>
internal readonly record struct TextField(double Boost, double UsualLength, double LengthMatters)
{
    internal static readonly TextField Title = new(9, 8, 0.5);
    internal static readonly TextField Organization = new(4, 4, 0.5);
    internal static readonly TextField Tags = new(2, 5, 0.3);
    internal static readonly TextField Description = new(1, 150, 0.75);
}

/// <summary>Terms and weights of missions of a segment to be.</summary>
internal sealed class TextRows
{
    private readonly List<ushort> weights = [];

    internal Rows Terms { get; } = new();

    internal ReadOnlySpan<ushort> Weights => CollectionsMarshal.AsSpan(weights);

    /// <summary>Adds a term that the mission being written does not have yet.</summary>
    internal void Add(int term, ushort weight)
    {
        Terms.Append(term);
        weights.Add(weight);
    }

    internal void End() => Terms.End();
}
