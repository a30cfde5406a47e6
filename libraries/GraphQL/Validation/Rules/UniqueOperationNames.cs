using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Operations have different names.</summary>
internal sealed class UniqueOperationNames : ValidationRule
{
    private readonly Dictionary<string, NameNode> _known = new(StringComparer.Ordinal);

    internal override void EnterOperation(OperationNode operation)
    {
        if (operation.Name is { } name && !_known.TryAdd(name.Value, name))
        {
            Context.Report($"There can be only one operation named \"{name}\".", _known[name.Value].Location, name.Location);
        }
    }
}
