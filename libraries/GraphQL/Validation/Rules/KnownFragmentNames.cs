using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Fragments that are spread exist.</summary>
internal sealed class KnownFragmentNames : ValidationRule
{
    internal override void EnterSpread(FragmentSpreadNode spread)
    {
        if (!Context.Fragments.ContainsKey(spread.Name.Value))
        {
            Context.Report($"Unknown fragment \"{spread.Name}\".", spread.Name.Location);
        }
    }
}
