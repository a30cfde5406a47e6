using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Missions;

/// <summary>
/// Writes values into the bytes that are hashed: name, value, separator; nothing for what is absent. White space counts as one space and none at the ends.
/// The separators are control characters, which normalised text cannot hold.
/// </summary>
internal sealed class CanonicalWriter
{
    private const byte AfterName = 0x1F;
    private const byte AfterValue = 0x1E;
    private const byte AfterItem = 0x1D;
    private const string WhiteSpace = " \t\n\r";
    private const int Stretch = 1024;

    [ThreadStatic]
    private static CanonicalWriter? _shared;

    private readonly ArrayBufferWriter<char> _kept = new();
    private byte[] _buffer = new byte[16 * 1024];
    private int _length;
    private CanonicalWriter? _inner;

    /// <summary>The thread's writer, empty. What it is used for ends with <see cref="Hash"/>.</summary>
    internal static CanonicalWriter Rent()
    {
        var writer = _shared ??= new CanonicalWriter();
        writer._length = 0;
        return writer;
    }

    internal byte[] Hash() => SHA256.HashData(_buffer.AsSpan(0, _length));

    internal void Text(string name, ReadOnlySpan<char> value)
    {
        if (!value.IsWhiteSpace())
        {
            Name(name);
            Collapsed(value);
            Byte(AfterValue);
        }
    }

    /// <summary>White space beside the tag of a block shows nowhere.</summary>
    internal void Html(string name, string html)
    {
        _kept.ResetWrittenCount();
        var rest = html.AsSpan();
        var afterBlock = false;
        while (rest.IndexOf('<') is var tag and >= 0 && rest[tag..].IndexOf('>') is var end and > 0)
        {
            var beforeBlock = HtmlTags.Kind(rest.Slice(tag + 1, end - 1).TrimStart('/')) is HtmlTag.Block or HtmlTag.List or HtmlTag.Item or HtmlTag.Break;
            var text = afterBlock ? rest[..tag].TrimStart(WhiteSpace) : rest[..tag];
            _kept.Write(beforeBlock ? text.TrimEnd(WhiteSpace) : text);
            _kept.Write(rest.Slice(tag, end + 1));
            afterBlock = beforeBlock;
            rest = rest[(tag + end + 1)..];
        }

        _kept.Write(afterBlock ? rest.TrimStart(WhiteSpace) : rest);
        Text(name, _kept.WrittenSpan);
    }

    internal void Flag(string name, bool? value) => Number(name, value is null ? null : value.Value ? 1 : 0);

    internal void Number<T>(string name, T? value)
        where T : struct, IUtf8SpanFormattable
    {
        if (value is null)
        {
            return;
        }

        Name(name);
        Reserve(64);
        value.Value.TryFormat(_buffer.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        Byte(AfterValue);
    }

    // 100 and 100.0 are one amount.
    internal void Number(string name, decimal? value) => Text(name, value?.ToString("0.############################", CultureInfo.InvariantCulture));

    internal void Number(string name, int value) => Number(name, (int?)value);

    internal void List(string name, IReadOnlyList<string> values) => List(name, values, static (value, inner) => inner.Collapsed(value));

    /// <summary>Writes values so that their order makes no difference.</summary>
    internal void List<T>(string name, IReadOnlyList<T> values, Action<T, CanonicalWriter> write)
    {
        if (values.Count == 0)
        {
            return;
        }

        Name(name);
        if (values.Count == 1)
        {
            write(values[0], this);
            Byte(AfterItem);
        }
        else
        {
            foreach (var item in Sorted(values, write))
            {
                Reserve(item.Length);
                item.CopyTo(_buffer, _length);
                _length += item.Length;
                Byte(AfterItem);
            }
        }

        Byte(AfterValue);
    }

    private byte[][] Sorted<T>(IReadOnlyList<T> values, Action<T, CanonicalWriter> write)
    {
        var inner = _inner ??= new CanonicalWriter();
        var items = new byte[values.Count][];
        for (var i = 0; i < items.Length; i++)
        {
            inner._length = 0;
            write(values[i], inner);
            items[i] = inner._buffer.AsSpan(0, inner._length).ToArray();
        }

        Array.Sort(items, static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return items;
    }

    private void Name(string name)
    {
        Utf8(name);
        Byte(AfterName);
    }

    private void Collapsed(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        while (NextRun(text) is var space and >= 0)
        {
            Utf8(text[..space]);
            Byte((byte)' ');
            text = text[space..].TrimStart(WhiteSpace);
        }

        Utf8(text);
    }

    /// <summary>
    /// Where white space begins that is not one space between two words; long stretches of words are searched, and copied, at once. Never
    /// all of the rest for each word: the work would grow with the square of the text.
    /// </summary>
    private static int NextRun(ReadOnlySpan<char> text)
    {
        for (var from = 0; from < text.Length; from += Stretch)
        {
            // One character more: a run may begin at the end of a stretch.
            if (RunIn(text[from..Math.Min(text.Length, from + Stretch + 1)]) is >= 0 and var at)
            {
                return from + at;
            }
        }

        return -1;
    }

    private static int RunIn(ReadOnlySpan<char> text)
    {
        var line = text.IndexOfAny('\t', '\n', '\r');
        var stretch = line < 0 ? text : text[..line];
        var doubled = stretch.IndexOf("  ");
        if (doubled >= 0)
        {
            return doubled;
        }

        return line > 0 && text[line - 1] == ' ' ? line - 1 : line;
    }

    private void Utf8(ReadOnlySpan<char> text)
    {
        Reserve(text.Length * 3);
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    private void Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    private void Reserve(int more)
    {
        if (_length + more > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
        }
    }
}
