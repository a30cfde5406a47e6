namespace Engagement.GraphQL.Language;

/// <summary>A definition or extension of the schema definition language.</summary>
internal abstract record TypeSystemNode : DefinitionNode
{
    internal string? Description { get; init; }

    internal IReadOnlyList<DirectiveNode> Directives { get; init; } = [];

    /// <summary>Whether it starts with <c>extend</c>.</summary>
    internal bool IsExtension { get; init; }
}

internal sealed record SchemaNode(IReadOnlyList<OperationTypeNode> Operations) : TypeSystemNode;

internal sealed record OperationTypeNode(OperationKind Kind, NamedTypeNode Type) : Node;

internal abstract record TypeDefinitionNode(NameNode Name) : TypeSystemNode;

internal sealed record ScalarNode(NameNode Name) : TypeDefinitionNode(Name);

internal sealed record ObjectTypeNode(NameNode Name, IReadOnlyList<NamedTypeNode> Interfaces, IReadOnlyList<FieldDefinitionNode> Fields)
    : TypeDefinitionNode(Name);

internal sealed record InterfaceNode(NameNode Name, IReadOnlyList<NamedTypeNode> Interfaces, IReadOnlyList<FieldDefinitionNode> Fields)
    : TypeDefinitionNode(Name);

internal sealed record UnionNode(NameNode Name, IReadOnlyList<NamedTypeNode> Members) : TypeDefinitionNode(Name);

internal sealed record EnumTypeNode(NameNode Name, IReadOnlyList<EnumValueNode> Values) : TypeDefinitionNode(Name);

internal sealed record InputObjectNode(NameNode Name, IReadOnlyList<InputValueNode> Fields) : TypeDefinitionNode(Name);

internal sealed record DirectiveDefinitionNode(NameNode Name, IReadOnlyList<InputValueNode> Arguments, bool IsRepeatable, IReadOnlyList<NameNode> Locations)
    : TypeSystemNode;

internal sealed record FieldDefinitionNode(NameNode Name, IReadOnlyList<InputValueNode> Arguments, TypeNode Type) : Node
{
    internal string? Description { get; init; }

    internal IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

internal sealed record InputValueNode(NameNode Name, TypeNode Type, ValueNode? DefaultValue) : Node
{
    internal string? Description { get; init; }

    internal IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

internal sealed record EnumValueNode(NameNode Name) : Node
{
    internal string? Description { get; init; }

    internal IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}
