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

    private readonly Dictionary<int, double> sums = [];
    private readonly Dictionary<int, int> occurrences = [];

    /// <summary>What a stored weight stands for.</summary>
    internal const float Unit = (float)(1 / Scale);

    /// <summary>Takes the terms of a field of the mission being read.</summary>
    internal void Add(in TextField field, List<int> terms)
    {
        if (terms.Count == 0) return;
        occurrences.Clear();
        foreach (var term in terms) CollectionsMarshal.GetValueRefOrAddDefault(occurrences, term, out _)++;
        var length = Saturation * (1 - field.LengthMatters + field.LengthMatters * terms.Count / field.UsualLength);
        foreach (var (term, count) in occurrences)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sums, term, out _) += field.Boost * count / (count + length);
        }
    }

    /// <summary>Writes the mission's terms and starts the next one.</summary>
    internal void Flush(TextRows rows)
    {
        foreach (var (term, sum) in sums) rows.Add(term, (ushort)Math.Max(1, Math.Round(sum * Scale)));
        rows.End();
        sums.Clear();
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
