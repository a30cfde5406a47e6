using System.Globalization;
using System.Text;

namespace Engagement.GraphQL.Language;

/// <summary>Cuts a document into tokens, one at a time (specification, section 2.1).</summary>
internal struct Lexer(string source)
{
    private int _position;
    private int _line = 1;
    private int _lineStart;

    internal Token Next()
    {
        SkipIgnored();
        if (_position >= source.Length)
        {
            return At(TokenKind.EndOfFile, source.Length, source.Length);
        }
        var start = _position;
        var c = source[start];
        if (IsNameStart(c))
        {
            return ReadName(start);
        }
        if (c == '-' || char.IsAsciiDigit(c))
        {
            return ReadNumber(start);
        }
        if (c == '"')
        {
            return source.AsSpan(start).StartsWith("\"\"\"") ? ReadBlockString(start) : ReadString(start);
        }
        return ReadPunctuator(start, c);
    }

    private Token ReadPunctuator(int start, char c)
    {
        var kind = c switch
        {
            '!' => TokenKind.Bang,
            '$' => TokenKind.Dollar,
            '&' => TokenKind.Ampersand,
            '(' => TokenKind.ParenLeft,
            ')' => TokenKind.ParenRight,
            ':' => TokenKind.Colon,
            '=' => TokenKind.EqualsSign,
            '@' => TokenKind.At,
            '[' => TokenKind.BracketLeft,
            ']' => TokenKind.BracketRight,
            '{' => TokenKind.BraceLeft,
            '|' => TokenKind.Pipe,
            '}' => TokenKind.BraceRight,
            '.' when source.AsSpan(start).StartsWith("...") => TokenKind.Spread,
            '\'' => throw Error(start, "Unexpected single quote character ('), did you mean to use a double quote (\")?"),
            _ => throw Error(start, $"Unexpected character: {Describe(start)}."),
        };
        _position = start + (kind == TokenKind.Spread ? 3 : 1);
        return At(kind, start, _position);
    }

    /// <summary>White space, line ends, commas, comments and the byte order mark mean nothing.</summary>
    private void SkipIgnored()
    {
        while (_position < source.Length)
        {
            switch (source[_position])
            {
                case '\uFEFF' or '\t' or ' ' or ',':
                    _position++;
                    break;
                case '\n' or '\r':
                    EndLine();
                    break;
                case '#':
                    SkipComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipComment()
    {
        while (_position < source.Length && source[_position] is not ('\n' or '\r'))
        {
            if (!IsScalarValue(_position))
            {
                // graphql-js ends the comment here and reports the character.
                throw Error(_position, $"Invalid character: {Describe(_position)}.");
            }
            _position += char.IsHighSurrogate(source[_position]) ? 2 : 1;
        }
    }

    private void EndLine()
    {
        _position += source[_position] == '\r' && _position + 1 < source.Length && source[_position + 1] == '\n' ? 2 : 1;
        _line++;
        _lineStart = _position;
    }

    private Token ReadName(int start)
    {
        var end = start + 1;
        while (end < source.Length && IsNameContinue(source[end]))
        {
            end++;
        }
        _position = end;
        return At(TokenKind.Name, start, end);
    }

    private Token ReadNumber(int start)
    {
        var at = start;
        var isFloat = false;
        if (Peek(at) == '-')
        {
            at++;
        }
        if (Peek(at) == '0')
        {
            at++;
            if (char.IsAsciiDigit(Peek(at)))
            {
                throw Error(at, $"Invalid number, unexpected digit after 0: {Describe(at)}.");
            }
        }
        else
        {
            at = ReadDigits(at);
        }
        if (Peek(at) == '.')
        {
            isFloat = true;
            at = ReadDigits(at + 1);
        }
        if (Peek(at) is 'e' or 'E')
        {
            isFloat = true;
            at++;
            if (Peek(at) is '+' or '-')
            {
                at++;
            }
            at = ReadDigits(at);
        }
        if (Peek(at) == '.' || IsNameStart(Peek(at)))
        {
            throw Error(at, $"Invalid number, expected digit but got: {Describe(at)}.");
        }
        _position = at;
        return At(isFloat ? TokenKind.Float : TokenKind.Int, start, at);
    }

    private readonly int ReadDigits(int at)
    {
        if (!char.IsAsciiDigit(Peek(at)))
        {
            throw Error(at, $"Invalid number, expected digit but got: {Describe(at)}.");
        }
        while (char.IsAsciiDigit(Peek(at)))
        {
            at++;
        }
        return at;
    }

    private Token ReadString(int start)
    {
        var at = start + 1;
        var chunk = at;
        StringBuilder? value = null;
        while (at < source.Length)
        {
            var c = source[at];
            if (c == '"')
            {
                var text = source[chunk..at];
                _position = at + 1;
                return At(TokenKind.String, start, _position, value is null ? text : value.Append(text).ToString());
            }
            if (c == '\\')
            {
                value ??= new StringBuilder();
                value.Append(source, chunk, at - chunk);
                at = ReadEscape(at, value);
                chunk = at;
                continue;
            }
            if (c is '\n' or '\r')
            {
                break;
            }
            if (!IsScalarValue(at))
            {
                throw Error(at, $"Invalid character within String: {Describe(at)}.");
            }
            at += char.IsHighSurrogate(c) ? 2 : 1;
        }
        throw Error(at, "Unterminated string.");
    }

    private readonly int ReadEscape(int at, StringBuilder value)
    {
        var c = Peek(at + 1);
        if (c == 'u')
        {
            return Peek(at + 2) == '{' ? ReadBracedEscape(at, value) : ReadFixedEscape(at, value);
        }
        value.Append(c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Error(at, $"Invalid character escape sequence: \"{Slice(at, 2)}\"."),
        });
        return at + 2;
    }

    private readonly int ReadBracedEscape(int at, StringBuilder value)
    {
        var end = at + 3;
        var point = 0;
        while (end < at + 12)
        {
            var c = Peek(end++);
            if (c == '}')
            {
                if (end < at + 5 || !Rune.IsValid(point))
                {
                    break;
                }
                value.Append(new Rune(point).ToString());
                return end;
            }
            if (!char.IsAsciiHexDigit(c))
            {
                break;
            }
            point = (point << 4) | HexValue(c);
        }
        throw Error(at, $"Invalid Unicode escape sequence: \"{Slice(at, end - at)}\".");
    }

    private readonly int ReadFixedEscape(int at, StringBuilder value)
    {
        var code = Hex4(at + 2);
        if (code >= 0 && !char.IsSurrogate((char)code))
        {
            value.Append((char)code);
            return at + 6;
        }
        if (code >= 0 && char.IsHighSurrogate((char)code) && Peek(at + 6) == '\\' && Peek(at + 7) == 'u')
        {
            var low = Hex4(at + 8);
            if (low >= 0 && char.IsLowSurrogate((char)low))
            {
                value.Append((char)code).Append((char)low);
                return at + 12;
            }
        }
        throw Error(at, $"Invalid Unicode escape sequence: \"{Slice(at, 6)}\".");
    }

    private readonly int Hex4(int at)
    {
        var code = 0;
        for (var i = 0; i < 4; i++)
        {
            if (!char.IsAsciiHexDigit(Peek(at + i)))
            {
                return -1;
            }
            code = (code << 4) | HexValue(source[at + i]);
        }
        return code;
    }

    private static int HexValue(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;

    private Token ReadBlockString(int start)
    {
        // The token stands where it begins, whatever lines it spans.
        var (line, column) = (_line, start - _lineStart + 1);
        var raw = new StringBuilder();
        var lines = new List<string>();
        _position = start + 3;
        while (_position < source.Length)
        {
            var rest = source.AsSpan(_position);
            if (rest.StartsWith("\"\"\""))
            {
                lines.Add(raw.ToString());
                _position += 3;
                return new Token(TokenKind.BlockString, start, _position, line, column, BlockString.Dedent(lines));
            }
            if (rest.StartsWith("\\\"\"\""))
            {
                raw.Append("\"\"\"");
                _position += 4;
            }
            else if (rest[0] is '\n' or '\r')
            {
                lines.Add(raw.ToString());
                raw.Clear();
                EndLine();
            }
            else if (!IsScalarValue(_position))
            {
                throw Error(_position, $"Invalid character within String: {Describe(_position)}.");
            }
            else
            {
                var length = char.IsHighSurrogate(rest[0]) ? 2 : 1;
                raw.Append(rest[..length]);
                _position += length;
            }
        }
        throw Error(_position, "Unterminated string.");
    }

    private readonly char Peek(int at) => at < source.Length ? source[at] : '\0';

    private readonly string Slice(int at, int length) => source.Substring(at, Math.Min(length, source.Length - at));

    /// <summary>False for one half of a surrogate pair alone.</summary>
    private readonly bool IsScalarValue(int at)
    {
        var c = source[at];
        return !char.IsSurrogate(c) || (char.IsHighSurrogate(c) && at + 1 < source.Length && char.IsLowSurrogate(source[at + 1]));
    }

    private readonly string Describe(int at)
    {
        if (at >= source.Length)
        {
            return "<EOF>";
        }
        var c = source[at];
        return c is >= ' ' and < '\u007F'
            ? c == '"' ? "'\"'" : $"\"{c}\""
            : string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");
    }

    private readonly Token At(TokenKind kind, int start, int end, string? value = null) =>
        new(kind, start, end, _line, start - _lineStart + 1, value);

    private readonly GraphQLSyntaxException Error(int at, string message) => new(message, new SourceLocation(_line, at - _lineStart + 1));

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsNameContinue(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
