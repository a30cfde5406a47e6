namespace Engagement.GraphQL.Language;

/// <summary>Base of the syntax tree's nodes.</summary>
internal abstract record Node
{
    internal SourceLocation Location { get; init; }
}

internal sealed record NameNode(string Value) : Node
{
    public override string ToString() => Value;
}

/// <summary>A whole document.</summary>
internal sealed record DocumentNode(IReadOnlyList<DefinitionNode> Definitions) : Node
{
    /// <summary>How many tokens it was read from.</summary>
    internal int TokenCount { get; init; }
}

internal abstract record DefinitionNode : Node;

internal enum OperationKind
{
    Query,
    Mutation,
    Subscription,
}

internal abstract record ExecutableDefinitionNode : DefinitionNode
{
    internal string? Description { get; init; }

    internal IReadOnlyList<DirectiveNode> Directives { get; init; } = [];

    internal required SelectionSetNode SelectionSet { get; init; }
}

internal sealed record OperationNode(OperationKind Kind, NameNode? Name) : ExecutableDefinitionNode
{
    internal IReadOnlyList<VariableDefinitionNode> Variables { get; init; } = [];
}

internal sealed record FragmentNode(NameNode Name, NamedTypeNode TypeCondition) : ExecutableDefinitionNode;

internal sealed record VariableDefinitionNode(VariableNode Variable, TypeNode Type, ValueNode? DefaultValue) : Node
{
    internal IReadOnlyList<DirectiveNode> Directives { get; init; } = [];

    internal string? Description { get; init; }
}

internal sealed record SelectionSetNode(IReadOnlyList<SelectionNode> Selections) : Node;

internal abstract record SelectionNode : Node
{
    internal IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

internal sealed record FieldNode(NameNode? Alias, NameNode Name, IReadOnlyList<ArgumentNode> Arguments, SelectionSetNode? SelectionSet) : SelectionNode
{
    internal string ResponseName => (Alias ?? Name).Value;

    // Nodes are compared by identity: the same text at two places is two nodes.
    public bool Equals(FieldNode? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

internal sealed record FragmentSpreadNode(NameNode Name) : SelectionNode;

internal sealed record InlineFragmentNode(NamedTypeNode? TypeCondition, SelectionSetNode SelectionSet) : SelectionNode;

internal sealed record DirectiveNode(NameNode Name, IReadOnlyList<ArgumentNode> Arguments) : Node;

internal sealed record ArgumentNode(NameNode Name, ValueNode Value) : Node;

internal abstract record TypeNode : Node;

internal sealed record NamedTypeNode(NameNode Name) : TypeNode
{
    public override string ToString() => Name.Value;
}

internal sealed record ListTypeNode(TypeNode Item) : TypeNode
{
    public override string ToString() => $"[{Item}]";
}

internal sealed record NonNullTypeNode(TypeNode Inner) : TypeNode
{
    public override string ToString() => $"{Inner}!";
}
