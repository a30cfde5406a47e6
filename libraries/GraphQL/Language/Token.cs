namespace Engagement.GraphQL.Language;

internal enum TokenKind : byte
{
    StartOfFile,
    EndOfFile,
    Bang,
    Dollar,
    Ampersand,
    ParenLeft,
    ParenRight,
    Spread,
    Colon,
    EqualsSign,
    At,
    BracketLeft,
    BracketRight,
    BraceLeft,
    Pipe,
    BraceRight,
    Name,
    Int,
    Float,
    String,
    BlockString,
}

/// <summary>A lexical token: a slice of the source; strings carry their value.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, int Line, int Column, string? Value = null)
{
    internal SourceLocation Location => new(Line, Column);
}

/// <summary>The document is not GraphQL.</summary>
internal sealed class GraphQLSyntaxException(string message, SourceLocation location) : Exception(message)
{
    internal SourceLocation Location { get; } = location;
}

/// <summary>The document has more tokens than allowed.</summary>
internal sealed class TooManyTokensException(int limit) : Exception($"The document has more than {limit} tokens.");
