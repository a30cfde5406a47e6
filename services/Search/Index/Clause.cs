using System.Numerics;

namespace Engagement.Search.Index;

/// <summary>One condition of a query, with its values already looked up.</summary>
internal abstract class Clause
{
    /// <summary>The field that it selects values of, so that this field's facet can leave it out; null for others.</summary>
    internal virtual Field? Field => null;

    /// <summary>Sets the bits of the missions that meet it.</summary>
    internal abstract void Collect(Segment segment, Span<ulong> bits);

    /// <summary>The missions that meet it, to be read only: bits that the segment keeps, or else <paramref name="buffer"/>, filled.</summary>
    internal virtual ulong[] Missions(Segment segment, ulong[] buffer)
    {
        var bits = buffer.AsSpan(0, segment.Words);
        bits.Clear();
        Collect(segment, bits);
        return buffer;
    }
}

/// <summary>One of some values.</summary>
internal sealed class KeywordClause(Field keyword, int[] values) : Clause
{
    internal override Field? Field => keyword;

    internal bool Selects(int value) => Array.IndexOf(values, value) >= 0;

    internal override void Collect(Segment segment, Span<ulong> bits)
    {
        foreach (var value in values) segment.Keywords[(int)keyword].Collect(value, bits);
    }

    internal override ulong[] Missions(Segment segment, ulong[] buffer) =>
        (values is [var only] ? segment.Keywords[(int)keyword].BitsOf(only) : null) ?? base.Missions(segment, buffer);
}

/// <summary>A date in a range of ticks.</summary>
internal sealed class DateClause(Func<Segment, DateColumn> column, long from, long to) : Clause
{
    internal override void Collect(Segment segment, Span<ulong> bits) => column(segment).Select(from, to, bits);
}

/// <summary>An end in a range of ticks.</summary>
internal sealed class EndClause(long from, long to) : Clause
{
    internal override void Collect(Segment segment, Span<ulong> bits) => Ranges.Collect(segment.Ends, from, to, bits);
}

/// <summary>A number that is large enough; <paramref name="least"/> is of the column's type.</summary>
internal sealed class AtLeastClause<T>(Func<Segment, ReadOnlySpan<T>> column, T least) : Clause where T : INumber<T>
{
    internal override void Collect(Segment segment, Span<ulong> bits) => Ranges.CollectAtLeast(column(segment), least, bits);
}

/// <summary>An address in the circle, or, when asked for, remote missions wherever they are.</summary>
internal sealed class CircleClause(GeoCircle circle, KeywordClause? remote) : Clause
{
    internal override void Collect(Segment segment, Span<ulong> bits)
    {
        segment.Addresses.CollectCircle(circle, bits);
        remote?.Collect(segment, bits);
    }
}

/// <summary>An address in the rectangle.</summary>
internal sealed class BoundsClause(GeoBounds bounds) : Clause
{
    private readonly IReadOnlyList<GeoBox> boxes = GeoBox.Of(bounds);

    internal override void Collect(Segment segment, Span<ulong> bits) => segment.Addresses.CollectBoxes(boxes, bits);
}

/// <summary>No mission.</summary>
internal sealed class NothingClause : Clause
{
    internal override void Collect(Segment segment, Span<ulong> bits)
    {
    }
}
