namespace Engagement.GraphQL.Language;

/// <summary>Reads a document into its syntax tree; the first fault ends it with <see cref="GraphQLSyntaxException"/>.</summary>
internal sealed partial class Parser
{
    // Deeper nesting than any limit of ours, and shallow enough for the stack.
    private const int MaxNesting = 500;

    private readonly string _source;
    private readonly int _maxTokens;
    private Lexer _lexer;
    private Token _token;
    private Token _ahead;
    private bool _hasAhead;
    private int _tokens;
    private int _nesting;

    private Parser(string source, int maxTokens)
    {
        _source = source;
        _maxTokens = maxTokens;
        _lexer = new Lexer(source);
        _token = _lexer.Next();
        Count();
    }

    /// <summary>Reads a document: operations, fragments, or the schema definition language.</summary>
    internal static DocumentNode Parse(string source, int maxTokens = int.MaxValue)
    {
        var parser = new Parser(source, maxTokens);
        var location = parser._token.Location;
        var definitions = new List<DefinitionNode>();
        do
        {
            definitions.Add(parser.ParseDefinition());
        }
        while (parser._token.Kind != TokenKind.EndOfFile);
        return new DocumentNode(definitions) { Location = location, TokenCount = parser._tokens };
    }

    /// <summary>Reads a value alone, for default values.</summary>
    internal static ValueNode ParseValue(string source)
    {
        var parser = new Parser(source, int.MaxValue);
        var value = parser.ParseValue(isConst: true);
        parser.Expect(TokenKind.EndOfFile);
        return value;
    }

    /// <summary>Reads a type reference alone, such as <c>[ID!]!</c>.</summary>
    internal static TypeNode ParseType(string source)
    {
        var parser = new Parser(source, int.MaxValue);
        var type = parser.ParseTypeReference();
        parser.Expect(TokenKind.EndOfFile);
        return type;
    }

    private DefinitionNode ParseDefinition()
    {
        if (_token.Kind == TokenKind.BraceLeft)
        {
            return ParseOperation(null);
        }
        var hasDescription = _token.Kind is TokenKind.String or TokenKind.BlockString;
        var keyword = hasDescription ? Lookahead() : _token;
        if (keyword.Kind == TokenKind.BraceLeft && hasDescription)
        {
            throw new GraphQLSyntaxException("Unexpected description, descriptions are not supported on shorthand queries.", _token.Location);
        }
        if (keyword.Kind != TokenKind.Name)
        {
            throw Unexpected(keyword);
        }
        var word = Text(keyword);
        var start = _token.Location;
        switch (word)
        {
            case "query" or "mutation" or "subscription":
                return ParseOperation(ParseDescription()) with { Location = start };
            case "fragment":
                return ParseFragment(ParseDescription()) with { Location = start };
            case not ("schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" or "directive") when hasDescription:
                throw new GraphQLSyntaxException("Unexpected description, only definitions have one.", _token.Location);
            case "extend":
                Advance();
                return ParseTypeSystem(null, start, isExtension: true);
            default:
                return ParseTypeSystem(ParseDescription(), start, isExtension: false);
        }
    }

    private string? ParseDescription()
    {
        if (_token.Kind is not (TokenKind.String or TokenKind.BlockString))
        {
            return null;
        }
        var value = _token.Value;
        Advance();
        return value;
    }

    private OperationNode ParseOperation(string? description)
    {
        var start = _token.Location;
        if (_token.Kind == TokenKind.BraceLeft)
        {
            return new OperationNode(OperationKind.Query, null) { SelectionSet = ParseSelectionSet(), Location = start };
        }
        var kind = ParseOperationKind();
        var name = _token.Kind == TokenKind.Name ? ParseName() : null;
        var variables = OptionalMany(TokenKind.ParenLeft, ParseVariableDefinition, TokenKind.ParenRight);
        var directives = ParseDirectives(isConst: false);
        return new OperationNode(kind, name)
        {
            Description = description,
            Variables = variables,
            Directives = directives,
            SelectionSet = ParseSelectionSet(),
            Location = start,
        };
    }

    private OperationKind ParseOperationKind()
    {
        var token = Expect(TokenKind.Name);
        return Text(token) switch
        {
            "query" => OperationKind.Query,
            "mutation" => OperationKind.Mutation,
            "subscription" => OperationKind.Subscription,
            _ => throw Unexpected(token),
        };
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        var start = _token.Location;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        var type = ParseTypeReference();
        var defaultValue = Skip(TokenKind.EqualsSign) ? ParseValue(isConst: true) : null;
        return new VariableDefinitionNode(variable, type, defaultValue)
        {
            Directives = ParseDirectives(isConst: true),
            Description = description,
            Location = start,
        };
    }

    private VariableNode ParseVariable()
    {
        var start = Expect(TokenKind.Dollar).Location;
        var name = ParseName();
        return new VariableNode(name.Value) { Location = start, NameLocation = name.Location };
    }

    private SelectionSetNode ParseSelectionSet()
    {
        var start = _token.Location;
        Enter();
        var selections = Many(TokenKind.BraceLeft, ParseSelection, TokenKind.BraceRight);
        _nesting--;
        return new SelectionSetNode(selections) { Location = start };
    }

    private SelectionNode ParseSelection() => _token.Kind == TokenKind.Spread ? ParseFragmentSelection() : ParseField();

    private FieldNode ParseField()
    {
        var start = _token.Location;
        var name = ParseName();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ParseName();
        }
        var arguments = OptionalMany(TokenKind.ParenLeft, () => ParseArgument(isConst: false), TokenKind.ParenRight);
        var directives = ParseDirectives(isConst: false);
        var selections = _token.Kind == TokenKind.BraceLeft ? ParseSelectionSet() : null;
        return new FieldNode(alias, name, arguments, selections) { Directives = directives, Location = start };
    }

    private SelectionNode ParseFragmentSelection()
    {
        var start = Expect(TokenKind.Spread).Location;
        var isOn = IsKeyword("on");
        if (!isOn && _token.Kind == TokenKind.Name)
        {
            return new FragmentSpreadNode(ParseName()) { Directives = ParseDirectives(isConst: false), Location = start };
        }
        if (isOn)
        {
            Advance();
        }
        var condition = isOn ? ParseNamedType() : null;
        var directives = ParseDirectives(isConst: false);
        return new InlineFragmentNode(condition, ParseSelectionSet()) { Directives = directives, Location = start };
    }

    private FragmentNode ParseFragment(string? description)
    {
        var start = _token.Location;
        ExpectKeyword("fragment");
        if (IsKeyword("on"))
        {
            throw Unexpected(_token);
        }
        var name = ParseName();
        ExpectKeyword("on");
        var condition = ParseNamedType();
        var directives = ParseDirectives(isConst: false);
        return new FragmentNode(name, condition) { Description = description, Directives = directives, SelectionSet = ParseSelectionSet(), Location = start };
    }

    private ArgumentNode ParseArgument(bool isConst)
    {
        var start = _token.Location;
        var name = ParseName();
        Expect(TokenKind.Colon);
        return new ArgumentNode(name, ParseValue(isConst)) { Location = start };
    }

    private IReadOnlyList<DirectiveNode> ParseDirectives(bool isConst)
    {
        if (_token.Kind != TokenKind.At)
        {
            return [];
        }
        var directives = new List<DirectiveNode>();
        while (_token.Kind == TokenKind.At)
        {
            var start = _token.Location;
            Advance();
            var name = ParseName();
            var arguments = OptionalMany(TokenKind.ParenLeft, () => ParseArgument(isConst), TokenKind.ParenRight);
            directives.Add(new DirectiveNode(name, arguments) { Location = start });
        }
        return directives;
    }
}
