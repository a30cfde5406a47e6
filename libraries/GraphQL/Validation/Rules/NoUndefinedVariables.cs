using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Variables that an operation uses, in fragments too, are defined by it.</summary>
internal sealed class NoUndefinedVariables : ValidationRule
{
    internal override void LeaveDocument(DocumentNode document)
    {
        foreach (var operation in document.Definitions.OfType<OperationNode>())
        {
            var defined = operation.Variables.Select(v => v.Variable.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var usage in Context.Usages.Of(operation, Context.Fragments).Where(u => !defined.Contains(u.Variable.Name)))
            {
                var by = operation.Name is { } name ? $" by operation \"{name}\"" : "";
                Context.Report($"Variable \"${usage.Variable.Name}\" is not defined{by}.", usage.Variable.Location, operation.Location);
            }
        }
    }
}
