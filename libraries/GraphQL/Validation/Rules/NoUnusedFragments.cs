using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Each fragment is reached by an operation.</summary>
internal sealed class NoUnusedFragments : ValidationRule
{
    internal override void LeaveDocument(DocumentNode document)
    {
        var used = document.Definitions.OfType<OperationNode>()
            .SelectMany(operation => Context.Usages.Reached(operation, Context.Fragments))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var fragment in document.Definitions.OfType<FragmentNode>().Where(f => !used.Contains(f.Name.Value)))
        {
            Context.Report($"Fragment \"{fragment.Name}\" is never used.", fragment.Location);
        }
    }
}
