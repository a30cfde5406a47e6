namespace Engagement.GraphQL.Language;

/// <summary>A place in a document, both numbers from 1.</summary>
/// <param name="Line">Line.</param>
/// <param name="Column">Column in UTF-16 characters.</param>
public readonly record struct SourceLocation(int Line, int Column);
