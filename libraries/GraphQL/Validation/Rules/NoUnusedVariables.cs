using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>Variables that an operation defines are used by it or its fragments.</summary>
internal sealed class NoUnusedVariables : ValidationRule
{
    internal override void LeaveDocument(DocumentNode document)
    {
        foreach (var operation in document.Definitions.OfType<OperationNode>())
        {
            var used = Context.Usages.Of(operation, Context.Fragments).Select(u => u.Variable.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var variable in operation.Variables.Where(v => !used.Contains(v.Variable.Name)))
            {
                var where = operation.Name is { } name ? $" in operation \"{name}\"" : "";
                Context.Report($"Variable \"${variable.Variable.Name}\" is never used{where}.", variable.Location);
            }
        }
    }
}
