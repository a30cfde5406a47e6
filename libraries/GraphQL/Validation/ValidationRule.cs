using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation;

/// <summary>A rule of the specification's section 5. One walk over the document drives all rules.</summary>
internal abstract class ValidationRule
{
    internal ValidationContext Context { get; set; } = null!;

    internal virtual void EnterDocument(DocumentNode document)
    {
    }

    internal virtual void LeaveDocument(DocumentNode document)
    {
    }

    internal virtual void EnterOperation(OperationNode operation)
    {
    }

    internal virtual void EnterFragment(FragmentNode fragment)
    {
    }

    internal virtual void EnterVariableDefinition(VariableDefinitionNode variable)
    {
    }

    internal virtual void EnterSelectionSet(SelectionSetNode selections, CompositeType? parent)
    {
    }

    internal virtual void EnterField(FieldNode field, FieldDefinition? definition)
    {
    }

    internal virtual void EnterSpread(FragmentSpreadNode spread)
    {
    }

    internal virtual void EnterInlineFragment(InlineFragmentNode fragment, CompositeType? outer)
    {
    }

    internal virtual void EnterDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
    }

    internal virtual void EnterNamedType(NamedTypeNode type)
    {
    }

    /// <summary>A value as a whole: an argument's or a variable's default.</summary>
    internal virtual void EnterValue(ValueNode value, GraphQLType? expected)
    {
    }
}
