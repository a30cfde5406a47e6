using System.Numerics;
using System.Runtime.InteropServices;

namespace Engagement.Search.Index;

/// <summary>Sets of a segment's missions as bits, 64 to a word.</summary>
internal static class Bits
{
    internal static int Words(int count) => (count + 63) >> 6;

    internal static void Set(Span<ulong> bits, int index) => bits[index >> 6] |= 1UL << (index & 63);

    internal static bool Has(ReadOnlySpan<ulong> bits, int index) => (bits[index >> 6] & (1UL << (index & 63))) != 0;

    /// <summary>The first <paramref name="count"/> bits set.</summary>
    internal static void Fill(Span<ulong> bits, int count)
    {
        bits.Fill(ulong.MaxValue);
        if ((count & 63) != 0) bits[^1] = (1UL << (count & 63)) - 1;
    }

    internal static void And(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        var left = MemoryMarshal.Cast<ulong, Vector<ulong>>(bits);
        var right = MemoryMarshal.Cast<ulong, Vector<ulong>>(other[..bits.Length]);
        for (var i = 0; i < left.Length; i++) left[i] &= right[i];
        for (var i = left.Length * Vector<ulong>.Count; i < bits.Length; i++) bits[i] &= other[i];
    }

    internal static void Or(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        var left = MemoryMarshal.Cast<ulong, Vector<ulong>>(bits);
        var right = MemoryMarshal.Cast<ulong, Vector<ulong>>(other[..bits.Length]);
        for (var i = 0; i < left.Length; i++) left[i] |= right[i];
        for (var i = left.Length * Vector<ulong>.Count; i < bits.Length; i++) bits[i] |= other[i];
    }

    internal static void AndNot(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++) bits[i] &= ~other[i];
    }

    internal static int Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits) count += BitOperations.PopCount(word);
        return count;
    }

    internal static int CountAnd(ReadOnlySpan<ulong> bits, ReadOnlySpan<ulong> other)
    {
        var count = 0;
        other = other[..bits.Length];
        for (var i = 0; i < bits.Length; i++) count += BitOperations.PopCount(bits[i] & other[i]);
        return count;
    }

    /// <summary>The positions of the bits, ascending, into the start of <paramref name="positions"/>.</summary>
    internal static void Extract(ReadOnlySpan<ulong> bits, Span<ushort> positions)
    {
        var count = 0;
        for (var i = 0; i < bits.Length; i++)
        {
            for (var word = bits[i]; word != 0; word &= word - 1)
            {
                positions[count++] = (ushort)((i << 6) + BitOperations.TrailingZeroCount(word));
            }
        }
    }
}
