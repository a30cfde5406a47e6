namespace Engagement.GraphQL.Language;

/// <summary>Values, type references, and the movements over tokens.</summary>
internal sealed partial class Parser
{
    private ValueNode ParseValue(bool isConst)
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.BracketLeft:
                return ParseList(isConst);
            case TokenKind.BraceLeft:
                return ParseObject(isConst);
            case TokenKind.Int:
                Advance();
                return new IntNode(Text(token)) { Location = token.Location };
            case TokenKind.Float:
                Advance();
                return new FloatNode(Text(token)) { Location = token.Location };
            case TokenKind.String or TokenKind.BlockString:
                Advance();
                return new StringNode(token.Value!, token.Kind == TokenKind.BlockString) { Location = token.Location };
            case TokenKind.Name:
                Advance();
                return NamedValue(token);
            case TokenKind.Dollar when !isConst:
                return ParseVariable();
            case TokenKind.Dollar:
                Advance();
                if (_token.Kind == TokenKind.Name)
                {
                    throw new GraphQLSyntaxException($"Unexpected variable \"${Text(_token)}\" in constant value.", token.Location);
                }
                throw Unexpected(token);
            default:
                throw Unexpected(token);
        }
    }

    private ValueNode NamedValue(Token token) => Text(token) switch
    {
        "true" => new BooleanNode(true) { Location = token.Location },
        "false" => new BooleanNode(false) { Location = token.Location },
        "null" => new NullNode { Location = token.Location },
        var name => new EnumNode(name) { Location = token.Location },
    };

    private ListNode ParseList(bool isConst)
    {
        var start = _token.Location;
        Enter();
        var items = Any(TokenKind.BracketLeft, () => ParseValue(isConst), TokenKind.BracketRight);
        _nesting--;
        return new ListNode(items) { Location = start };
    }

    private ObjectNode ParseObject(bool isConst)
    {
        var start = _token.Location;
        Enter();
        var fields = Any(TokenKind.BraceLeft, () => ParseObjectField(isConst), TokenKind.BraceRight);
        _nesting--;
        return new ObjectNode(fields) { Location = start };
    }

    private ObjectFieldNode ParseObjectField(bool isConst)
    {
        var start = _token.Location;
        var name = ParseName();
        Expect(TokenKind.Colon);
        return new ObjectFieldNode(name, ParseValue(isConst)) { Location = start };
    }

    private TypeNode ParseTypeReference()
    {
        var start = _token.Location;
        Enter();
        TypeNode type;
        if (Skip(TokenKind.BracketLeft))
        {
            type = new ListTypeNode(ParseTypeReference()) { Location = start };
            Expect(TokenKind.BracketRight);
        }
        else
        {
            type = ParseNamedType();
        }
        _nesting--;
        return Skip(TokenKind.Bang) ? new NonNullTypeNode(type) { Location = start } : type;
    }

    private NamedTypeNode ParseNamedType()
    {
        var start = _token.Location;
        return new NamedTypeNode(ParseName()) { Location = start };
    }

    private NameNode ParseName()
    {
        var token = Expect(TokenKind.Name);
        return new NameNode(Text(token)) { Location = token.Location };
    }

    private List<T> Any<T>(TokenKind open, Func<T> read, TokenKind close)
    {
        Expect(open);
        var items = new List<T>();
        while (!Skip(close))
        {
            items.Add(read());
        }
        return items;
    }

    private List<T> Many<T>(TokenKind open, Func<T> read, TokenKind close)
    {
        Expect(open);
        var items = new List<T>();
        do
        {
            items.Add(read());
        }
        while (!Skip(close));
        return items;
    }

    private IReadOnlyList<T> OptionalMany<T>(TokenKind open, Func<T> read, TokenKind close) => _token.Kind == open ? Many(open, read, close) : [];

    private void Enter()
    {
        if (++_nesting > MaxNesting)
        {
            throw new GraphQLSyntaxException($"The document is nested deeper than {MaxNesting} levels.", _token.Location);
        }
    }

    private string Text(Token token) => _source[token.Start..token.End];

    private bool IsKeyword(string word) =>
        _token.Kind == TokenKind.Name && _source.AsSpan(_token.Start, _token.End - _token.Start).SequenceEqual(word);

    private bool SkipKeyword(string word)
    {
        if (!IsKeyword(word))
        {
            return false;
        }
        Advance();
        return true;
    }

    private void ExpectKeyword(string word)
    {
        if (!SkipKeyword(word))
        {
            throw new GraphQLSyntaxException($"Expected \"{word}\", found {Describe(_token)}.", _token.Location);
        }
    }

    private bool Skip(TokenKind kind)
    {
        if (_token.Kind != kind)
        {
            return false;
        }
        Advance();
        return true;
    }

    private Token Expect(TokenKind kind)
    {
        var token = _token;
        if (token.Kind != kind)
        {
            throw new GraphQLSyntaxException($"Expected {Describe(kind)}, found {Describe(token)}.", token.Location);
        }
        if (kind != TokenKind.EndOfFile)
        {
            Advance();
        }
        return token;
    }

    private void Advance()
    {
        _token = _hasAhead ? _ahead : _lexer.Next();
        _hasAhead = false;
        Count();
    }

    private Token Lookahead()
    {
        if (!_hasAhead)
        {
            _ahead = _lexer.Next();
            _hasAhead = true;
        }
        return _ahead;
    }

    private void Count()
    {
        if (_token.Kind != TokenKind.EndOfFile && ++_tokens > _maxTokens)
        {
            throw new TooManyTokensException(_maxTokens);
        }
    }

    private GraphQLSyntaxException Unexpected(Token token) => new($"Unexpected {Describe(token)}.", token.Location);

    private string Describe(Token token) => token.Kind switch
    {
        TokenKind.Name or TokenKind.Int or TokenKind.Float => $"{Describe(token.Kind)} \"{Text(token)}\"",
        TokenKind.String or TokenKind.BlockString => $"{Describe(token.Kind)} \"{token.Value}\"",
        _ => Describe(token.Kind),
    };

    private static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.EndOfFile => "<EOF>",
        TokenKind.StartOfFile => "<SOF>",
        TokenKind.Bang => "\"!\"",
        TokenKind.Dollar => "\"$\"",
        TokenKind.Ampersand => "\"&\"",
        TokenKind.ParenLeft => "\"(\"",
        TokenKind.ParenRight => "\")\"",
        TokenKind.Spread => "\"...\"",
        TokenKind.Colon => "\":\"",
        TokenKind.EqualsSign => "\"=\"",
        TokenKind.At => "\"@\"",
        TokenKind.BracketLeft => "\"[\"",
        TokenKind.BracketRight => "\"]\"",
        TokenKind.BraceLeft => "\"{\"",
        TokenKind.Pipe => "\"|\"",
        TokenKind.BraceRight => "\"}\"",
        _ => kind.ToString(),
    };
}
