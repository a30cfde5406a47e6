using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Engagement.GraphQL.Execution;

/// <summary>
/// A growing UTF-8 buffer from the pool, written forwards; going back to a mark forgets what was written since. Public for custom scalars only through the engine.
/// </summary>
internal sealed class ResponseBuffer : IDisposable
{
    private const int FirstSize = 16 * 1024;

    // Seven digits after the point place a mission within a centimetre. Outside the bounds the shortest form may be written with an exponent.
    private const double FractionScale = 1e7;
    private const double SmallestScaled = 1e4;
    private const double LargestScaled = 1e15;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000B\f\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\"\\");

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    internal int Length => _length;

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    internal ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    /// <summary>Forgets what was written since the length was <paramref name="mark"/>.</summary>
    internal void Truncate(int mark) => _length = mark;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void WriteByte(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }
        _bytes[_length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void WriteRaw(ReadOnlySpan<byte> utf8)
    {
        if (_bytes.Length - _length < utf8.Length)
        {
            Grow(utf8.Length);
        }
        utf8.CopyTo(_bytes.AsSpan(_length));
        _length += utf8.Length;
    }

    internal void WriteNull() => WriteRaw("null"u8);

    internal void WriteBoolean(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    internal void WriteInt64(long value)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out var written);
        _length += written;
    }

    internal void WriteInt32(int value) => WriteInt64(value);

    /// <summary>False for a number that JSON does not have.</summary>
    internal bool TryWriteDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            return false;
        }
        Reserve(32);
        // Most are coordinates and amounts: a number of at most 15 digits has one shortest form, which dividing by a power of ten gives back.
        var scaled = Math.Round(value * FractionScale);
        if (Math.Abs(scaled) is > SmallestScaled and < LargestScaled && scaled / FractionScale == value)
        {
            WriteDecimal((long)scaled);
            return true;
        }
        value.TryFormat(_bytes.AsSpan(_length), out var written, "r", System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
        return true;
    }

    private void WriteDecimal(long scaled)
    {
        if (scaled < 0)
        {
            WriteByte((byte)'-');
            scaled = -scaled;
        }
        var (whole, fraction) = Math.DivRem(scaled, (long)FractionScale);
        WriteInt64(whole);
        if (fraction == 0)
        {
            return;
        }
        WriteByte((byte)'.');
        for (var place = (long)FractionScale / 10; fraction > 0; place /= 10)
        {
            (var digit, fraction) = Math.DivRem(fraction, place);
            WriteByte((byte)('0' + digit));
        }
    }

    /// <summary>RFC 3339 in UTC, without trailing zeros of the fraction: <c>2026-11-02T08:30:00Z</c>.</summary>
    internal void WriteDateTime(DateTimeOffset value)
    {
        Reserve(40);
        var utc = value.UtcDateTime;
        WriteByte((byte)'"');
        // "s" has a form of its own in the framework, six times faster than one that is spelt out.
        var format = utc.Ticks % TimeSpan.TicksPerSecond == 0 ? "s" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF";
        utc.TryFormat(_bytes.AsSpan(_length), out var written, format, System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
        WriteRaw("Z\""u8);
    }

    internal void WriteString(ReadOnlySpan<char> value)
    {
        // A UTF-16 unit is at most three bytes of UTF-8.
        Reserve((value.Length * 3) + 2);
        _bytes[_length++] = (byte)'"';
        while (true)
        {
            var plain = value.IndexOfAny(Escaped);
            var chunk = plain < 0 ? value : value[..plain];
            Utf8.FromUtf16(chunk, _bytes.AsSpan(_length), out _, out var written, replaceInvalidSequences: true);
            _length += written;
            if (plain < 0)
            {
                break;
            }
            WriteEscaped(value[plain]);
            value = value[(plain + 1)..];
            Reserve((value.Length * 3) + 1);
        }
        _bytes[_length++] = (byte)'"';
    }

    private void WriteEscaped(char c)
    {
        switch (c)
        {
            case '"':
                WriteRaw("\\\""u8);
                break;
            case '\\':
                WriteRaw("\\\\"u8);
                break;
            case '\n':
                WriteRaw("\\n"u8);
                break;
            case '\r':
                WriteRaw("\\r"u8);
                break;
            case '\t':
                WriteRaw("\\t"u8);
                break;
            case '\b':
                WriteRaw("\\b"u8);
                break;
            case '\f':
                WriteRaw("\\f"u8);
                break;
            default:
                WriteRaw("\\u00"u8);
                WriteByte((byte)(c < 16 ? '0' : '1'));
                WriteByte((byte)"0123456789abcdef"[c & 15]);
                break;
        }
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Grow(count);
        }
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + count));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _length = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public override string ToString() => Encoding.UTF8.GetString(Written);
}
