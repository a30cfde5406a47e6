namespace Engagement.Missions;

/// <summary>Builds the plain text of markup as its blocks and texts come by.</summary>
internal sealed class PlainTextBuilder
{
    private const int Stretch = 1024;

    [ThreadStatic]
    private static PlainTextBuilder? _shared;

    private char[] _buffer = new char[4096];
    private int _length;
    private bool _newLine;
    private bool _space;
    private bool _bullet;

    /// <summary>The thread's builder, empty. What it is used for ends with <see cref="ToString"/>.</summary>
    internal static PlainTextBuilder Rent()
    {
        var builder = _shared ??= new PlainTextBuilder();
        builder._length = 0;
        builder._newLine = builder._space = builder._bullet = false;
        return builder;
    }

    /// <summary>What follows begins a line.</summary>
    internal void Block()
    {
        _newLine = _length > 0;
        _space = false;
    }

    /// <summary>What follows is a list item; one without text leaves no bullet.</summary>
    internal void Item()
    {
        Block();
        _bullet = true;
    }

    /// <summary>The item ended.</summary>
    internal void EndItem()
    {
        Block();
        _bullet = false;
    }

    /// <summary>Adds text, its runs of white space made one space.</summary>
    internal void Append(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            // A look at all of the rest for each word would make the work grow with the square of the text.
            var stretch = text[..Math.Min(text.Length, Stretch)];
            var end = EndOfWords(stretch);
            var word = end < 0 ? stretch : stretch[..end];
            if (!word.IsEmpty)
            {
                AppendWord(word);
            }

            if (end >= 0)
            {
                _space = _length > 0 && !_newLine && !_bullet;
            }

            text = text[(end < 0 ? stretch.Length : end + 1)..];
        }
    }

    public override string ToString() => new(_buffer, 0, _length);

    /// <summary>Where words with one space between each end: a whole sentence is taken as one word.</summary>
    private static int EndOfWords(ReadOnlySpan<char> text)
    {
        if (text[0] == ' ')
        {
            return 0;
        }

        var line = text.IndexOfAny('\t', '\n', '\r');
        var words = line < 0 ? text : text[..line];
        var doubled = words.IndexOf("  ");
        if (doubled >= 0)
        {
            return doubled;
        }

        return words.Length > 0 && words[^1] == ' ' ? words.Length - 1 : line;
    }

    private void AppendWord(ReadOnlySpan<char> word)
    {
        if (_length + word.Length + 4 > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + word.Length + 4));
        }

        if (_newLine)
        {
            _buffer[_length++] = '\n';
        }

        if (_bullet)
        {
            _buffer[_length++] = '•';
            _buffer[_length++] = ' ';
        }
        else if (_space)
        {
            _buffer[_length++] = ' ';
        }

        _newLine = _space = _bullet = false;
        word.CopyTo(_buffer.AsSpan(_length));
        _length += word.Length;
    }
}
