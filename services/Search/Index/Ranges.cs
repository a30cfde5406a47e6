using System.Numerics;
using System.Runtime.Intrinsics;

namespace Engagement.Search.Index;

/// <summary>Which values of a column lie in a range, as bits.</summary>
internal static class Ranges
{
    /// <summary>Sets the bits of values from <paramref name="from"/> (included) to <paramref name="to"/> (excluded).</summary>
    internal static void Collect(ReadOnlySpan<long> values, long from, long to, Span<ulong> bits)
    {
        var lower = Vector256.Create(from);
        var upper = Vector256.Create(to);
        var whole = values.Length & ~3;
        for (var i = 0; i < whole; i += 4)
        {
            var four = Vector256.Create(values.Slice(i, 4));
            var inside = Vector256.GreaterThanOrEqual(four, lower) & Vector256.LessThan(four, upper);
            bits[i >> 6] |= (ulong)inside.ExtractMostSignificantBits() << (i & 63);
        }

        for (var i = whole; i < values.Length; i++)
        {
            if (values[i] >= from && values[i] < to) Bits.Set(bits, i);
        }
    }

    /// <summary>Sets the bits of values that are at least <paramref name="least"/>; NaN is not.</summary>
    internal static void CollectAtLeast<T>(ReadOnlySpan<T> values, T least, Span<ulong> bits) where T : INumber<T>
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] >= least) Bits.Set(bits, i);
        }
    }
}
