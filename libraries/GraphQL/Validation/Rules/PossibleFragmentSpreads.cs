using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>A fragment's type and the place it is spread at can have an object in common.</summary>
internal sealed class PossibleFragmentSpreads : ValidationRule
{
    internal override void EnterInlineFragment(InlineFragmentNode fragment, CompositeType? outer)
    {
        if (fragment.TypeCondition is { } condition && outer is not null && TypeOf(condition) is { } type && !Context.Schema.Overlap(type, outer))
        {
            Context.Report($"Fragment cannot be spread here as objects of type \"{outer}\" can never be of type \"{type}\".", fragment.Location);
        }
    }

    internal override void EnterSpread(FragmentSpreadNode spread)
    {
        if (Context.Parent is { } outer
            && Context.Fragments.TryGetValue(spread.Name.Value, out var fragment)
            && TypeOf(fragment.TypeCondition) is { } type
            && !Context.Schema.Overlap(type, outer))
        {
            Context.Report($"Fragment \"{spread.Name}\" cannot be spread here as objects of type \"{outer}\" can never be of type \"{type}\".", spread.Location);
        }
    }

    private CompositeType? TypeOf(NamedTypeNode name) => Context.Schema.Type(name.Name.Value) as CompositeType;
}
