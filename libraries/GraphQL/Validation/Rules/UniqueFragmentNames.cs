using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Fragments have different names.</summary>
internal sealed class UniqueFragmentNames : ValidationRule
{
    private readonly Dictionary<string, NameNode> _known = new(StringComparer.Ordinal);

    internal override void EnterFragment(FragmentNode fragment)
    {
        if (!_known.TryAdd(fragment.Name.Value, fragment.Name))
        {
            Context.Report($"There can be only one fragment named \"{fragment.Name}\".", _known[fragment.Name.Value].Location, fragment.Name.Location);
        }
    }
}
