namespace Engagement.GraphQL.Language;

/// <summary>A literal or a variable.</summary>
internal abstract record ValueNode : Node;

internal sealed record VariableNode(string Name) : ValueNode
{
    /// <summary>Of the name, which follows the dollar sign.</summary>
    internal SourceLocation NameLocation { get; init; }
}

internal sealed record IntNode(string Text) : ValueNode;

internal sealed record FloatNode(string Text) : ValueNode;

internal sealed record StringNode(string Value, bool Block = false) : ValueNode;

internal sealed record BooleanNode(bool Value) : ValueNode;

internal sealed record NullNode : ValueNode;

internal sealed record EnumNode(string Value) : ValueNode;

internal sealed record ListNode(IReadOnlyList<ValueNode> Items) : ValueNode;

internal sealed record ObjectNode(IReadOnlyList<ObjectFieldNode> Fields) : ValueNode;

internal sealed record ObjectFieldNode(NameNode Name, ValueNode Value) : Node;
