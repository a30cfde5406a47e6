namespace Engagement.GraphQL.Language;

/// <summary>The schema definition language.</summary>
internal sealed partial class Parser
{
    private TypeSystemNode ParseTypeSystem(string? description, SourceLocation start, bool isExtension)
    {
        var keyword = _token;
        if (keyword.Kind != TokenKind.Name)
        {
            throw Unexpected(keyword);
        }
        TypeSystemNode node = Text(keyword) switch
        {
            "schema" => ParseSchema(isExtension),
            "scalar" => ParseScalar(),
            "type" => ParseObjectType(),
            "interface" => ParseInterface(),
            "union" => ParseUnion(),
            "enum" => ParseEnum(),
            "input" => ParseInputObject(),
            "directive" when !isExtension => ParseDirectiveDefinition(),
            _ => throw Unexpected(keyword),
        };
        return node with { Description = description, Location = start, IsExtension = isExtension };
    }

    private SchemaNode ParseSchema(bool isExtension)
    {
        Advance();
        var directives = ParseDirectives(isConst: true);
        var operations = isExtension
            ? OptionalMany(TokenKind.BraceLeft, ParseOperationType, TokenKind.BraceRight)
            : Many(TokenKind.BraceLeft, ParseOperationType, TokenKind.BraceRight);
        return new SchemaNode(operations) { Directives = directives };
    }

    private OperationTypeNode ParseOperationType()
    {
        var start = _token.Location;
        var kind = ParseOperationKind();
        Expect(TokenKind.Colon);
        return new OperationTypeNode(kind, ParseNamedType()) { Location = start };
    }

    private ScalarNode ParseScalar()
    {
        Advance();
        return new ScalarNode(ParseName()) { Directives = ParseDirectives(isConst: true) };
    }

    private ObjectTypeNode ParseObjectType()
    {
        Advance();
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConst: true);
        return new ObjectTypeNode(name, interfaces, ParseFieldDefinitions()) { Directives = directives };
    }

    private InterfaceNode ParseInterface()
    {
        Advance();
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConst: true);
        return new InterfaceNode(name, interfaces, ParseFieldDefinitions()) { Directives = directives };
    }

    private IReadOnlyList<NamedTypeNode> ParseImplements() => SkipKeyword("implements") ? Delimited(TokenKind.Ampersand, ParseNamedType) : [];

    private IReadOnlyList<FieldDefinitionNode> ParseFieldDefinitions() =>
        OptionalMany(TokenKind.BraceLeft, ParseFieldDefinition, TokenKind.BraceRight);

    private FieldDefinitionNode ParseFieldDefinition()
    {
        var start = _token.Location;
        var description = ParseDescription();
        var name = ParseName();
        var arguments = OptionalMany(TokenKind.ParenLeft, ParseInputValue, TokenKind.ParenRight);
        Expect(TokenKind.Colon);
        var type = ParseTypeReference();
        return new FieldDefinitionNode(name, arguments, type)
        {
            Description = description,
            Directives = ParseDirectives(isConst: true),
            Location = start,
        };
    }

    private InputValueNode ParseInputValue()
    {
        var start = _token.Location;
        var description = ParseDescription();
        var name = ParseName();
        Expect(TokenKind.Colon);
        var type = ParseTypeReference();
        var defaultValue = Skip(TokenKind.EqualsSign) ? ParseValue(isConst: true) : null;
        return new InputValueNode(name, type, defaultValue)
        {
            Description = description,
            Directives = ParseDirectives(isConst: true),
            Location = start,
        };
    }

    private UnionNode ParseUnion()
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConst: true);
        IReadOnlyList<NamedTypeNode> members = Skip(TokenKind.EqualsSign) ? Delimited(TokenKind.Pipe, ParseNamedType) : [];
        return new UnionNode(name, members) { Directives = directives };
    }

    private EnumTypeNode ParseEnum()
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConst: true);
        return new EnumTypeNode(name, OptionalMany(TokenKind.BraceLeft, ParseEnumValue, TokenKind.BraceRight)) { Directives = directives };
    }

    private EnumValueNode ParseEnumValue()
    {
        var start = _token.Location;
        var description = ParseDescription();
        if (_token.Kind == TokenKind.Name && Text(_token) is "true" or "false" or "null")
        {
            throw new GraphQLSyntaxException($"{Describe(_token)} is reserved and cannot be used for an enum value.", _token.Location);
        }
        var name = ParseName();
        return new EnumValueNode(name) { Description = description, Directives = ParseDirectives(isConst: true), Location = start };
    }

    private InputObjectNode ParseInputObject()
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConst: true);
        return new InputObjectNode(name, OptionalMany(TokenKind.BraceLeft, ParseInputValue, TokenKind.BraceRight)) { Directives = directives };
    }

    private DirectiveDefinitionNode ParseDirectiveDefinition()
    {
        Advance();
        Expect(TokenKind.At);
        var name = ParseName();
        var arguments = OptionalMany(TokenKind.ParenLeft, ParseInputValue, TokenKind.ParenRight);
        var isRepeatable = SkipKeyword("repeatable");
        ExpectKeyword("on");
        return new DirectiveDefinitionNode(name, arguments, isRepeatable, Delimited(TokenKind.Pipe, ParseName));
    }

    private List<T> Delimited<T>(TokenKind delimiter, Func<T> read)
    {
        Skip(delimiter);
        var items = new List<T>();
        do
        {
            items.Add(read());
        }
        while (Skip(delimiter));
        return items;
    }
}
