using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Fragments are on objects, interfaces or unions.</summary>
internal sealed class FragmentsOnCompositeTypes : ValidationRule
{
    internal override void EnterInlineFragment(InlineFragmentNode fragment, CompositeType? outer)
    {
        if (fragment.TypeCondition is { } condition && IsLeafOrInput(condition))
        {
            Context.Report($"Fragment cannot condition on non composite type \"{condition}\".", condition.Location);
        }
    }

    internal override void EnterFragment(FragmentNode fragment)
    {
        if (IsLeafOrInput(fragment.TypeCondition))
        {
            Context.Report($"Fragment \"{fragment.Name}\" cannot condition on non composite type \"{fragment.TypeCondition}\".", fragment.TypeCondition.Location);
        }
    }

    private bool IsLeafOrInput(NamedTypeNode type) => Context.Schema.Type(type.Name.Value) is { IsComposite: false };
}
