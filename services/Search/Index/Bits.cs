using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Engagement.Search.Index;

/// <summary>Sets of a segment's missions as bits, 64 to a word.</summary>
internal static class Bits
{
    private const int MostVectors = 31;
    private static readonly Vector512<byte> BitsOfHalfByte = MakeBitsOfHalfByte();

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
        var left = MemoryMarshal.Cast<ulong, Vector<ulong>>(bits);
        var right = MemoryMarshal.Cast<ulong, Vector<ulong>>(other[..bits.Length]);
        for (var i = 0; i < left.Length; i++) left[i] = Vector.AndNot(left[i], right[i]);
        for (var i = left.Length * Vector<ulong>.Count; i < bits.Length; i++) bits[i] &= ~other[i];
    }

    internal static int Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits) count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>How many bits both have: most of a broad query's time.</summary>
    internal static int CountAnd(ReadOnlySpan<ulong> bits, ReadOnlySpan<ulong> other)
    {
        var count = 0;
        var whole = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var left = MemoryMarshal.Cast<ulong, Vector512<byte>>(bits);
            var right = MemoryMarshal.Cast<ulong, Vector512<byte>>(other[..bits.Length]);
            for (var i = 0; i < left.Length; i += MostVectors) count += CountAnd(left, right, i, Math.Min(left.Length, i + MostVectors));
            whole = left.Length * Vector512<ulong>.Count;
        }

        for (var i = whole; i < bits.Length; i++) count += BitOperations.PopCount(bits[i] & other[i]);
        return count;
    }

    // Counts half-bytes by a table of 16, in bytes: 31 vectors before one could overflow.
    private static int CountAnd(ReadOnlySpan<Vector512<byte>> left, ReadOnlySpan<Vector512<byte>> right, int from, int to)
    {
        var low = Vector512.Create((byte)0x0F);
        var sums = Vector512<byte>.Zero;
        for (var i = from; i < to; i++)
        {
            var both = left[i] & right[i];
            var high = (both.AsUInt16() >>> 4).AsByte();
            sums += Vector512.ShuffleNative(BitsOfHalfByte, both & low) + Vector512.ShuffleNative(BitsOfHalfByte, high & low);
        }

        var (lower, upper) = Vector512.Widen(sums);
        return Vector512.Sum(lower + upper);
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

    private static Vector512<byte> MakeBitsOfHalfByte()
    {
        var sixteen = Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var half = Vector256.Create(sixteen, sixteen);
        return Vector512.Create(half, half);
    }
}
